package liviano.server.tasks;

import liviano.server.http.Client;
import liviano.server.http.HttpException;

/** Who may change what a server has. */
public final class Trust {
  private Trust() {}

  /**
   * Lets clients on this machine pass, and those with the server's token.
   *
   * @param what they would do
   * @throws HttpException 403 for the others
   */
  public static void require(Client client, String what) {
    if (!client.isTrusted()) {
      throw new HttpException(
          403, "only clients on the server's own machine, or with its token, may " + what);
    }
  }
}
