package liviano.server.work;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;
import liviano.vision.StageClock;

/**
 * What becomes known of one request while it is served: its model, and the time it has spent in
 * each stage. Thread-safe; stages that are measured inside another must not be added twice.
 */
public final class Stages {
  private static final double NANOS_A_MILLI = 1e6;
  private static final Stage[] ALL = Stage.values();

  private final AtomicLongArray nanos = new AtomicLongArray(ALL.length);
  private volatile String model = "";

  /**
   * What is measured.
   *
   * @param <R> what it gives
   * @param <X> what it throws besides
   */
  @FunctionalInterface
  public interface Work<R, X extends Exception> {
    R run() throws X;
  }

  /**
   * The model that serves the request.
   *
   * @param name of a model that there is: it becomes a label of the metrics
   */
  public void servedBy(String name) {
    model = name;
  }

  /** The model that serves the request; empty where none does. */
  public String model() {
    return model;
  }

  /** Adds to a stage. */
  public void add(Stage stage, long nanoseconds) {
    nanos.addAndGet(stage.ordinal(), Math.max(0, nanoseconds));
  }

  /** Nanoseconds spent in a stage; 0 where the request had none. */
  public long nanos(Stage stage) {
    return nanos.get(stage.ordinal());
  }

  /** Adds the time that {@code work} takes to a stage, also where it throws. */
  public <R, X extends Exception> R time(Stage stage, Work<R, X> work) throws X {
    long start = System.nanoTime();
    try {
      return work.run();
    } finally {
      add(stage, System.nanoTime() - start);
    }
  }

  /**
   * Runs {@code work}, which uses tasks of the library, and adds what they tell of themselves to
   * {@link Stage#PREPARE} and {@link Stage#INFER}.
   */
  public <R, X extends Exception> R infer(Work<R, X> work) throws X {
    StageClock clock = new StageClock();
    try {
      return clock.measure(work::run);
    } finally {
      add(Stage.PREPARE, clock.prepareNanos());
      add(Stage.INFER, clock.inferNanos());
    }
  }

  /** Whether any stage was measured: false of requests that asked no model. */
  public boolean isEmpty() {
    return Arrays.stream(ALL).allMatch(stage -> nanos(stage) == 0);
  }

  /** The value of a {@code Server-Timing} header, in milliseconds: {@code queue;dur=0.012, ...}. */
  public String serverTiming() {
    return Arrays.stream(ALL)
        .map(
            stage ->
                String.format(
                    Locale.ROOT, "%s;dur=%.3f", stage.label(), nanos(stage) / NANOS_A_MILLI))
        .collect(Collectors.joining(", "));
  }
}
