package liviano.cli.bench;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import liviano.cli.SideBySide;
import liviano.cli.UsageException;
import picocli.CommandLine.Option;

/** The options of {@code bench} that need the other engines' module. */
final class SideBySideOptions {
  @Option(
      names = "--vs",
      paramLabel = "PEER[,PEER]",
      split = ",",
      description =
          "Time other engines in turns with this one: onnxruntime, opencv, libtorch, tflite. The "
              + "first use builds the module that runs them and fetches the engines.")
  private Optional<List<String>> peers = Optional.empty();

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
    return peers.isPresent();
  }

  List<String> peers() {
    return peers.orElse(List.of());
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
