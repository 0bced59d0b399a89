package liviano.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static liviano.cli.install.LocalServer.chunked;
import static liviano.cli.install.LocalServer.ranges;
import static liviano.cli.install.LocalServer.silence;
import static liviano.cli.install.LocalServer.status;
import static liviano.cli.install.LocalServer.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import liviano.formats.store.Checksum;
import liviano.formats.store.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers of a server of this process, and none of others. */
@Timeout(60)
class HttpsFetcherTest {
  private static final byte[] BODY = "twelve bytes".getBytes(UTF_8);
  private static final Digest DIGEST = Fakes.digest(BODY);

  @TempDir private Path folder;
  private LocalServer server;
  private Fetching fetching;
  private Path file;

  @BeforeEach
  void start() throws IOException {
    server = LocalServer.https();
    fetching = new Fetching();
    file = folder.resolve("file");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Fetcher.Received fetch(LocalServer.Answer... answers) throws IOException {
    server.on("/a/file", answers);
    return fetching.fetch(server.address("/a/file"), DIGEST, file);
  }

  @Test
  void fetchesAFile() throws IOException {
    assertThat(fetch(whole(BODY)).joined()).isFalse();
    assertThat(file).hasBinaryContent(BODY);
    Files.delete(file);
    assertThat(fetch(chunked(BODY)).joined()).isFalse();
    assertThat(file).hasBinaryContent(BODY);
    assertThat(folder).isDirectoryContaining("glob:**/file");
    assertThat(folder.toFile().list()).containsExactly("file");
  }

  @Test
  void sizesThatAreNotAsStatedAreRefusedBeforeTheBody() {
    byte[] longer = "thirteen byte".getBytes(UTF_8);
    assertThatThrownBy(() -> fetch(whole(longer))).hasMessage("it has 13 bytes there, expected 12");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void noMoreIsTakenThanIsWanted() {
    byte[] longer = Fetching.noise(100_000);
    assertThatThrownBy(() -> fetch(chunked(longer))).hasMessage("more than 12 bytes");
    assertThat(file.toFile().length()).isLessThanOrEqualTo(12);
  }

  @Test
  void whatIsNotThereIsSaidSo() {
    assertThatThrownBy(() -> fetch(status(404)))
        .isInstanceOf(AbsentException.class)
        .hasMessage("HTTP status 404");
    assertThatThrownBy(() -> fetch(status(403)))
        .isNotInstanceOf(AbsentException.class)
        .hasMessage("HTTP status 403");
    assertThat(fetching.pauses).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void noAnswerIsNotWaitedForTwice() {
    fetching.with(Fetching.impatient());
    assertThatThrownBy(() -> fetch(silence())).hasMessage("no answer within 0.3 s");
    assertThat(server.requests()).hasSize(1);
  }

  /** It takes connections and says nothing: of what is left each try has half. */
  @Test
  void serversThatStayMuteAreGivenUpTogether() throws IOException {
    fetching.with(new Silence(Duration.ofMillis(1_000)));
    HttpsFetcher fetcher = fetching.fetcher();
    server.on("/a/file", silence(), silence(), silence(), silence(), silence(), whole(BODY));
    Download mute = new Download(server.address("/a/file"), DIGEST);
    List<String> said = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> fetcher.fetch(mute, file, fetching))
          .isInstanceOf(IOException.class)
          .satisfies(failure -> said.add(failure.getMessage()));
    }
    assertThat(said.getFirst()).isEqualTo("no answer within 0.5 s");
    assertThat(said.getLast()).isEqualTo("not asked: nobody has answered for 1.0 s");
    assertThat(server.requests()).hasSizeBetween(1, 4);
  }

  @Test
  void anAnswerEndsTheSilence() throws IOException {
    Silence silence = new Silence(Duration.ofSeconds(20));
    silence.spend(Duration.ofSeconds(15));
    server.on("/a/file", whole(BODY));
    fetching.with(silence).fetch(server.address("/a/file"), DIGEST, file);
    assertThat(silence.share(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(10));
    silence.spend(Duration.ofSeconds(30));
    assertThat(silence.isOver()).isTrue();
  }

  @Test
  void strangersAreNotTrusted() {
    server.on("/a/file", whole(BODY));
    HttpsFetcher usual =
        new HttpsFetcher(
            new Clients(Proxies.of(Map.of()), Optional.empty()),
            Fetching.PATIENCE,
            new Silence(Silence.USUAL),
            Pause.REAL,
            InstantSource.system());
    assertThatThrownBy(
            () -> usual.fetch(new Download(server.address("/a/file"), DIGEST), file, fetching))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("certif");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void nothingButHttpsUnlessOnThisMachine() throws IOException {
    assertThatThrownBy(() -> fetching.fetch(URI.create("http://models.example/f"), DIGEST, file))
        .hasMessage("only HTTPS is used, not http://models.example");
    assertThatThrownBy(() -> fetching.fetch(URI.create("file:///etc/passwd"), DIGEST, file))
        .hasMessage("only HTTPS is used, not file://null");
    try (LocalServer plain = LocalServer.http().on("/file", whole(BODY))) {
      fetching.fetch(plain.address("/file"), DIGEST, file);
    }
    assertThat(file).hasBinaryContent(BODY);
  }

  @Test
  void nobodyListeningIsNotTriedAgain() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThatThrownBy(
            () -> fetching.fetch(URI.create("https://127.0.0.1:" + port + "/f"), DIGEST, file))
        .hasMessage("no connection");
    assertThat(fetching.pauses).isEmpty();
  }

  @Test
  void hostThatNobodyKnows() {
    assertThatThrownBy(() -> fetching.fetch(URI.create("https://models.invalid/f"), DIGEST, file))
        .hasMessage("no such host, or no network");
  }

  /** A server that takes the connection and never speaks TLS, as some firewalls do. */
  @Test
  void connectionThatNeverStandsIsLeft() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Patience patience = Fetching.PATIENCE;
      fetching.with(
          new Patience(
              Duration.ofMillis(300),
              patience.answer(),
              patience.stall(),
              patience.whole(),
              4,
              patience.pause(),
              patience.longestPause()));
      assertThatThrownBy(
              () ->
                  fetching.fetch(
                      URI.create("https://127.0.0.1:" + mute.getLocalPort() + "/f"), DIGEST, file))
          .hasMessage("no connection within 0.3 s");
    }
  }

  @Test
  void fileThatCannotBeWrittenIsAFailureOfTheDisk() throws IOException {
    Files.createDirectory(folder.resolve("file"));
    Files.createFile(folder.resolve("file").resolve("in the way"));
    assertThatThrownBy(() -> fetch(whole(BODY)))
        .isInstanceOfSatisfying(
            FileSystemException.class, e -> assertThat(e.getFile()).isEqualTo(file.toString()));
  }

  @Test
  void endlessFileOfUnknownSizeIsRefused() {
    server.on(
        "/endless",
        (exchange, _) -> {
          exchange.sendResponseHeaders(200, 300L << 20);
          exchange.getResponseBody().write(BODY);
        });
    assertThatThrownBy(() -> fetching.fetch(server.address("/endless"), Digest.UNSTATED, file))
        .hasMessage("it has 314572800 bytes, and at most 268435456 are taken");
  }

  @Test
  void progressIsTold() throws IOException {
    byte[] bytes = Fetching.noise(3_000);
    server.on(
        "/slow",
        (exchange, _) -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes, 0, 1_000);
          exchange.getResponseBody().flush();
          while (!fetching.seen.contains(1_000L)) {
            Thread.onSpinWait();
          }
          exchange.getResponseBody().write(bytes, 1_000, 2_000);
        });
    fetching.fetch(
        server.address("/slow"), new Digest(OptionalLong.of(3_000), new Checksum.Unstated()), file);
    assertThat(file).hasBinaryContent(bytes);
    assertThat(fetching.seen).contains(1_000L);
  }

  @Test
  void rangesAreNotAskedForWhereNothingIsThere() throws IOException {
    fetch(ranges(BODY, "\"1\""));
    assertThat(server.requests().getFirst().header("Range")).isEmpty();
  }
}
