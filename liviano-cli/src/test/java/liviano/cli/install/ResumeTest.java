package liviano.cli.install;

import static liviano.cli.install.LocalServer.dying;
import static liviano.cli.install.LocalServer.ranges;
import static liviano.cli.install.LocalServer.stalling;
import static liviano.cli.install.LocalServer.status;
import static liviano.cli.install.LocalServer.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import liviano.formats.store.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads that break off and go on, in one run and in the next. */
@Timeout(60)
class ResumeTest {
  private static final byte[] BYTES = Fetching.noise(10_000);
  private static final Digest DIGEST = Fakes.digest(BYTES);

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

  private boolean fetch(Digest digest, LocalServer.Answer... answers) throws IOException {
    server.on("/file", answers);
    return fetching.fetch(server.address("/file"), digest, file).joined();
  }

  private Optional<String> header(int request, String name) {
    return server.requests().get(request).header(name);
  }

  /** A run that ends after so many bytes, as one that is killed does. */
  private void leave(int bytes, String tag) {
    fetching.with(
        new Patience(
            Fetching.PATIENCE.connect(),
            Fetching.PATIENCE.answer(),
            Fetching.PATIENCE.stall(),
            Fetching.PATIENCE.whole(),
            1,
            Duration.ZERO,
            Duration.ZERO));
    assertThatThrownBy(() -> fetch(DIGEST, dying(BYTES, tag, bytes), status(500)))
        .isInstanceOf(IOException.class);
    assertThat(file).hasSize(bytes);
    server.requests().clear();
    fetching = new Fetching();
  }

  @Test
  void whatDiesHalfWayGoesOnFromThere() throws IOException {
    boolean joined =
        fetch(
            DIGEST, dying(BYTES, "\"1\"", 4_000), dying(BYTES, "\"1\"", 5), ranges(BYTES, "\"1\""));
    assertThat(joined).isTrue();
    assertThat(file).hasBinaryContent(BYTES);
    assertThat(header(1, "Range")).contains("bytes=4000-");
    assertThat(header(1, "If-Range")).contains("\"1\"");
    assertThat(header(2, "Range")).contains("bytes=4005-");
    assertThat(fetching.pauses).containsExactly(Duration.ofMillis(500), Duration.ofMillis(500));
    assertThat(fetching.notes.getFirst())
        .isEqualTo("file: the connection broke off after 4,000 bytes; again in 0.5 s");
  }

  @Test
  void whatStallsGoesOnFromThere() throws IOException {
    fetching.with(Fetching.impatient());
    fetch(DIGEST, stalling(BYTES, "\"1\"", 4_000), ranges(BYTES, "\"1\""));
    assertThat(file).hasBinaryContent(BYTES);
    assertThat(header(1, "Range")).contains("bytes=4000-");
    assertThat(fetching.notes.getFirst()).startsWith("file: no byte came for 0.3 s;");
  }

  @Test
  void whatNeverGoesOnIsGivenUp() {
    assertThatThrownBy(() -> fetch(DIGEST, dying(BYTES, "\"1\"", 4_000), dying(BYTES, "\"1\"", 0)))
        .hasMessage("the connection broke off after 4,000 bytes, 4 tries");
    assertThat(fetching.pauses)
        .containsExactly(
            Duration.ofMillis(500), Duration.ofMillis(1_000), Duration.ofMillis(2_000));
  }

  @Test
  void serverThatSendsAllOfItStartsAnew() throws IOException {
    fetch(DIGEST, dying(BYTES, "", 4_000), whole(BYTES));
    assertThat(header(1, "Range")).contains("bytes=4000-");
    assertThat(file).hasBinaryContent(BYTES);
  }

  @Test
  void fileThatChangedMeanwhileStartsAnew() throws IOException {
    byte[] other = BYTES.clone();
    Arrays.fill(other, 0, 100, (byte) 0);
    fetch(DIGEST, dying(other, "\"old\"", 4_000), ranges(BYTES, "\"new\""));
    assertThat(header(1, "If-Range")).contains("\"old\"");
    assertThat(file).hasBinaryContent(BYTES);
  }

  @Test
  void laterRunGoesOn() throws IOException {
    leave(4_000, "\"1\"");
    assertThat(fetch(DIGEST, ranges(BYTES, "\"1\""))).isTrue();
    assertThat(header(0, "Range")).contains("bytes=4000-");
    assertThat(header(0, "If-Range")).contains("\"1\"");
    assertThat(file).hasBinaryContent(BYTES);
    assertThat(folder.toFile().list()).containsExactly("file");
  }

  @Test
  void wholeFileOfAnEarlierRunIsNotFetched() throws IOException {
    leave(4_000, "\"1\"");
    Files.write(file, BYTES);
    assertThat(fetch(DIGEST, status(500))).isTrue();
    assertThat(server.requests()).isEmpty();
    assertThat(file).hasBinaryContent(BYTES);
  }

  @Test
  void rangeBeyondTheEndStartsAnew() throws IOException {
    leave(4_000, "\"1\"");
    assertThat(fetch(DIGEST, status(416), ranges(BYTES, "\"1\""))).isTrue();
    assertThat(header(1, "Range")).isEmpty();
    assertThat(file).hasBinaryContent(BYTES);
  }

  @Test
  void anotherPartThanAskedForIsRefused() {
    leave(4_000, "\"1\"");
    assertThatThrownBy(() -> fetch(DIGEST, status(206, "Content-Range", "bytes 3000-9999/10000")))
        .hasMessage("it sends another part than was asked for");
  }

  @Test
  void beginningFromAnotherAddressIsNotUsed() throws IOException {
    leave(4_000, "\"1\"");
    server.on("/other", ranges(BYTES, "\"1\""));
    fetching.fetch(server.address("/other"), DIGEST, file);
    assertThat(header(0, "Range")).isEmpty();
    assertThat(file).hasBinaryContent(BYTES);
  }

  @Test
  void beginningWithoutItsNoteIsNotUsed() throws IOException {
    Files.write(file, new byte[4_000]);
    fetch(DIGEST, ranges(BYTES, "\"1\""));
    assertThat(header(0, "Range")).isEmpty();
    assertThat(file).hasBinaryContent(BYTES);
  }

  /** Nothing would notice that the file is made of two. */
  @Test
  void fileWithoutAChecksumIsNotGoneOnFromInALaterRun() throws IOException {
    leave(4_000, "\"1\"");
    fetch(Digest.UNSTATED, ranges(BYTES, "\"1\""));
    assertThat(header(0, "Range")).isEmpty();
    assertThat(file).hasBinaryContent(BYTES);
  }

  @Test
  void fileWithoutAChecksumGoesOnOnlyIfTheServerKnowsItsVersion() throws IOException {
    fetch(Digest.UNSTATED, dying(BYTES, "", 4_000), ranges(BYTES, ""));
    assertThat(header(1, "Range")).isEmpty();
    Files.delete(file);
    server.requests().clear();
    fetch(Digest.UNSTATED, dying(BYTES, "\"1\"", 4_000), ranges(BYTES, "\"1\""));
    assertThat(header(1, "Range")).contains("bytes=4000-");
    assertThat(file).hasBinaryContent(BYTES);
  }

  @Test
  void weakTagsAreNoSign() throws IOException {
    fetch(DIGEST, dying(BYTES, "W/\"1\"", 4_000), whole(BYTES));
    assertThat(header(1, "If-Range")).isEmpty();
    assertThat(file).hasBinaryContent(BYTES);
  }
}
