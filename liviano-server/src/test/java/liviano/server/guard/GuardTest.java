package liviano.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.server.http.Head;
import liviano.server.http.Headers;
import liviano.server.http.HttpException;
import liviano.server.http.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other sites do not get in, whatever they try; clients without a page do. */
class GuardTest {
  private static final Guard LOCAL = guard("127.0.0.1", List.of(), List.of(), Optional.empty());

  private static Guard guard(
      String bind, List<String> hosts, List<String> origins, Optional<String> token) {
    try {
      return new Guard(InetAddress.getByName(bind), hosts, origins, token);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Headers are names and values alternately. */
  private static Head head(String method, String... headers) {
    return head("HTTP/1.1", method, "/v1/detect", true, headers);
  }

  private static Head head(
      String protocol, String method, String target, boolean near, String... headers) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      all.computeIfAbsent(headers[i], _ -> new ArrayList<>()).add(headers[i + 1]);
    }
    return new Head("id", method, protocol, URI.create(target), Headers.of(all), near);
  }

  private static void assertRefused(int status, Guard guard, Head head) {
    assertThatThrownBy(() -> guard.screen(head))
        .isInstanceOfSatisfying(HttpException.class, e -> assertThat(e.status()).isEqualTo(status));
  }

  private static void assertLetIn(Guard guard, Head head) {
    assertThatCode(() -> guard.screen(head)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8080",
        "LocalHost.:1",
        "127.0.0.1",
        "127.0.0.1:99",
        "[::1]:8080"
      })
  void itsOwnNamesAreServed(String host) {
    assertLetIn(LOCAL, head("GET", "Host", host));
    assertLetIn(LOCAL, head("POST", "Host", host));
  }

  /** A name of another site that was made to lead here. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "192.168.1.5",
        "0.0.0.0:8080",
        "[::2]"
      })
  void otherNamesAreRefused(String host) {
    assertRefused(403, LOCAL, head("GET", "Host", host));
    assertRefused(403, LOCAL, head("POST", "Host", host));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "evil.example/x", "user@localhost", "localhost:", "a:b:c"})
  void whatIsNoHostIsRefused(String host) {
    assertRefused(400, LOCAL, head("GET", "Host", host));
  }

  @Test
  void oneHostIsNeeded() {
    assertRefused(400, LOCAL, head("GET"));
    assertRefused(400, LOCAL, head("GET", "Host", "localhost", "Host", "evil.example"));
    assertLetIn(LOCAL, head("HTTP/1.0", "GET", "/", true));
  }

  @Test
  void theHostOfAWholeAddressCounts() {
    Head evil = head("HTTP/1.1", "GET", "http://evil.example/", true, "Host", "localhost");
    assertRefused(403, LOCAL, evil);
    assertLetIn(LOCAL, head("HTTP/1.1", "GET", "http://localhost/", true, "Host", "evil.example"));
  }

  @Test
  void namesAreAddedByOption() {
    Guard named = guard("127.0.0.1", List.of("Vision.Example.org"), List.of(), Optional.empty());
    assertLetIn(named, head("GET", "Host", "vision.example.org:443"));
    assertRefused(403, named, head("GET", "Host", "x.vision.example.org"));
  }

  /** No name server can turn an address into another. */
  @Test
  void whereEveryAddressIsServedRequestsMayNameAny() {
    Guard everywhere = guard("0.0.0.0", List.of(), List.of(), Optional.empty());
    assertLetIn(everywhere, head("GET", "Host", "10.1.2.3:8080"));
    assertLetIn(everywhere, head("GET", "Host", "[fd00::1]"));
    assertRefused(403, everywhere, head("GET", "Host", "evil.example"));
    assertLetIn(
        guard("127.0.0.9", List.of(), List.of(), Optional.empty()),
        head("GET", "Host", "127.0.0.9"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080, localhost:8080",
    "http://127.0.0.1, 127.0.0.1:80",
    "https://localhost, localhost",
    "https://localhost:443, localhost:443",
  })
  void itsOwnPageMayPost(String origin, String host) {
    assertLetIn(LOCAL, head("POST", "Host", host, "Origin", origin));
  }

  /** A form or a script of another site; another program's page on this machine too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "http://evil.example",
        "http://localhost:3000",
        "http://localhost",
        "http://127.0.0.1:8080",
        "http://localhost.evil.example:8080",
        "file://",
        "chrome-extension://abc",
        ""
      })
  void otherPagesMayNotPost(String origin) {
    assertRefused(403, LOCAL, head("POST", "Host", "localhost:8080", "Origin", origin));
    assertRefused(403, LOCAL, head("DELETE", "Host", "localhost:8080", "Origin", origin));
  }

  @Test
  void formsOfOtherSitesMayNotPostWithoutAnOriginEither() {
    for (String site : List.of("cross-site", "same-site", "Cross-Site", "new-kind")) {
      assertRefused(403, LOCAL, head("POST", "Host", "localhost", "Sec-Fetch-Site", site));
    }
    assertLetIn(LOCAL, head("POST", "Host", "localhost", "Sec-Fetch-Site", "same-origin"));
    assertLetIn(LOCAL, head("POST", "Host", "localhost", "Sec-Fetch-Site", "none"));
    assertLetIn(LOCAL, head("POST", "Host", "localhost"));
  }

  @Test
  void pagesOfAllowedOriginsMayPostAndReadTheAnswer() {
    Guard guard = guard("127.0.0.1", List.of(), List.of("https://app.example"), Optional.empty());
    Head post =
        head(
            "POST",
            "Host",
            "localhost",
            "Origin",
            "https://app.example",
            "Sec-Fetch-Site",
            "cross-site");
    assertLetIn(guard, post);
    assertThat(guard.headers(post))
        .containsEntry("Access-Control-Allow-Origin", "https://app.example")
        .containsEntry("Vary", "Origin");

    Head other = head("POST", "Host", "localhost", "Origin", "http://app.example");
    assertRefused(403, guard, other);
    assertThat(guard.headers(other))
        .doesNotContainKey("Access-Control-Allow-Origin")
        .containsEntry("Vary", "Origin");
  }

  @Test
  void withoutAnAllowedOriginNoPageMayReadAnything() {
    Head head = head("GET", "Host", "localhost", "Origin", "https://app.example");
    assertThat(LOCAL.headers(head).keySet()).noneMatch(name -> name.startsWith("Access-Control"));
    Head asks =
        head(
            "OPTIONS",
            "Host",
            "localhost",
            "Origin",
            "https://app.example",
            "Access-Control-Request-Method",
            "POST");
    assertThatThrownBy(() -> LOCAL.preflight(asks)).isInstanceOf(HttpException.class);
  }

  @Test
  void preflightsOfAllowedOriginsAreAnswered() {
    Guard guard =
        guard("127.0.0.1", List.of(), List.of("https://app.example"), Optional.of("secret-token"));
    Head asks =
        head(
            "OPTIONS",
            "Host",
            "localhost",
            "Origin",
            "https://app.example",
            "Access-Control-Request-Method",
            "POST");
    Response answer = guard.preflight(asks).orElseThrow();
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("access-control-allow-headers")).contains("Authorization");
    assertThat(guard.preflight(head("OPTIONS", "Host", "localhost"))).isEmpty();
  }

  @Test
  void theTokenIsAskedForAndCompared() {
    Guard guard = guard("127.0.0.1", List.of(), List.of(), Optional.of("secret-token"));
    for (String wrong :
        List.of("Bearer secret-toke", "Bearer secret-token2", "Basic x", "", "Bearer")) {
      assertUnknown(guard, head("GET", "Host", "localhost", "Authorization", wrong), false);
      assertUnknown(guard, head("GET", "Host", "localhost", "Authorization", wrong), true);
    }
    assertUnknown(guard, head("GET", "Host", "localhost"), false);
    assertThat(guard.identify(head("GET", "Host", "localhost"), true).isTrusted()).isFalse();
    Head knows = head("GET", "Host", "localhost", "Authorization", "bearer secret-token");
    assertThat(guard.identify(knows, false).isTrusted()).isTrue();
  }

  private static void assertUnknown(Guard guard, Head head, boolean open) {
    assertThatThrownBy(() -> guard.identify(head, open))
        .isInstanceOfSatisfying(
            HttpException.class,
            e -> {
              assertThat(e.status()).isEqualTo(401);
              assertThat(e.response().header("WWW-Authenticate")).isEqualTo("Bearer");
            });
  }

  @Test
  void withoutATokenThisMachineIsTrustedUnlessItPassesRequestsOn() {
    assertThat(LOCAL.identify(head("POST", "Host", "localhost"), false).isTrusted()).isTrue();
    Head far = head("HTTP/1.1", "POST", "/", false, "Host", "localhost");
    assertThat(LOCAL.identify(far, false).isTrusted()).isFalse();
    Head passed = head("POST", "Host", "localhost", "X-Forwarded-For", "10.0.0.1");
    assertThat(LOCAL.identify(passed, false).isTrusted()).isFalse();
  }

  @Test
  void browsersAreToldToBeStrict() {
    Map<String, String> headers = LOCAL.headers(head("GET", "Host", "localhost"));
    assertThat(headers.get("Content-Security-Policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(headers)
        .containsEntry("X-Content-Type-Options", "nosniff")
        .containsEntry("Referrer-Policy", "no-referrer")
        .containsEntry("Cross-Origin-Opener-Policy", "same-origin")
        .containsEntry("Cross-Origin-Resource-Policy", "same-origin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.org", "*", "https://", "https://a/b", "null"})
  void allowedOriginsMustBeOrigins(String origin) {
    assertThatThrownBy(() -> guard("127.0.0.1", List.of(), List.of(origin), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
