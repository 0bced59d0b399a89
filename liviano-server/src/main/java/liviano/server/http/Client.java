package liviano.server.http;

/**
 * Who asks.
 *
 * @param loopback whether the request came over the loopback address
 * @param authorized whether it carried the server's token; false where the server has none
 */
public record Client(boolean loopback, boolean authorized) {

  /** Whether it may change what the server has: install or teach models. */
  public boolean isTrusted() {
    return loopback || authorized;
  }
}
