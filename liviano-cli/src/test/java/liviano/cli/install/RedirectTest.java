package liviano.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static liviano.cli.install.LocalServer.redirect;
import static liviano.cli.install.LocalServer.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import liviano.formats.store.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers that lead elsewhere; {@code localhost} is another host than {@code 127.0.0.1}. */
@Timeout(60)
class RedirectTest {
  private static final byte[] BODY = "twelve bytes".getBytes(UTF_8);
  private static final Digest DIGEST = Fakes.digest(BODY);

  @TempDir private Path folder;
  private LocalServer server;
  private Path file;

  @BeforeEach
  void start() throws IOException {
    server = LocalServer.https().on("/there", whole(BODY));
    file = folder.resolve("file");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Fetcher.Received fetch(Digest digest) throws IOException {
    return new Fetching().fetch(server.address("/here"), digest, file);
  }

  private String elsewhere() {
    return server.address("localhost", "/there").toString();
  }

  @Test
  void onTheSameHostIsFollowed() throws IOException {
    server.on("/here", redirect("/step")).on("/step", redirect("there"));
    fetch(Digest.UNSTATED);
    assertThat(file).hasBinaryContent(BODY);
  }

  @Test
  void toPlainHttpIsNotFollowed() throws IOException {
    try (LocalServer plain = LocalServer.http().on("/there", whole(BODY))) {
      server.on("/here", redirect(plain.address("/there").toString()));
      assertThatThrownBy(() -> fetch(DIGEST))
          .hasMessage(
              "127.0.0.1 redirects to http://127.0.0.1, which is not HTTPS; that is not followed");
      assertThat(plain.requests()).isEmpty();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void elsewhereIsFollowedWhereTheChecksumIsStated() throws IOException {
    server.on("/here", redirect(elsewhere()));
    fetch(DIGEST);
    assertThat(file).hasBinaryContent(BODY);
  }

  @Test
  void elsewhereIsNotFollowedWhereNoChecksumIsStated() {
    server.on("/here", redirect(elsewhere()));
    assertThatThrownBy(() -> fetch(Digest.UNSTATED))
        .hasMessage(
            "127.0.0.1 redirects to localhost; that is not followed, because no checksum of the"
                + " file is known");
    assertThat(server.requests()).extracting(LocalServer.Request::path).containsExactly("/here");
  }

  @Test
  void elsewhereIsFollowedWhereTheHostSaysTheChecksum() throws Exception {
    String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(BODY));
    server.on("/here", redirect(elsewhere(), "X-Linked-Etag", '"' + sum + '"'));
    assertThat(fetch(Digest.UNSTATED).told()).contains(sum);
    assertThat(file).hasBinaryContent(BODY);
  }

  /** Only the host that was asked may say it: who is led to must not. */
  @Test
  void anotherHostsWordForTheChecksumDoesNotCount() throws IOException {
    Redirects redirects =
        new Redirects(new Download(URI.create("https://a.example/f"), Digest.UNSTATED));
    redirects.follow(new Attempt.Moved("https://cdn.a.example/f", Optional.empty()));
    assertThat(redirects.at()).hasToString("https://cdn.a.example/f");
    assertThatThrownBy(
            () ->
                redirects.follow(
                    new Attempt.Moved("https://evil.example/f", Optional.of("0".repeat(64)))))
        .hasMessageStartingWith("cdn.a.example redirects to evil.example; that is not followed");
    assertThat(redirects.told()).isEmpty();
  }

  @Test
  void onlyTheHostThatWasAskedSeesCredentials() throws IOException {
    server.on("/here", redirect("/step")).on("/step", redirect(elsewhere()));
    Download download =
        new Download(server.address("/here"), DIGEST, Map.of("Authorization", "Bearer secret"));
    new Fetching().fetcher().fetch(download, file, new Fetching());
    assertThat(server.requests())
        .extracting(request -> request.header("Authorization"))
        .containsExactly(
            Optional.of("Bearer secret"), Optional.of("Bearer secret"), Optional.empty());
    assertThat(download.toString()).doesNotContain("secret");
  }

  @Test
  void withoutEndIsLeft() {
    server.on("/here", redirect("/here"));
    assertThatThrownBy(() -> fetch(DIGEST))
        .hasMessage("redirected more than 5 times, last by 127.0.0.1");
    assertThat(server.requests()).hasSize(6);
  }

  @Test
  void toNowhereIsLeft() {
    server.on("/here", redirect("https:///"), redirect("ht tp:"), redirect(""));
    assertThatThrownBy(() -> fetch(DIGEST)).hasMessageContaining("no address");
    assertThatThrownBy(() -> fetch(DIGEST)).hasMessageContaining("no address");
  }
}
