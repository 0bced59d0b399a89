package liviano.cli.bench;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liviano.cli.UsageException;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Profile;
import liviano.engine.Program;
import liviano.engine.Session;
import liviano.graph.Graph;
import liviano.kernels.KernelProvider;
import liviano.kernels.MadeCode;
import liviano.weights.Weights;

/**
 * Times inferences one after the other in this process.
 *
 * @param program what was timed
 * @param firstMs from the graph and its weights to the first answer
 * @param sortedMs one number a run once they were warm, shortest first
 * @param profile of runs after those; empty if not requested
 */
public record Benchmark(Program program, double firstMs, double[] sortedMs, Profile profile) {
  private static final int LEAST_RUNS = 5;

  /**
   * Checks the value of {@code --seconds}.
   *
   * @throws UsageException if it is not from 0.01 to that many
   */
  public static void requireSeconds(double seconds, int most) {
    if (!(seconds >= 0.01 && seconds <= most)) {
      throw new UsageException(
          String.format(Locale.ROOT, "--seconds must be from 0.01 to %d, is %s", most, seconds));
    }
  }

  /**
   * Compiles, warms up and measures.
   *
   * @param seconds to measure; the warm-up takes up to three times as long
   */
  public static Benchmark of(
      Graph graph, Weights weights, CompileOptions options, double seconds, boolean profiled) {
    long start = System.nanoTime();
    Program program = Engine.compile(graph, weights, options);
    Session session = SessionTimer.filled(program);
    session.run();
    double firstMs = (System.nanoTime() - start) * 1e-6;
    SessionTimer.warmUp(session, seconds);
    double[] ms = SessionTimer.measure(session, seconds, LEAST_RUNS);
    Profile profile = new Profile(program);
    for (long from = System.nanoTime(); profiled && since(from) < seconds; ) {
      session.run(profile);
    }
    return new Benchmark(program, firstMs, ms, profile);
  }

  /** What half of the runs did not exceed, in milliseconds. */
  public double medianMs() {
    return quantile(0.5);
  }

  /** What 95 % of the runs did not exceed, in milliseconds. */
  public double p95Ms() {
    return quantile(0.95);
  }

  /** The fastest run, in milliseconds. */
  public double minMs() {
    return sortedMs[0];
  }

  /** 10^9 multiply-adds a second, by the median. */
  public double gmacPerSecond() {
    return program.multiplyAdds() / (medianMs() * 1e6);
  }

  /** The providers that serve its steps, the first asked first: {@code vector+scalar}. */
  public String kernels(CompileOptions options) {
    return served(options).map(KernelProvider::name).collect(Collectors.joining("+"));
  }

  /** Those whose kernels computed something, the first that was asked first. */
  Stream<KernelProvider> served(CompileOptions options) {
    return options.providers().stream()
        .filter(p -> program.steps().stream().anyMatch(s -> s.provider().equals(p.name())));
  }

  /** The machine code that was made for it. */
  MadeCode made(CompileOptions options) {
    return options.providers().stream()
        .map(KernelProvider::made)
        .filter(made -> made.pieces() > 0)
        .findFirst()
        .orElse(MadeCode.NONE);
  }

  /** The smallest time that so large a share of the runs did not exceed. */
  private double quantile(double share) {
    return sortedMs[Math.max(0, (int) Math.ceil(share * sortedMs.length) - 1)];
  }

  private static double since(long from) {
    return (System.nanoTime() - from) * 1e-9;
  }
}
