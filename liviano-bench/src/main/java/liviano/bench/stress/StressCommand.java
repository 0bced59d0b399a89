package liviano.bench.stress;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs networks drawn at random from many threads, and holds every result against the first of its
 * program, bit for bit; the first is held against the plain loops. What is compared follows from
 * the seed; how threads meet does not.
 *
 * <pre>java --enable-native-access=ALL-UNNAMED -cp liviano-bench/target/liviano-bench.jar
 *     liviano.bench.stress.StressCommand --minutes 10 --threads 8 --seed 1</pre>
 */
@Command(
    name = "stress",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Run networks drawn at random from many threads, and compare every bit.",
    footer = "Exit status 1 if anything was wrong.")
public final class StressCommand implements Callable<Integer> {
  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "How long; ${DEFAULT-VALUE} if not given.")
  private double minutes = 10;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads at work, in addition to those of the programs; ${DEFAULT-VALUE} if not given.")
  private int threads = 8;

  @Option(names = "--seed", paramLabel = "N", description = "${DEFAULT-VALUE} if not given.")
  private long seed = 1;

  private StressCommand() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new StressCommand()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!(minutes > 0 && minutes <= 24 * 60) || threads < 1 || threads > 256) {
      System.err.println("stress: up to 1440 minutes, 1 to 256 threads");
      return CommandLine.ExitCode.USAGE;
    }
    Kinds kinds = Kinds.ofThisMachine();
    System.out.printf(
        Locale.ROOT,
        "%d threads, seed %d, by %s%n",
        threads,
        seed,
        String.join(", ", kinds.all().stream().map(Kinds.Kind::name).toList()));
    Stress.Outcome outcome =
        new Stress(kinds, threads, seed)
            .run(Duration.ofMillis(Math.round(minutes * 60_000)), System.out);
    System.out.println(outcome);
    return outcome.isRight() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }
}
