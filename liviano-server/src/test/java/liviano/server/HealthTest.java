package liviano.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** A server of no models starts, says how it is, and stops. */
class HealthTest {

  @Test
  void isLiveAndReadyUntilItIsStopped() throws IOException, InterruptedException {
    LivianoServer server = LivianoServer.builder().start();
    try (server;
        HttpClient client = HttpClient.newHttpClient()) {
      assertThat(server.isReady()).isTrue();
      assertThat(get(client, server, "v2/health/live").body()).isEqualTo("{\"live\":true}");
      assertThat(get(client, server, "v2/health/ready").body()).isEqualTo("{\"ready\":true}");
      assertThat(get(client, server, "healthz").statusCode()).isEqualTo(200);
    }
    assertThat(server.isReady()).isFalse();
  }

  @Test
  void answersWhatItDoesNotHaveWithAnErrorAndAnId() throws IOException, InterruptedException {
    try (LivianoServer server = LivianoServer.builder().start();
        HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> missing = get(client, server, "v3");
      assertThat(missing.statusCode()).isEqualTo(404);
      assertThat(missing.body()).isEqualTo("{\"error\":\"there is nothing at this path\"}");
      assertThat(missing.headers().firstValue("X-Request-Id").orElseThrow())
          .matches("[0-9a-f]{16}");

      HttpResponse<String> posted =
          client.send(
              HttpRequest.newBuilder(uri(server, "healthz"))
                  .POST(BodyPublishers.ofString("well?"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(posted.statusCode()).isEqualTo(405);
      assertThat(posted.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
    }
  }

  private static HttpResponse<String> get(HttpClient client, LivianoServer server, String path)
      throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri(server, path)).build(), BodyHandlers.ofString());
  }

  private static URI uri(LivianoServer server, String path) {
    return server.address().resolve(path);
  }
}
