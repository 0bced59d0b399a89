package liviano.cli.bench;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import liviano.cli.SideBySide;
import liviano.cli.UsageException;
import picocli.CommandLine.Option;

/** The options of {@code bench} that need the other engines' module. */
final class SideBySideOptions {
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
