package liviano.engine;

import java.time.Duration;

/**
 * When a run is given up. It is looked at between the steps of a network, so that a run ends late
 * by at most one step. Immutable.
 */
public final class Deadline {
  private static final Deadline NONE = new Deadline(0);

  /** So far ahead that nobody waits for it, and differences of times do not overflow. */
  private static final long LONGEST = Long.MAX_VALUE / 2; // ns

  private final long end; // as System.nanoTime tells it

  private Deadline(long end) {
    this.end = end;
  }

  /** Never: a run takes as long as it takes. */
  public static Deadline none() {
    return NONE;
  }

  /** So long after now; at once where that is zero or negative. */
  public static Deadline after(Duration time) {
    boolean ends = time.compareTo(Duration.ofNanos(LONGEST)) < 0;
    return new Deadline(System.nanoTime() + (ends ? Math.max(0, nanos(time)) : LONGEST));
  }

  private static long nanos(Duration time) {
    return time.isNegative() ? 0 : time.toNanos();
  }

  /** Whether it never passes. */
  public boolean isNone() {
    return this == NONE;
  }

  /** Whether the time is over. */
  public boolean hasPassed() {
    return this != NONE && System.nanoTime() - end >= 0;
  }

  /** Time that is left, at least 0; meaningless where there is no deadline. */
  long nanosLeft() {
    return Math.max(0, end - System.nanoTime());
  }

  /** Ends a run between two of its steps, where its thread is interrupted or the time is over. */
  void check(int done, int steps) {
    if (Thread.currentThread().isInterrupted()) {
      CancelledException.raise(CancelledException.Reason.INTERRUPTED, done, steps);
    }
    if (hasPassed()) {
      CancelledException.raise(CancelledException.Reason.DEADLINE, done, steps);
    }
  }
}
