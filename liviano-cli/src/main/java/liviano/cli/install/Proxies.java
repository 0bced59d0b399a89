package liviano.cli.install;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import liviano.cli.UsageException;

/**
 * The proxies of the user: those of the JDK's properties ({@code https.proxyHost} and the like) if
 * they are set, else what the environment says as for other programs, {@code https_proxy} or {@code
 * HTTPS_PROXY} (or {@code all_proxy}), but for the hosts of {@code no_proxy} or {@code NO_PROXY}.
 */
final class Proxies extends ProxySelector {
  private static final int USUAL_PORT = 80;
  private static final String HIDDEN = "the proxy of the environment (%s)";

  private final Optional<InetSocketAddress> proxy;
  private final Optional<PasswordAuthentication> password;
  private final List<String> direct;

  private Proxies(
      Optional<InetSocketAddress> proxy,
      Optional<PasswordAuthentication> password,
      List<String> direct) {
    this.proxy = proxy;
    this.password = password;
    this.direct = direct;
  }

  /**
   * Those of an environment.
   *
   * @throws UsageException if it names a proxy of a kind that is not supported
   */
  static Proxies of(Map<String, String> environment) {
    Optional<String> name =
        Stream.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
            .filter(variable -> !environment.getOrDefault(variable, "").isBlank())
            .findFirst();
    String direct = environment.getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""));
    return name.map(variable -> of(variable, environment.get(variable).strip(), direct))
        .orElseGet(() -> new Proxies(Optional.empty(), Optional.empty(), List.of()));
  }

  /**
   * A proxy.
   *
   * @param variable what named it, for messages
   * @param direct hosts that are asked without it, with commas between them
   */
  static Proxies of(String variable, String address, String direct) {
    URI uri = parse(variable, address.contains("://") ? address : "http://" + address);
    if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              HIDDEN
                  + " is not supported: expected http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT",
              variable));
    }
    int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
    return new Proxies(
        Optional.of(InetSocketAddress.createUnresolved(uri.getHost(), port)),
        Optional.ofNullable(uri.getRawUserInfo()).map(Proxies::password),
        Arrays.stream(direct.split("[,\\s]+")).filter(host -> !host.isEmpty()).toList());
  }

  private static URI parse(String variable, String address) {
    try {
      return URI.create(address);
    } catch (IllegalArgumentException e) {
      // Without the cause, which quotes the address with its password.
      throw new UsageException(
          String.format(
              Locale.ROOT,
              HIDDEN + " is no address; in user and password, write %%40 for @ and the like",
              variable));
    }
  }

  private static PasswordAuthentication password(String userInfo) {
    int colon = userInfo.indexOf(':');
    String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
    String secret = colon < 0 ? "" : userInfo.substring(colon + 1);
    return new PasswordAuthentication(decode(user), decode(secret).toCharArray());
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Who tells the proxy, and nobody else, user and password; empty if there are none. */
  Optional<Authenticator> authenticator() {
    return password.map(
        secret ->
            new Authenticator() {
              @Override
              protected PasswordAuthentication getPasswordAuthentication() {
                return getRequestorType() == RequestorType.PROXY ? secret : null;
              }
            });
  }

  @Override
  public List<Proxy> select(URI address) {
    if (System.getProperty("https.proxyHost") != null
        || Boolean.getBoolean("java.net.useSystemProxies")) {
      return ProxySelector.getDefault().select(address);
    }
    return List.of(
        proxy
            .filter(_ -> !Addresses.isLoopback(address.getHost()) && !isDirect(address))
            .map(at -> new Proxy(Proxy.Type.HTTP, at))
            .orElse(Proxy.NO_PROXY));
  }

  private boolean isDirect(URI address) {
    String host = address.getHost().toLowerCase(Locale.ROOT);
    int port = address.getPort() < 0 ? 443 : address.getPort();
    return direct.stream()
        .map(entry -> entry.toLowerCase(Locale.ROOT))
        .anyMatch(
            entry -> entry.equals("*") || fits(entry, host) || fits(entry, host + ":" + port));
  }

  /** A domain stands for all hosts in it, with and without a dot (or star and dot) before it. */
  private static boolean fits(String entry, String host) {
    String domain = entry.replaceFirst("^\\*?\\.", "");
    return host.equals(domain) || host.endsWith("." + domain);
  }

  @Override
  public void connectFailed(URI address, SocketAddress at, IOException failure) {
    // The fetcher says so.
  }
}
