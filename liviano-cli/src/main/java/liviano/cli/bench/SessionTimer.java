package liviano.cli.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import liviano.engine.Program;
import liviano.engine.Session;
import liviano.engine.SessionTensor;
import liviano.tensor.DType;

/** Runs a session over and over: until it is warm, and then to measure it. */
public final class SessionTimer {
  /** Runs count as warm when the median of a window of runs has not fallen for several windows. */
  private static final int RUNS_A_WINDOW = 15;

  private static final int STABLE_WINDOWS = 3;
  private static final double STABLE = 0.98;

  private static final int MOST_RUNS = 1_000_000;

  /** The limit of the warm-up, as a multiple of the requested time. */
  private static final int PATIENCE = 3;

  private SessionTimer() {}

  /** A session whose inputs hold ordinary numbers, from -1 to 1: none that are slow. */
  public static Session filled(Program program) {
    Session session = program.newSession();
    program.inputShapes().keySet().forEach(name -> fill(session.input(name)));
    return session;
  }

  /** Real numbers, and the integers that stand for such; other formats stay zeros. */
  private static void fill(SessionTensor input) {
    if (input.format() == DType.F32 || input.quantization().isPresent()) {
      input.copyFromReal(ramp(input.elements()));
    }
  }

  /** From -1 to 1. */
  public static float[] ramp(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = 2f * i / length - 1;
    }
    return values;
  }

  /** Runs until it gets no faster, at least once, and no longer than three times the seconds. */
  public static void warmUp(Session session, double seconds) {
    long from = System.nanoTime();
    double best = Double.POSITIVE_INFINITY;
    int stable = 0;
    do {
      double[] window = new double[RUNS_A_WINDOW];
      for (int i = 0; i < window.length; i++) {
        boolean patient = i == 0 || since(from) < PATIENCE * seconds;
        window[i] = patient ? run(session) : Double.POSITIVE_INFINITY;
      }
      Arrays.sort(window);
      double median = window[window.length / 2];
      stable = median < best * STABLE ? 0 : stable + 1;
      best = Math.min(best, median);
    } while (stable < STABLE_WINDOWS && since(from) < PATIENCE * seconds);
  }

  /**
   * Runs for so long.
   *
   * @param leastRuns that take longer if need be, but no longer than three times the seconds,
   *     unless it is one
   * @return milliseconds of each run, the shortest first
   */
  public static double[] measure(Session session, double seconds, int leastRuns) {
    List<Double> ms = new ArrayList<>();
    long from = System.nanoTime();
    do {
      ms.add(run(session));
    } while (ms.size() < MOST_RUNS
        && (since(from) < seconds || ms.size() < leastRuns && since(from) < PATIENCE * seconds));
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
