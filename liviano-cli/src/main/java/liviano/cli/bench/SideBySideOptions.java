package liviano.cli.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import liviano.cli.SideBySide;
import liviano.cli.UsageException;
import liviano.model.Model;
import picocli.CommandLine.Option;

/** The options of {@code bench} that need the other engines' module. */
final class SideBySideOptions {
  private static final int STARTS = 15;
  private static final int MOST_STARTS = 1000;

  @Option(
      names = "--vs",
      paramLabel = "PEER[,PEER]",
      description =
          "Time other engines in turns with this one: onnxruntime, opencv, libtorch, tflite. The "
              + "first use builds the module that runs them and fetches the engines.")
  private List<String> lists = List.of();

  @Option(
      names = "--throughput",
      description =
          "With --vs: pictures a second, --threads inferences at a time, preprocessing included.")
  private boolean throughput;

  @Option(
      names = "--ceilings",
      description =
          "Measure the most that one core computes and reads; no network. With --profile: compare "
              + "each step with it.")
  private boolean ceilings;

  @Option(
      names = "--cold",
      description =
          "With --vs onnxruntime and --model: time whole processes, from the start to the class of "
              + "a picture.")
  private boolean cold;

  @Option(
      names = "--starts",
      paramLabel = "N",
      description = "With --cold: starts of each program that count, 1 to 1000; 15 if not given.")
  private Optional<Integer> starts = Optional.empty();

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description = "With --cold: the picture; a drawn JPEG of 500x375 if not given.")
  private Optional<Path> picture = Optional.empty();

  boolean cold() {
    return cold;
  }

  /** How whole processes are timed. */
  SideBySide.ColdRequest coldRequest(Model model, boolean json) {
    return new SideBySide.ColdRequest(model, peers(), picture, starts.orElse(STARTS), json);
  }

  boolean comparing() {
    return !lists.isEmpty();
  }

  List<String> peers() {
    return lists.stream().flatMap(list -> Stream.of(list.split(","))).map(String::strip).toList();
  }

  boolean throughput() {
    return throughput;
  }

  boolean ceilings() {
    return ceilings;
  }

  /**
   * Refuses what does not go together.
   *
   * @throws UsageException naming the options
   */
  void check(boolean profiled) {
    if (comparing() && peers().stream().allMatch(String::isBlank)) {
      throw new UsageException("--vs: name an engine: onnxruntime, opencv, libtorch or tflite");
    }
    if (throughput && !comparing()) {
      throw new UsageException("--throughput goes with --vs");
    }
    if (cold && !comparing()) {
      throw new UsageException("--cold goes with --vs onnxruntime");
    }
    if (cold && throughput) {
      throw new UsageException("give --cold or --throughput, not both");
    }
    if (!cold && (starts.isPresent() || picture.isPresent())) {
      throw new UsageException("--starts and --picture go with --cold");
    }
    if (starts.filter(n -> n < 1 || n > MOST_STARTS).isPresent()) {
      throw new UsageException("--starts: give 1 to " + MOST_STARTS + ", not " + starts.get());
    }
    if (ceilings && comparing()) {
      throw new UsageException("give --vs or --ceilings, not both");
    }
    if (profiled && comparing()) {
      throw new UsageException("--profile does not go with --vs");
    }
  }

  /**
   * The module that does it.
   *
   * @throws UsageException if it is not on the class path
   */
  static SideBySide service() {
    return ServiceLoader.load(SideBySide.class)
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--vs and --ceilings need the module liviano-bench, which is not on the class "
                        + "path: start them with ./liviano in a source tree, which builds it"));
  }
}
