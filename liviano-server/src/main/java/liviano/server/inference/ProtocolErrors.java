package liviano.server.inference;

import java.util.Locale;
import liviano.json.Json;
import liviano.server.http.HttpException;

/** Requests that are not as the protocol or the model wants them. */
final class ProtocolErrors {
  private ProtocolErrors() {}

  /** A request that is answered with status 400. */
  static HttpException bad(String format, Object... arguments) {
    return new HttpException(400, String.format(Locale.ROOT, format, arguments));
  }

  /** An input as messages name it. */
  static String input(String name) {
    return "input " + Json.quote(name);
  }

  /** An output as messages name it. */
  static String output(String name) {
    return "output " + Json.quote(name);
  }
}
