package liviano.cli.commands;

import java.util.List;
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
          "Time other engines beside this one: onnxruntime, opencv, libtorch, tflite. The first "
              + "time builds what that needs, and fetches the engines.")
  private List<String> peers = List.of();

  @Option(
      names = "--throughput",
      description =
          "With --vs: pictures a second, --threads inferences at a time, preprocessing included.")
  private boolean throughput;

  @Option(
      names = "--ceilings",
      description =
          "Measure what one core computes and reads at most; no network. With --profile: hold each "
              + "step against it.")
  private boolean ceilings;

  boolean comparing() {
    return !peers.isEmpty();
  }

  List<String> peers() {
    return peers;
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
