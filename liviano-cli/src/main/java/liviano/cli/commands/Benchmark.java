package liviano.cli.commands;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Profile;
import liviano.engine.Program;
import liviano.engine.Session;
import liviano.graph.Graph;
import liviano.weights.Weights;

/**
 * Times inferences one after the other in this process.
 *
 * @param program what was timed
 * @param firstMs from the graph and its weights to the first answer
 * @param sortedMs one number a run once they were warm, shortest first
 * @param profile of runs after those; without any where none was asked for
 */
record Benchmark(Program program, double firstMs, double[] sortedMs, Profile profile) {
  /** Runs are called warm when the median of so many has stopped falling for so many windows. */
  private static final int RUNS_A_WINDOW = 15;

  private static final int STABLE_WINDOWS = 3;
  private static final double STABLE = 0.98;

  private static final int LEAST_RUNS = 5;
  private static final int MOST_RUNS = 1_000_000;

  /** So many times the asked-for time, whatever is not yet reached. */
  private static final int PATIENCE = 3;

  /**
   * Compiles, warms up and measures.
   *
   * @param seconds to measure; the warm-up takes up to three times as long
   */
  static Benchmark of(
      Graph graph, Weights weights, CompileOptions options, double seconds, boolean profiled) {
    long start = System.nanoTime();
    Program program = Engine.compile(graph, weights, options);
    Session session = program.newSession();
    fill(program, session);
    session.run();
    double firstMs = (System.nanoTime() - start) * 1e-6;
    warmUp(session, seconds);
    double[] ms = measure(session, seconds);
    Profile profile = new Profile(program);
    for (long from = System.nanoTime(); profiled && since(from) < seconds; ) {
      session.run(profile);
    }
    return new Benchmark(program, firstMs, ms, profile);
  }

  double medianMs() {
    return quantile(0.5);
  }

  double p95Ms() {
    return quantile(0.95);
  }

  double minMs() {
    return sortedMs[0];
  }

  /** 10^9 multiply-adds a second, by the median. */
  double gmacPerSecond() {
    return program.multiplyAdds() / (medianMs() * 1e6);
  }

  /** The providers that serve its steps, the first asked first: {@code vector+scalar}. */
  String kernels(CompileOptions options) {
    return String.join(
        "+",
        options.providers().stream()
            .map(provider -> provider.name())
            .filter(name -> program.steps().stream().anyMatch(s -> s.provider().equals(name)))
            .toList());
  }

  /** The smallest time that so large a share of the runs did not exceed. */
  private double quantile(double share) {
    return sortedMs[Math.max(0, (int) Math.ceil(share * sortedMs.length) - 1)];
  }

  /** Ordinary numbers: none that are slow to compute with. */
  private static void fill(Program program, Session session) {
    program
        .inputShapes()
        .forEach(
            (name, shape) -> session.input(name).copyFrom(KernelChoice.ramp(shape.elements())));
  }

  private static void warmUp(Session session, double seconds) {
    long from = System.nanoTime();
    double best = Double.POSITIVE_INFINITY;
    int stable = 0;
    while (stable < STABLE_WINDOWS && since(from) < PATIENCE * seconds) {
      double[] window = new double[RUNS_A_WINDOW];
      for (int i = 0; i < window.length; i++) {
        window[i] = since(from) < PATIENCE * seconds ? run(session) : Double.POSITIVE_INFINITY;
      }
      Arrays.sort(window);
      double median = window[window.length / 2];
      stable = median < best * STABLE ? 0 : stable + 1;
      best = Math.min(best, median);
    }
  }

  private static double[] measure(Session session, double seconds) {
    List<Double> ms = new ArrayList<>();
    long from = System.nanoTime();
    while (ms.size() < MOST_RUNS
        && (since(from) < seconds || ms.size() < LEAST_RUNS && since(from) < PATIENCE * seconds)) {
      ms.add(run(session));
    }
    return ms.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  private static double run(Session session) {
    long start = System.nanoTime();
    session.run();
    return (System.nanoTime() - start) * 1e-6;
  }

  private static double since(long from) {
    return (System.nanoTime() - from) * 1e-9;
  }
}
