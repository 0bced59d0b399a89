package liviano.server.work;

import java.io.Serial;
import java.time.Duration;
import java.util.Locale;

/** A request's time is over. */
public final class OutOfTimeException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** With the time that the request had. */
  public OutOfTimeException(Duration allowed) {
    super(
        String.format(
            Locale.ROOT,
            "the time of this request, %d ms, is over; X-Deadline-Ms gives it another",
            allowed.toMillis()));
  }
}
