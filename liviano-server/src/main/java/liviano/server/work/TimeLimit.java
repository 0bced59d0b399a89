package liviano.server.work;

import java.time.Duration;

/** When a request is given up. Immutable. */
public final class TimeLimit {
  private final Duration allowed;
  private final long end; // as System.nanoTime tells it

  private TimeLimit(Duration allowed) {
    this.allowed = allowed;
    this.end = System.nanoTime() + allowed.toNanos();
  }

  /**
   * So long from now.
   *
   * @throws IllegalArgumentException if it is not positive, or above a day
   */
  public static TimeLimit of(Duration allowed) {
    if (!allowed.isPositive() || allowed.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("a time limit must be from 1 ns to 1 day, is " + allowed);
    }
    return new TimeLimit(allowed);
  }

  /** The whole time that was given. */
  public Duration allowed() {
    return allowed;
  }

  /** Nanoseconds left; zero or less where the time is over. */
  public long nanosLeft() {
    return end - System.nanoTime();
  }

  /**
   * The time that is left, which is positive: {@code classifier.withTimeout(limit.left())}.
   *
   * @throws OutOfTimeException if none is
   */
  public Duration left() {
    long left = nanosLeft();
    if (left <= 0) {
      throw new OutOfTimeException(allowed);
    }
    return Duration.ofNanos(left);
  }
}
