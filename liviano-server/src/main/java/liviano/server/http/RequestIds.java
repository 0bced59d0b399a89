package liviano.server.http;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Names of requests. */
final class RequestIds {
  private RequestIds() {}

  /** That of the request if it is harmless in headers and logs, else a new one. */
  static String of(Headers headers) {
    List<String> given = headers.all("X-Request-Id");
    return given.size() == 1 && given.getFirst().matches("[A-Za-z0-9._-]{1,64}")
        ? given.getFirst()
        : fresh();
  }

  /** 16 hexadecimal digits. Nothing is guarded by it, so it need not be hard to guess. */
  private static String fresh() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
