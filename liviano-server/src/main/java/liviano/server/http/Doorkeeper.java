package liviano.server.http;

import java.util.Map;
import java.util.Optional;

/** Decides who may come in. Called on many threads at a time. */
public interface Doorkeeper {

  /**
   * Lets a request in.
   *
   * @throws HttpException if it may not: 400, 401, 403
   */
  Client admit(Head head);

  /** The answer to a browser that asks what other pages may do; empty for other requests. */
  Optional<Response> preflight(Head head);

  /** Headers that the answer to a request has, whatever it says. */
  Map<String, String> headers(Head head);
}
