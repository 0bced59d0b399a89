package liviano.server.work;

import java.io.Serial;
import java.time.Duration;

/** There is no room for a request now; there may be later. */
public final class BusyException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /**
   * A refusal.
   *
   * @param message one line, for the client
   * @param retryAfter when to try again: whole seconds, at least one
   */
  public BusyException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = Duration.ofSeconds(Math.max(1, retryAfter.toSeconds()));
  }

  /** When to try again: whole seconds, at least one. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
