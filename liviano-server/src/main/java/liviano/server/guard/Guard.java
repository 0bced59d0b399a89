package liviano.server.guard;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import liviano.json.Json;
import liviano.server.http.Client;
import liviano.server.http.Doorkeeper;
import liviano.server.http.Head;
import liviano.server.http.HttpException;
import liviano.server.http.Response;

/**
 * Keeps other sites' pages out of a server that browsers can reach: by the name that a request
 * gives it, by the page that it comes from, and by the token, where there is one.
 */
public final class Guard implements Doorkeeper {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final String METHODS = "GET, HEAD, POST";
  private static final String TAKEN =
      "Accept, Authorization, Content-Type, Inference-Header-Content-Length, Traceparent,"
          + " X-Deadline-Ms, X-Request-Id";
  private static final String SHOWN =
      "Allow, Content-Disposition, Inference-Header-Content-Length, Retry-After, Server-Timing,"
          + " X-Request-Id";

  /** By these a request tells that another program has passed it on. */
  private static final List<String> PASSED_ON =
      List.of("Forwarded", "Via", "X-Forwarded-For", "X-Real-IP");

  private final ServedNames names;
  private final List<Origin> allowed;
  private final Optional<Token> token;

  /**
   * A guard.
   *
   * @param bound where the server listens
   * @param hosts more names that it is known by
   * @param allowedOrigins of pages that may use it, such as {@code https://example.org}
   * @param token that requests must carry, if any
   * @throws IllegalArgumentException if one of them is no origin
   */
  public Guard(
      InetAddress bound,
      Collection<String> hosts,
      Collection<String> allowedOrigins,
      Optional<String> token) {
    this.names = new ServedNames(bound, hosts);
    this.allowed = allowedOrigins.stream().map(Guard::origin).toList();
    this.token = token.map(Token::new);
  }

  /**
   * @throws IllegalArgumentException if it is no origin
   */
  public static void requireOrigin(String text) {
    origin(text);
  }

  /**
   * @throws IllegalArgumentException if no request can name a host so
   */
  public static void requireName(String text) {
    if (Authority.parse(text).filter(name -> name.port().isEmpty()).isEmpty()) {
      throw new IllegalArgumentException(
          "a host is a name such as example.org, without a port, not " + Json.quote(text));
    }
  }

  private static Origin origin(String text) {
    return Origin.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "an origin is a scheme, a host and a port, as https://example.org:8443, not "
                        + Json.quote(text)));
  }

  @Override
  public void screen(Head head) {
    Optional<Authority> host = host(head);
    if (host.isPresent() && !names.contains(host.get())) {
      throw new HttpException(
          403,
          "this server is not called "
              + Json.quote(host.get().host())
              + ": ask it by a name that it was given by --host");
    }
    if (!SAFE.contains(head.method())) {
      requireOwnPage(head, host);
    }
  }

  /** The name that the request gives the server; older clients give none. */
  private static Optional<Authority> host(Head head) {
    List<String> given = head.headers().all("Host");
    if (given.size() > 1) {
      throw new HttpException(400, "Host is given several times");
    }
    String inTarget = head.target().getRawAuthority();
    if (given.isEmpty() && inTarget == null) {
      if (head.protocol().equals("HTTP/1.0")) {
        return Optional.empty();
      }
      throw new HttpException(400, "the request has no Host");
    }
    String text = inTarget == null ? given.getFirst() : inTarget;
    Optional<Authority> host = Authority.parse(text);
    if (host.isEmpty()) {
      throw new HttpException(400, "Host is no host: " + Json.quote(text));
    }
    return host;
  }

  private void requireOwnPage(Head head, Optional<Authority> host) {
    Optional<String> origin = head.headers().find("Origin");
    if (origin.isPresent()) {
      Optional<Origin> page = Origin.parse(origin.get());
      boolean own = page.isPresent() && host.isPresent() && page.get().isOf(host.get());
      if (!own && !isAllowed(head)) {
        throw new HttpException(
            403, "pages of " + Json.quote(origin.get()) + " may not use this server");
      }
      return;
    }
    String site = head.headers().find("Sec-Fetch-Site").orElse("none").toLowerCase(Locale.ROOT);
    if (!site.equals("none") && !site.equals("same-origin")) {
      throw new HttpException(403, "pages of other sites may not use this server");
    }
  }

  private boolean isAllowed(Head head) {
    List<String> given = head.headers().all("Origin");
    return given.size() == 1
        && Origin.parse(given.getFirst())
            .filter(page -> allowed.stream().anyMatch(page::isSame))
            .isPresent();
  }

  @Override
  public Client identify(Head head, boolean open) {
    boolean near =
        head.loopback() && PASSED_ON.stream().allMatch(h -> head.headers().all(h).isEmpty());
    if (token.isEmpty()) {
      return new Client(near, false);
    }
    Optional<String> given = head.headers().find("Authorization");
    boolean knows = given.filter(token.get()::isIn).isPresent();
    if (!knows && (given.isPresent() || !open)) {
      throw new HttpException(
          401,
          given.isPresent()
              ? "the token is wrong"
              : "this server needs a token: Authorization: Bearer TOKEN",
          Map.of("WWW-Authenticate", "Bearer"));
    }
    return new Client(false, knows);
  }

  @Override
  public Optional<Response> preflight(Head head) {
    boolean asks =
        head.method().equals("OPTIONS")
            && !head.headers().all("Origin").isEmpty()
            && !head.headers().all("Access-Control-Request-Method").isEmpty();
    if (!asks) {
      return Optional.empty();
    }
    if (!isAllowed(head)) {
      throw new HttpException(403, "pages of this origin may not use this server");
    }
    Response answer =
        Response.empty(204)
            .with("Access-Control-Allow-Methods", METHODS)
            .with("Access-Control-Allow-Headers", TAKEN)
            .with("Access-Control-Max-Age", "600");
    boolean network = !head.headers().all("Access-Control-Request-Private-Network").isEmpty();
    return Optional.of(
        network ? answer.with("Access-Control-Allow-Private-Network", "true") : answer);
  }

  @Override
  public Map<String, String> headers(Head head) {
    SequencedMap<String, String> headers = StrictHeaders.all();
    if (!allowed.isEmpty()) {
      headers.put("Vary", "Origin");
      if (isAllowed(head)) {
        headers.put("Access-Control-Allow-Origin", head.headers().all("Origin").getFirst());
        headers.put("Access-Control-Expose-Headers", SHOWN);
      }
    }
    return headers;
  }
}
