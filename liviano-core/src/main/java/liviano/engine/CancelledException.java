package liviano.engine;

import java.io.Serial;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/**
 * A run ended before its outputs were computed, because its thread was interrupted or its {@link
 * Deadline} passed. Whatever it ran on can be used again at once. A thread that was interrupted
 * still is: {@link Thread#interrupted()} clears that.
 */
public final class CancelledException extends CancellationException {
  @Serial private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    INTERRUPTED,
    DEADLINE
  }

  private final Reason reason;

  CancelledException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /**
   * Ends a run between two of its steps. It throws here, so that this class is not loaded for runs
   * that nothing ends.
   */
  static void raise(Reason reason, int done, int steps) {
    String what = reason == Reason.INTERRUPTED ? "interrupted" : "out of time";
    throw new CancelledException(
        reason,
        String.format(Locale.ROOT, "%s after %d of %d steps of the network", what, done, steps));
  }

  /** Why the run ended. */
  public Reason reason() {
    return reason;
  }
}
