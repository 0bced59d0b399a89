package liviano.cli.install;

import java.time.Duration;
import java.util.Locale;

/**
 * How long a whole fetch may go without an answer from anybody, over all sources and tries: each of
 * them takes at most half of what is left, so that the next one has a chance. Whoever answers makes
 * it whole again. Thread-safe.
 */
final class Silence {
  /** Of the command: with what is done beside, ten seconds. */
  static final Duration USUAL = Duration.ofMillis(9_500);

  /** In less than that nobody far away answers. */
  private static final Duration LEAST = Duration.ofMillis(100);

  private final Duration whole;
  private Duration left; // guarded by this

  Silence(Duration whole) {
    this.whole = whole;
    this.left = whole;
  }

  /** Whether it is over: nobody else is asked. */
  synchronized boolean isOver() {
    return left.compareTo(LEAST) < 0;
  }

  /** The most that the next try may take, and no more than is given. */
  synchronized Duration share(Duration most) {
    Duration half = left.dividedBy(2);
    return half.compareTo(most) < 0 ? half : most;
  }

  /** Nobody has answered for so long. */
  synchronized void spend(Duration time) {
    left = time.compareTo(left) < 0 ? left.minus(time) : Duration.ZERO;
  }

  /** Somebody has answered. */
  synchronized void end() {
    left = whole;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.1f s", whole.toMillis() / 1e3);
  }
}
