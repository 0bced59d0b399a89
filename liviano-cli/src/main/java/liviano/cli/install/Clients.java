package liviano.cli.install;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Makes what talks HTTP: through the proxies of the user, and never on to another address by
 * itself.
 *
 * @param trust whose certificates are believed; empty for those that the JDK believes
 */
record Clients(Proxies proxies, Optional<SSLContext> trust) {
  /** Empties what the JDK reads once, when its first client is made. */
  private static final String DISABLED_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

  static {
    // By default no proxy on the way to an HTTPS address is ever told its password.
    if (System.getProperty(DISABLED_SCHEMES) == null) {
      System.setProperty(DISABLED_SCHEMES, "");
    }
  }

  /**
   * A new client; whoever asks for it ends it.
   *
   * @param connect how long a connection may take
   */
  HttpClient open(Duration connect) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connect)
            .proxy(proxies);
    trust.ifPresent(builder::sslContext);
    proxies.authenticator().ifPresent(builder::authenticator);
    return builder.build();
  }

  /** The proxy on the way to an address, as {@code host:port}. */
  Optional<String> proxy(URI address) {
    return proxies.select(address).stream()
        .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
        .map(proxy -> (InetSocketAddress) proxy.address())
        .map(at -> String.format(Locale.ROOT, "%s:%d", at.getHostString(), at.getPort()))
        .findFirst();
  }
}
