package liviano.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import liviano.server.http.RawClient;
import liviano.server.http.RawClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the settings of a server do, seen from outside. */
class LivianoServerTest {

  private static Answer get(LivianoServer server, String target, String... headers)
      throws IOException {
    StringBuilder request =
        new StringBuilder("GET " + target + " HTTP/1.1\r\nConnection: close\r\n");
    for (String header : headers.length == 0 ? new String[] {"Host: localhost"} : headers) {
      request.append(header).append("\r\n");
    }
    try (RawClient client =
        new RawClient(
            new InetSocketAddress(server.address().getHost(), server.address().getPort()))) {
      return client.send(request + "\r\n").answer();
    }
  }

  @Test
  void answersToItsOwnNamesAlone() throws IOException {
    try (LivianoServer server = LivianoServer.builder().hosts(List.of("cats.example")).start()) {
      assertThat(get(server, "/healthz").status()).isEqualTo(200);
      assertThat(get(server, "/healthz", "Host: cats.example").status()).isEqualTo(200);
      Answer rebound = get(server, "/healthz", "Host: evil.example");
      assertThat(rebound.status()).isEqualTo(403);
      assertThat(rebound.header("Content-Security-Policy")).contains("default-src 'none'");
      assertThat(get(server, "/nothing", "Host: evil.example").status()).isEqualTo(403);
      assertThat(get(server, "/healthz", "Host: localhost", "Host: evil.example").status())
          .isEqualTo(400);
    }
  }

  @Test
  void aTokenIsNeededForAllButHealth() throws IOException {
    try (LivianoServer server = LivianoServer.builder().token("open-sesame").start()) {
      assertThat(get(server, "/v2/health/ready").status()).isEqualTo(200);
      Answer refused = get(server, "/metrics");
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
      assertThat(
              get(server, "/metrics", "Host: localhost", "Authorization: Bearer open-sesame")
                  .status())
          .isEqualTo(200);
    }
  }

  @Test
  void everythingIsBelowTheBasePath() throws IOException {
    try (LivianoServer server = LivianoServer.builder().basePath("/vision/api").start()) {
      assertThat(server.address().getPath()).isEqualTo("/vision/api/");
      assertThat(get(server, "/vision/api/healthz").status()).isEqualTo(200);
      assertThat(get(server, "/healthz").status()).isEqualTo(404);
      assertThat(get(server, "/vision").status()).isEqualTo(404);
      Answer moved = get(server, "/vision/api");
      assertThat(moved.status()).isEqualTo(308);
      assertThat(moved.header("Location")).isEqualTo("/vision/api/");
    }
  }

  @Test
  void requestsAreCountedAndLogged() throws IOException, InterruptedException {
    List<String> log = new CopyOnWriteArrayList<>();
    try (LivianoServer server = LivianoServer.builder().requestLog(log::add).start()) {
      get(server, "/nothing/of/the/kind");
      get(server, "/healthz", "Host: localhost", "X-Request-Id: mine");
      while (log.size() < 2) {
        Thread.sleep(1); // the line is written when the answer is out
      }
      Answer metrics = get(server, "/metrics");
      assertThat(metrics.header("Content-Type"))
          .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
      assertThat(metrics.body())
          .contains("liviano_requests_total{route=\"none\",status=\"404\"} 1")
          .contains("liviano_requests_total{route=\"/healthz\",status=\"200\"} 1")
          .doesNotContain("kind");
      assertThat(log).anyMatch(line -> line.contains("\"id\":\"mine\""));
      assertThat(log).noneMatch(line -> line.contains("kind"));
    }
  }

  @Test
  void aPortThatIsTakenIsAnError() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      assertThatThrownBy(() -> LivianoServer.builder().port(taken.getLocalPort()).start())
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aModelThatIsToBeWarmAndCannotBeLoadedIsAnError() {
    ModelSource away =
        () -> {
          throw new IOException("the disk is away");
        };
    assertThatThrownBy(() -> LivianoServer.builder().models(away).warm(true).start())
        .isInstanceOf(IOException.class)
        .hasMessage("the disk is away");
  }

  @Test
  void canBeStoppedTwice() throws IOException {
    LivianoServer server = LivianoServer.builder().start();
    server.close();
    server.close();
    assertThat(server.isReady()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"vision", "/vision/", "/../x", "/a b", "//"})
  void basePathsMustBeSlashesAndWords(String path) {
    assertThatThrownBy(() -> LivianoServer.builder().basePath(path))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "with a blank", "line\nbreak"})
  void tokensMustFitIntoAHeader(String token) {
    assertThatThrownBy(() -> LivianoServer.builder().token(token))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("blank");
  }
}
