package liviano.server.guard;

import java.util.Locale;
import java.util.Optional;

/**
 * Where a page is from, as {@code Origin} has it.
 *
 * @param scheme {@code http} or {@code https}
 * @param authority host and port
 */
record Origin(String scheme, Authority authority) {

  /** Empty for {@code null}, which stands for no origin that can be named, and for other texts. */
  static Optional<Origin> parse(String text) {
    String small = text.toLowerCase(Locale.ROOT);
    for (String scheme : new String[] {"http", "https"}) {
      if (small.startsWith(scheme + "://")) {
        return Authority.parse(small.substring(scheme.length() + 3))
            .map(authority -> new Origin(scheme, authority));
      }
    }
    return Optional.empty();
  }

  private int usualPort() {
    return scheme.equals("https") ? 443 : 80;
  }

  /**
   * Whether it is that of the server itself. Its scheme is the page's: a proxy may speak TLS in
   * place of the server.
   */
  boolean isOf(Authority host) {
    return authority.host().equals(host.host())
        && authority.portOr(usualPort()) == host.portOr(usualPort());
  }

  boolean isSame(Origin other) {
    return scheme.equals(other.scheme) && isOf(other.authority);
  }
}
