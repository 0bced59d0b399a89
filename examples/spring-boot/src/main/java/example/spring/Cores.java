package example.spring;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Lets as many answers be computed at a time as there are cores. One takes a core, so more of them
 * would only take memory and make each other slower.
 */
@Component
class Cores {
  private final Semaphore free = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
  private final Duration patience;

  Cores(VisionProperties properties) {
    this.patience = properties.timeout();
  }

  /** No core became free in time. */
  static final class BusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private BusyException() {
      super("all cores are busy: try again later");
    }
  }

  /**
   * Computes one answer.
   *
   * @throws BusyException if no core becomes free in time
   */
  <T> T compute(Supplier<T> answer) {
    try {
      if (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new BusyException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BusyException();
    }
    try {
      return answer.get();
    } finally {
      free.release();
    }
  }
}
