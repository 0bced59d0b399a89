package liviano.paper.lab;

import picocli.CommandLine.Option;

/** The option of experiments with a random part: the same seed repeats them exactly. */
final class SeedOption {
  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Start of the random numbers; ${DEFAULT-VALUE} if not given.")
  private long seed = 1;

  long value() {
    return seed;
  }
}
