package liviano.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Where requests go: plain HTTP to this machine, since shares of its cores are measured.
 *
 * @param uri as it was given
 * @param address the same, resolved
 * @param token sent with each request, if the server asks for one
 */
record Target(URI uri, InetSocketAddress address, Optional<String> token) {
  private static final int HTTP = 80;

  /**
   * @throws IllegalArgumentException if the address is none of this machine's own, in one line
   * @throws IOException if its name does not resolve
   */
  static Target of(String text, Optional<String> token) throws IOException {
    URI uri = URI.create(text);
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException(text + ": an address is http://127.0.0.1:PORT/PATH");
    }
    InetAddress host = InetAddress.getByName(uri.getHost());
    if (!host.isLoopbackAddress()) {
      throw new IllegalArgumentException(text + ": only servers of this machine are loaded");
    }
    int port = uri.getPort() < 0 ? HTTP : uri.getPort();
    return new Target(uri, new InetSocketAddress(host, port), token);
  }

  /** The bytes of a request with a body. */
  byte[] post(byte[] body, String mediaType) {
    String entity =
        String.format(
            Locale.ROOT, "Content-Type: %s\r\nContent-Length: %d\r\n", mediaType, body.length);
    byte[] head = head("POST", pathAndQuery(), entity);
    byte[] request = new byte[Math.addExact(head.length, body.length)];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }

  /** The bytes of a request without a body, for a path of the same server. */
  byte[] get(String path) {
    return head("GET", path, "");
  }

  private byte[] head(String method, String path, String entity) {
    String authorization = token.map(word -> "Authorization: Bearer " + word + "\r\n").orElse("");
    String head =
        String.format(
            Locale.ROOT,
            "%s %s HTTP/1.1\r\nHost: %s\r\n%s%s\r\n",
            method,
            path,
            uri.getRawAuthority(),
            authorization,
            entity);
    return head.getBytes(StandardCharsets.ISO_8859_1);
  }

  private String pathAndQuery() {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }
}
