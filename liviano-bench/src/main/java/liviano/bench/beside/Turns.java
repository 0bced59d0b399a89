package liviano.bench.beside;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Inferences of several engines in turns: A B A B, with a pause before each turn in which threads
 * that still spin for work of the last one go to sleep.
 */
final class Turns {
  private static final long PAUSE_MS = 100;
  private static final double TURN_MS = 150;
  private static final int LEAST_TURNS = 7;
  private static final int MOST_RUNS_A_TURN = 200;

  /** Runs count as warm when the median of a turn has not fallen for this number of turns. */
  private static final int STABLE_TURNS = 3;

  private static final double STABLE = 0.98;
  private static final int WARM_UP_RUNS = 15;

  /** The limit of the warm-up, as a multiple of the requested time. */
  private static final int PATIENCE = 3;

  private final double seconds;

  /**
   * @param seconds to measure each engine
   */
  Turns(double seconds) {
    this.seconds = seconds;
  }

  /** The engine's times in milliseconds, turn by turn. */
  record Times(EngineChild engine, List<double[]> turns) {
    double medianMs() {
      return Timing.median(all());
    }

    double p95Ms() {
      return Timing.quantile(0.95, all());
    }

    double[] turnMedians() {
      return turns.stream().mapToDouble(Timing::median).toArray();
    }

    private double[] all() {
      return turns.stream().flatMapToDouble(DoubleStream::of).toArray();
    }
  }

  List<Times> latency(List<EngineChild> engines) {
    int[] runs = new int[engines.size()];
    List<Times> times = new ArrayList<>();
    for (int i = 0; i < runs.length; i++) {
      double ms = warmUp(engines.get(i));
      runs[i] = Math.clamp(Math.round(TURN_MS / ms), 1, MOST_RUNS_A_TURN);
      times.add(new Times(engines.get(i), new ArrayList<>()));
    }
    for (int turn = 0; turn < turns(); turn++) {
      for (int i = 0; i < runs.length; i++) {
        pause();
        times.get(i).turns().add(engines.get(i).run(Math.min(2, runs[i]), runs[i]));
      }
    }
    return List.copyOf(times);
  }

  /** Pictures a second, turn by turn, one array an engine. */
  List<double[]> throughput(List<EngineChild> engines) {
    int turns = Math.max(3, (int) Math.ceil(seconds));
    long millis = Math.max(200, Math.round(seconds * 1000 / turns));
    for (EngineChild engine : engines) {
      pause();
      engine.throughput(Math.round(seconds * 1000));
    }
    List<double[]> rates = engines.stream().map(_ -> new double[turns]).toList();
    for (int turn = 0; turn < turns; turn++) {
      for (int i = 0; i < rates.size(); i++) {
        pause();
        rates.get(i)[turn] = engines.get(i).throughput(millis);
      }
    }
    return rates;
  }

  private int turns() {
    return Math.max(LEAST_TURNS, (int) Math.ceil(seconds * 1000 / TURN_MS));
  }

  /** Runs the engine until it gets no faster; answers how long a run takes then. */
  private double warmUp(EngineChild engine) {
    pause();
    long from = System.nanoTime();
    double best = Timing.median(engine.run(0, 1));
    int stable = 0;
    while (stable < STABLE_TURNS && (System.nanoTime() - from) * 1e-9 < PATIENCE * seconds) {
      int runs = Math.clamp(Math.round(TURN_MS / best), 1, WARM_UP_RUNS);
      double median = Timing.median(engine.run(0, runs));
      stable = median < best * STABLE ? 0 : stable + 1;
      best = Math.min(best, median);
    }
    return best;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
