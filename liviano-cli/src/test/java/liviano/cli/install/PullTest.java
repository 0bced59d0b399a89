package liviano.cli.install;

import static liviano.cli.install.LocalServer.dying;
import static liviano.cli.install.LocalServer.ranges;
import static liviano.cli.install.LocalServer.status;
import static liviano.cli.install.LocalServer.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import liviano.cli.CommandException;
import liviano.formats.store.Digest;
import liviano.formats.store.Published;
import liviano.formats.store.Source;
import liviano.model.Model;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pulls of a tiny model from a server of this process, in the forms in which others publish. */
@Timeout(60)
class PullTest {
  @TempDir private Path folder;
  private Fakes world;
  private LocalServer server;
  private Fetching fetching;

  @BeforeEach
  void start() throws IOException {
    world = new Fakes(folder);
    server = LocalServer.https();
    fetching = new Fetching();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Path pull(Source... sources) {
    return world.pulling(new Web(fetching.fetcher())).require(published(sources));
  }

  private static Published published(Source... sources) {
    return Fakes.published(List.of(sources));
  }

  /** The model's file at an address of its own, as PyTorch's authors publish. */
  private Source file(String path) {
    return new Source.WebFile(server.address(path), Fakes.digest(world.weights), Optional.empty());
  }

  private List<String> stored() throws IOException {
    if (Files.notExists(world.store)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(world.store)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> world.store.relativize(file).toString().replace('\\', '/'))
          .filter(name -> !name.equals(".digests.json"))
          .sorted()
          .toList();
    }
  }

  private void assertInstalled(Path file) throws IOException {
    assertThat(Model.load(file).card().title()).isEqualTo("Tiny");
    assertThat(stored()).containsExactly("tiny.safetensors");
  }

  @Test
  void oneFile() throws IOException {
    server.on("/v2/tiny.bin", whole(world.weights));
    assertInstalled(pull(file("/v2/tiny.bin")));
  }

  /** TensorFlow's archives have all files in their folder, with a dot before it. */
  @Test
  void oneFileOfAnArchive() throws IOException {
    byte[] archive =
        new TarMaker()
            .file("./", new byte[0])
            .file("./net_1.0.ckpt.data-00000-of-00001", Fetching.noise(100_000))
            .file("./net_1.0.ckpt.index", Fetching.noise(100))
            .file("./tiny.bin", world.weights)
            .file("./net_1.0_info.txt", world.notes)
            .toBytes();
    server.on("/checkpoints/net_1.0.tgz", whole(archive));
    assertInstalled(
        pull(
            new Source.WebFile(
                server.address("/checkpoints/net_1.0.tgz"),
                Digest.UNSTATED,
                Optional.of("*iny.bin"))));
  }

  @Test
  void filesOfAFolder() throws IOException {
    server
        .on("/net@1.0/model/tiny.bin", whole(world.weights))
        .on("/net@1.0/model/notes.txt", whole(world.notes));
    assertInstalled(
        pull(
            new Source.WebFolder(
                server.address("/net@1.0/model/"),
                Map.of(
                    Fakes.WEIGHTS,
                    Fakes.digest(world.weights),
                    Fakes.NOTES,
                    Fakes.digest(world.notes)))));
  }

  @Test
  void wrongBytesAreDeletedAndTheNextSourceIsTried() throws IOException {
    byte[] wrong = world.weights.clone();
    wrong[wrong.length / 2]++;
    server.on("/a/tiny.bin", whole(wrong)).on("/b/tiny.bin", whole(world.weights));
    assertInstalled(pull(file("/a/tiny.bin"), file("/b/tiny.bin")));
    assertThat(world.err()).contains("liviano: tiny.bin has the wrong SHA-512: expected ");
  }

  @Test
  void whereNothingWorksOneLineSaysWhatWasTriedAndWhatToBring() throws IOException {
    byte[] wrong = world.weights.clone();
    wrong[0]++;
    server
        .on("/a/tiny.bin", whole(wrong))
        .on("/b/tiny.bin", status(500))
        .on("/c/tiny.bin", LocalServer.redirect("http://127.0.0.1/tiny.bin"));
    assertThatThrownBy(
            () ->
                pull(
                    file("/a/tiny.bin"),
                    file("/b/tiny.bin"),
                    file("/c/tiny.bin"),
                    file("/d/tiny.bin")))
        .isInstanceOf(CommandException.class)
        .message()
        .hasLineCount(1)
        .contains("tried " + server.address("/a/tiny.bin") + ": tiny.bin has the wrong SHA-512")
        .contains(server.address("/b/tiny.bin") + ": HTTP status 500, 4 tries;")
        .contains(": 127.0.0.1 redirects to http://127.0.0.1, which is not HTTPS")
        .contains(server.address("/d/tiny.bin") + ": HTTP status 404): bring tiny.bin (")
        .contains("LIVIANO_MIRROR=FOLDER liviano models pull tiny")
        .contains("LIVIANO_MIRROR=FOLDER liviano models pull tiny");
    assertThat(stored()).isEmpty();
  }

  @Test
  void whatBreaksOffIsGoneOnFromInTheNextPull() throws IOException {
    int half = world.weights.length / 2;
    server.on("/tiny.bin", dying(world.weights, "\"1\"", half), status(403));
    assertThatThrownBy(() -> pull(file("/tiny.bin")))
        .hasMessageContaining(
            String.format(
                Locale.ROOT,
                "tiny.bin: HTTP status 403 (%,d bytes are kept, and the next pull goes on from"
                    + " there)",
                half));
    assertThat(stored())
        .containsExactly(".tiny.download/tiny.bin.part", ".tiny.download/tiny.bin.part.from");
    assertThat(world.store.resolve("tiny.safetensors")).doesNotExist();

    server.requests().clear();
    server.on("/tiny.bin", ranges(world.weights, "\"1\""));
    assertInstalled(pull(file("/tiny.bin")));
    assertThat(server.requests().getFirst().header("Range")).contains("bytes=" + half + "-");
  }

  @Test
  void beginningThatIsNoneIsNoticedAndFetchedAnew() throws IOException {
    server.on("/tiny.bin", dying(world.weights, "\"1\"", 1_000), status(403));
    assertThatThrownBy(() -> pull(file("/tiny.bin"))).isInstanceOf(CommandException.class);
    Files.write(world.store.resolve(".tiny.download/tiny.bin.part"), new byte[1_000]);

    server.on("/tiny.bin", ranges(world.weights, "\"1\""));
    assertInstalled(pull(file("/tiny.bin")));
    assertThat(world.err())
        .contains("tiny.bin: its parts do not belong together; fetching it from the start");
  }

  @Test
  void archiveThatMeansHarmIsRefusedThoughNobodyStatesItsChecksum() throws IOException {
    byte[] archive =
        new TarMaker().file("tiny.bin", world.weights).file("../../evil", world.notes).toBytes();
    server.on("/net.tgz", whole(archive));
    assertThatThrownBy(
            () ->
                pull(
                    new Source.WebFile(
                        server.address("/net.tgz"), Digest.UNSTATED, Optional.of("tiny.bin"))))
        .hasMessageContaining("net.tgz: entry '../../evil' leads out of the archive's folder");
    assertThat(stored()).isEmpty();
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all).noneMatch(path -> path.endsWith("evil"));
    }
  }

  @Test
  void ofPullsAtOnceOneFetches() throws Exception {
    server.on("/tiny.bin", whole(world.weights));
    List<Future<Path>> pulls = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        Installer installer = new Fakes(folder).pulling(new Web(new Fetching().fetcher()));
        pulls.add(threads.submit(() -> installer.require(published(file("/tiny.bin")))));
      }
      for (Future<Path> pull : pulls) {
        assertInstalled(pull.get());
      }
    }
    assertThat(server.requests()).hasSize(1);
  }
}
