package liviano.server.models;

import java.util.Map;
import liviano.server.ModelSource.Stamp;
import liviano.server.http.HttpException;

/** A load that failed: told to all who ask until it is tried again. */
record Failure(Stamp stamp, long nanos, int status, String message) {
  HttpException exception() {
    return new HttpException(
        status, message, Map.of("Retry-After", String.valueOf(Models.PAUSE.toSeconds())));
  }

  boolean isOver(Stamp now) {
    return !stamp.equals(now) || System.nanoTime() - nanos > Models.PAUSE.toNanos();
  }
}
