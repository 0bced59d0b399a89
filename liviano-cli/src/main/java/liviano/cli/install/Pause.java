package liviano.cli.install;

import java.io.IOException;
import java.time.Duration;

/** Waits; tests have one that only takes note. */
@FunctionalInterface
interface Pause {
  /** The real one. */
  Pause REAL = Pause::sleep;

  /**
   * Waits.
   *
   * @param tick called several times a second meanwhile
   * @throws IOException if this thread is interrupted
   */
  void of(Duration time, Runnable tick) throws IOException;

  private static void sleep(Duration time, Runnable tick) throws IOException {
    long start = System.nanoTime();
    try {
      for (long left; (left = time.toNanos() - (System.nanoTime() - start)) > 0; ) {
        Thread.sleep(Duration.ofNanos(Math.min(left, 100_000_000L)));
        tick.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
