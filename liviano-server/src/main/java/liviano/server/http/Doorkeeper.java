package liviano.server.http;

import java.util.Map;
import java.util.Optional;

/** Decides who may come in. Called on many threads at a time. */
public interface Doorkeeper {

  /**
   * Refuses requests that come by a wrong name or from a wrong page, before anything else is looked
   * at.
   *
   * @throws HttpException 400 or 403
   */
  void screen(Head head);

  /**
   * Says who asks.
   *
   * @param open whether everybody may ask this
   * @throws HttpException 401 if the server has a token, and the request has none or another
   */
  Client identify(Head head, boolean open);

  /** The answer to a browser that asks what other pages may do; empty for other requests. */
  Optional<Response> preflight(Head head);

  /** Headers that the answer to a request has, whatever it says. */
  Map<String, String> headers(Head head);
}
