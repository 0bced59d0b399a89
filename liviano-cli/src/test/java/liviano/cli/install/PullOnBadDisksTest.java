package liviano.cli.install;

import static liviano.cli.install.LocalServer.stalling;
import static liviano.cli.install.LocalServer.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import liviano.cli.CommandException;
import liviano.formats.store.ModelStore;
import liviano.formats.store.Source;
import liviano.model.Model;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pulls that the disk does not take, or that end with their process. */
@Timeout(60)
class PullOnBadDisksTest {
  @TempDir private Path folder;
  private LocalServer server;
  private Fakes world;
  private boolean mounted;

  @BeforeEach
  void start() throws IOException {
    server = LocalServer.https();
    world = new Fakes(folder);
  }

  @AfterEach
  void stop() throws Exception { // lazily: models stay mapped until they are collected
    server.close();
    if (mounted) {
      run("umount", "-l", world.store.getParent().toString());
    }
  }

  private static boolean run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  /** A small disk of its own for the store. */
  private void mount(String options) throws Exception {
    Path home = Files.createDirectories(world.store.getParent());
    try {
      mounted = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", home.toString());
    } catch (IOException e) {
      mounted = false;
    }
    assumeTrue(mounted, "needs the right to mount a tmpfs");
  }

  private Path pull(byte[] bytes) {
    server.on("/tiny.bin", whole(bytes));
    Source source =
        new Source.WebFile(server.address("/tiny.bin"), Fakes.digest(bytes), Optional.empty());
    return world
        .pulling(new Web(new Fetching().fetcher()))
        .require(Fakes.published(List.of(source, source)));
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.walk(world.store.getParent())) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void fullDiskIsNotTheSourcesFault() throws Exception {
    mount("size=1m");
    assertThatThrownBy(() -> pull(Fetching.noise(3 << 20)))
        .isInstanceOf(CommandException.class)
        .message()
        .startsWith(world.store + ": cannot install models there (")
        .contains("No space left")
        .endsWith(
            "make room there, or set LIVIANO_HOME to a folder on another disk, or give --model"
                + " FILE");
    assertThat(server.requests()).hasSize(1);
    assertThat(left()).isEmpty();
  }

  @Test
  void diskThatIsFullOnlyWhenTheModelIsWritten() throws Exception {
    mount("size=" + (world.weights.length * 3 / 2 / 4096 * 4096));
    assertThatThrownBy(() -> pull(world.weights))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("make room there, or set LIVIANO_HOME");
    assertThat(left()).isEmpty();
  }

  @Test
  void homeThatTakesNoFiles() throws Exception {
    mount("ro");
    assertThatThrownBy(() -> pull(world.weights))
        .isInstanceOf(CommandException.class)
        .message()
        .startsWith(world.store + ": cannot install models there (")
        .endsWith("set LIVIANO_HOME to a folder that can be written, or give --model FILE");
    assertThat(server.requests()).isEmpty();
  }

  /** The child gets half of the file and is killed; another pull makes the model whole. */
  @Test
  void processThatIsKilledLeavesNoModelAndTheNextGoesOn() throws Exception {
    int half = world.weights.length / 2;
    Path part = world.store.resolve(".tiny.download").resolve("tiny.bin.part");
    try (LocalServer plain =
        LocalServer.http().on("/tiny.bin", stalling(world.weights, "\"1\"", half))) {
      Process child = PullInProcess.start(folder, plain.address("/"));
      try {
        while (!Files.exists(part) || Files.size(part) < half) {
          assertThat(child.isAlive()).isTrue();
          Thread.sleep(20);
        }
      } finally {
        child.destroyForcibly().waitFor();
      }
      ModelStore store = new ModelStore(world.store);
      assertThat(store.find("tiny")).isEmpty();
      assertThat(store.list()).isEmpty();

      plain.requests().clear();
      plain.on("/tiny.bin", LocalServer.ranges(world.weights, "\"1\""));
      Process next = PullInProcess.start(folder, plain.address("/"));
      assertThat(next.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(next.exitValue()).isZero();
      assertThat(plain.requests().getFirst().header("Range")).contains("bytes=" + half + "-");
    }
    assertThat(Model.load(world.store.resolve("tiny.safetensors")).card().title())
        .isEqualTo("Tiny");
    assertThat(left())
        .extracting(file -> file.getFileName().toString())
        .containsExactlyInAnyOrder(".digests.json", "tiny.safetensors");
  }
}
