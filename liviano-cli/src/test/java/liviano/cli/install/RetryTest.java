package liviano.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static liviano.cli.install.LocalServer.status;
import static liviano.cli.install.LocalServer.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import liviano.formats.store.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are busy or in trouble, and how long they are waited for. */
@Timeout(60)
class RetryTest {
  private static final byte[] BODY = "twelve bytes".getBytes(UTF_8);
  private static final Digest DIGEST = Fakes.digest(BODY);

  @TempDir private Path folder;
  private LocalServer server;
  private final Fetching fetching = new Fetching();

  @BeforeEach
  void start() throws IOException {
    server = LocalServer.https();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Path fetch(LocalServer.Answer... answers) throws IOException {
    Path file = folder.resolve("file");
    server.on("/file", answers);
    fetching.fetch(server.address("/file"), DIGEST, file);
    return file;
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void troubleThatPassesIsWaitedFor(int status) throws IOException {
    assertThat(fetch(status(status), status(status), whole(BODY))).hasBinaryContent(BODY);
    assertThat(fetching.pauses).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(fetching.notes)
        .containsExactly(
            "file: HTTP status " + status + "; again in 0.5 s",
            "file: HTTP status " + status + "; again in 1.0 s");
  }

  @Test
  void troubleThatStaysIsLeft() {
    assertThatThrownBy(() -> fetch(status(500))).hasMessage("HTTP status 500, 4 tries");
    assertThat(server.requests()).hasSize(4);
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | 3",
        "0 | 0",
        "Fri, 02 Jan 2026 03:04:12 GMT | 7",
        "Fri, 02 Jan 2026 03:04:01 GMT | 0"
      })
  void serverSaysHowLong(String header, long seconds) throws IOException {
    assertThat(fetch(status(429, "Retry-After", header), whole(BODY))).hasBinaryContent(BODY);
    assertThat(fetching.pauses).containsExactly(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-1", "", "99999999999", "3.5"})
  void whatIsNoTimeIsIgnored(String header) throws IOException {
    assertThat(fetch(status(503, "Retry-After", header), whole(BODY))).hasBinaryContent(BODY);
    assertThat(fetching.pauses).containsExactly(Duration.ofMillis(500));
  }

  @Test
  void tooLongIsNotWaited() {
    assertThatThrownBy(() -> fetch(status(429, "Retry-After", "3600"), whole(BODY)))
        .hasMessage("HTTP status 429, and asks to wait 3,600 s");
    assertThat(fetching.pauses).isEmpty();
  }

  @Test
  void connectionThatIsCutBeforeTheAnswerIsTriedAgain() throws IOException {
    LocalServer.Answer cut = (exchange, _) -> exchange.close();
    assertThatThrownBy(() -> fetch(cut))
        .hasMessage("the connection broke off before an answer, 4 tries");
    assertThat(fetch(cut, whole(BODY))).hasBinaryContent(BODY);
  }
}
