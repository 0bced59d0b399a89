package liviano.server.http;

import java.util.Map;
import java.util.Optional;
import liviano.engine.CancelledException;
import liviano.server.work.BusyException;
import liviano.server.work.OutOfTimeException;
import liviano.vision.MalformedPictureException;

/** What is answered where a handler throws. */
final class Errors {
  private static final String NO_TIME =
      "the time of this request is over; X-Deadline-Ms gives it another";

  private Errors() {}

  /** The answer to what a client can know; empty for faults of the server's own. */
  static Optional<Response> response(Throwable thrown) {
    return switch (thrown) {
      case HttpException e -> Optional.of(e.response());
      case OutOfTimeException e -> Optional.of(Response.error(504, e.getMessage()));
      case BusyException e ->
          Optional.of(
              Response.error(503, e.getMessage())
                  .with("Retry-After", String.valueOf(e.retryAfter().toSeconds())));
      case CancelledException e when e.reason() == CancelledException.Reason.DEADLINE ->
          Optional.of(Response.error(504, NO_TIME));
      case CancelledException _ ->
          Optional.of(
              new HttpException(
                      503,
                      "the server is stopping",
                      Map.of("Retry-After", "5", "Connection", "close"))
                  .response());
      case MalformedPictureException e -> Optional.of(Response.error(422, e.getMessage()));
      default -> Optional.empty();
    };
  }
}
