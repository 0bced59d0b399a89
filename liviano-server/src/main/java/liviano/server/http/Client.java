package liviano.server.http;

/**
 * Who asks.
 *
 * @param near whether the request came from this machine, and no other program passed it on; false
 *     where the server has a token, which then counts alone
 * @param authorized whether it carried the server's token; false where the server has none
 */
public record Client(boolean near, boolean authorized) {

  /** Whether it may change what the server has: install or teach models. */
  public boolean isTrusted() {
    return near || authorized;
  }
}
