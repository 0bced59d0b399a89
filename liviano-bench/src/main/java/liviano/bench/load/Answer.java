package liviano.bench.load;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What came back.
 *
 * @param retryAfter seconds that the server asks to wait
 * @param stages milliseconds by the names of {@code Server-Timing}
 */
record Answer(int status, OptionalLong retryAfter, Map<String, Double> stages, byte[] body) {
  private static final int OK = 200;

  boolean isDone() {
    return status == OK;
  }
}
