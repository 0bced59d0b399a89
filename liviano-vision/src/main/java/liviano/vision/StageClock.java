package liviano.vision;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Measures where the tasks' time goes: preparing pictures, and running the network and reading its
 * outputs. A clock measures the calls of tasks that are made inside {@link #measure}, on the thread
 * that calls it; where no clock measures, none is read. Thread-safe.
 *
 * <pre>{@code
 * StageClock clock = new StageClock();
 * List<Category> answer = clock.measure(() -> classifier.classify(picture));
 * log(clock.prepareNanos(), clock.inferNanos());
 * }</pre>
 */
public final class StageClock {
  private static final ScopedValue<StageClock> MEASURING = ScopedValue.newInstance();

  private final LongAdder prepare = new LongAdder();
  private final LongAdder infer = new LongAdder();

  /**
   * Calls {@code work} and measures the tasks in it. A clock inside another measures alone.
   *
   * @throws X what {@code work} throws
   */
  public <R, X extends Throwable> R measure(ScopedValue.CallableOp<? extends R, X> work) throws X {
    return ScopedValue.where(MEASURING, this).call(work);
  }

  /** Nanoseconds spent on bringing pictures to the networks' inputs. */
  public long prepareNanos() {
    return prepare.sum();
  }

  /** Nanoseconds spent in networks and on reading their outputs. */
  public long inferNanos() {
    return infer.sum();
  }

  /** Runs the preparation of a picture, and tells the clock that measures, if any. */
  static void prepare(Runnable part) {
    StageClock clock = MEASURING.isBound() ? MEASURING.get() : null; // orElse refuses null
    if (clock == null) {
      part.run();
    } else {
      time(
          clock.prepare,
          () -> {
            part.run();
            return null;
          });
    }
  }

  /** Runs a network or reads its outputs, and tells the clock that measures, if any. */
  static <R> R infer(Supplier<R> part) {
    StageClock clock = MEASURING.isBound() ? MEASURING.get() : null; // orElse refuses null
    return clock == null ? part.get() : time(clock.infer, part);
  }

  private static <R> R time(LongAdder stage, Supplier<R> part) {
    long start = System.nanoTime();
    try {
      return part.get();
    } finally {
      stage.add(System.nanoTime() - start);
    }
  }
}
