package liviano.cli.install;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Where an answer may lead: from HTTPS to HTTPS, a few times. A file whose checksum is stated may
 * come from any host, because the checksum decides; so may one whose checksum the host that was
 * asked says with its answer. Any other comes from that host, or from one below it ({@code
 * cdn.example.com} for {@code example.com}).
 */
final class Redirects {
  private static final int MOST = 5;

  private final Download download;
  private Optional<String> told = Optional.empty();
  private URI at;
  private int count;

  Redirects(Download download) {
    this.download = download;
    this.at = download.address();
  }

  /** The address to ask next. */
  URI at() {
    return at;
  }

  /** The file's SHA-256, if the host of its address said it. */
  Optional<String> told() {
    return told;
  }

  /** Whether that is still the host of the download's address, which alone may see its headers. */
  boolean isHome() {
    URI home = download.address();
    return home.getScheme().equals(at.getScheme())
        && home.getHost().equalsIgnoreCase(at.getHost())
        && home.getPort() == at.getPort();
  }

  /**
   * Follows an answer.
   *
   * @throws IOException if it must not be followed
   */
  void follow(Attempt.Moved moved) throws IOException {
    if (++count > MOST) {
      throw new IOException(
          String.format(Locale.ROOT, "redirected more than %d times, last by %s", MOST, host(at)));
    }
    if (isHome() && !download.digest().isStated()) {
      told = moved.sha256();
    }
    URI next = resolve(moved.location());
    if (!"https".equalsIgnoreCase(next.getScheme()) || next.getHost() == null) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s redirects to %s, which is not HTTPS; that is not followed",
              host(at),
              next.getHost() == null ? "no address" : next.getScheme() + "://" + next.getHost()));
    }
    boolean isKnown = download.digest().isStated() || told.isPresent();
    if (!isKnown && !isBelow(next.getHost(), download.address().getHost())) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s redirects to %s; that is not followed, because no checksum of the file is known",
              host(at),
              next.getHost()));
    }
    at = next;
  }

  private URI resolve(String location) throws IOException {
    try {
      return at.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new IOException(host(at) + " redirects to what is no address", e);
    }
  }

  private static boolean isBelow(String host, String home) {
    String lower = host.toLowerCase(Locale.ROOT);
    String above = home.toLowerCase(Locale.ROOT);
    return lower.equals(above) || lower.endsWith("." + above);
  }

  private static String host(URI address) {
    return address.getHost();
  }
}
