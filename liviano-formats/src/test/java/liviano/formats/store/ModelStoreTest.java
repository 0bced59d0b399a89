package liviano.formats.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@Tag("locale")
class ModelStoreTest {
  private static final Recipe RECIPE =
      Recipe.of("mobilenet_v2")
          .withWidth(0.1)
          .withResolution(32)
          .withClasses(3)
          .withNorm(Norm.FOLDED);
  private static final Runnable QUIET = () -> {};

  @TempDir private Path parent;

  private static Model model(long seed) {
    Graph graph = Zoo.graph(RECIPE);
    ModelCard card =
        ModelCard.of(VisionTask.DETECTION, "Tiny " + seed, Preprocessing.tensorflow(32, 32));
    return new Model(graph, RandomWeights.of(graph, seed), card, Optional.of(RECIPE));
  }

  private static ModelMaker.Made made(long seed) {
    return ModelMaker.Made.of(model(seed));
  }

  private Path folder() {
    return parent.resolve("deep").resolve("store");
  }

  private ModelStore store() {
    return new ModelStore(folder());
  }

  @Test
  void installedModelIsFoundAndListed() throws IOException {
    Path file = store().install("tiny", false, QUIET, _ -> made(1));

    assertThat(file).isEqualTo(folder().resolve("tiny.safetensors"));
    assertThat(Model.load(file).card()).isEqualTo(model(1).card());
    assertThat(store().find("tiny")).contains(file);
    assertThat(store().find("tiny.safetensors")).contains(file);
    assertThat(store().list())
        .containsExactly(
            new StoredModel.Installed(
                "tiny", file, Files.size(file), model(1).card(), Optional.of(RECIPE)));
    assertThat(names()).containsExactly(".digests.json", "tiny.safetensors");
  }

  @Test
  void emptyStoreHasNothing() throws IOException {
    assertThat(store().list()).isEmpty();
    assertThat(store().find("tiny")).isEmpty();
    assertThat(folder()).doesNotExist();
  }

  @Test
  void installedModelIsMadeAnewOnlyWhenAsked() throws IOException {
    store().install("tiny", false, QUIET, _ -> made(1));
    Path file =
        store()
            .install(
                "tiny",
                false,
                QUIET,
                _ -> {
                  throw new AssertionError("made again");
                });
    assertThat(Model.load(file).card().title()).isEqualTo("Tiny 1");

    store().install("tiny", true, QUIET, _ -> made(2));
    assertThat(Model.load(file).card().title()).isEqualTo("Tiny 2");
  }

  @Test
  void failureLeavesWhatWasThere() throws IOException {
    Path file = store().install("tiny", false, QUIET, _ -> made(1));
    ModelMaker failing =
        scratch -> {
          Files.writeString(scratch.resolve("half"), "done");
          throw new IOException("no luck");
        };
    assertThatThrownBy(() -> store().install("tiny", true, QUIET, failing)).hasMessage("no luck");
    assertThatThrownBy(() -> store().install("other", false, QUIET, failing)).hasMessage("no luck");
    assertThat(Model.load(file).card().title()).isEqualTo("Tiny 1");
    assertThat(names()).containsExactly(".digests.json", "tiny.safetensors");
  }

  @Test
  void whatAnotherProcessLeftWhenItDiedIsClearedAway() throws IOException {
    Path precious = Files.writeString(parent.resolve("precious"), "stays");
    Path left = Files.createDirectories(folder().resolve(".tiny.partial").resolve("source"));
    Files.writeString(left.resolve("half"), "done");
    Files.createSymbolicLink(left.resolve("link"), parent);

    store()
        .install(
            "tiny",
            false,
            QUIET,
            scratch -> {
              try (Stream<Path> files = Files.list(scratch)) {
                assertThat(files).isEmpty();
              }
              return made(1);
            });
    assertThat(names()).containsExactly(".digests.json", "tiny.safetensors");
    assertThat(precious).hasContent("stays");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofManyAtOnceOneMakesTheModel(boolean oneObject) throws Exception {
    ModelStore shared = store();
    AtomicInteger made = new AtomicInteger();
    Callable<Path> install =
        () ->
            (oneObject ? shared : store())
                .install(
                    "tiny",
                    false,
                    QUIET,
                    _ -> {
                      made.incrementAndGet();
                      return made(1);
                    });
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Path>> files = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        files.add(threads.submit(install));
      }
      for (Future<Path> file : files) {
        assertThat(Model.load(file.get()).card()).isEqualTo(model(1).card());
      }
    }
    assertThat(made).hasValue(1);
  }

  @Test
  void waitingHasAnEndAndIsTold() throws IOException {
    Files.createDirectories(folder());
    Path file = folder().resolve(".tiny.lock");
    AtomicInteger told = new AtomicInteger();
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      ModelStore impatient = new ModelStore(folder(), Duration.ofMillis(200));
      assertThatThrownBy(
              () -> impatient.install("tiny", false, told::incrementAndGet, _ -> made(1)))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("another process has held this lock");
    }
    assertThat(told).hasValue(1);
    assertThat(store().install("tiny", false, QUIET, _ -> made(1))).exists();
  }

  @Test
  void hostileFilesDoNotBreakTheListing() throws IOException {
    Path good = store().install("good", false, QUIET, _ -> made(1));
    Files.writeString(folder().resolve("text.safetensors"), "no model");
    Files.createFile(folder().resolve("empty.safetensors"));
    Files.createDirectory(folder().resolve("folder.safetensors"));
    Files.createSymbolicLink(folder().resolve("dangling.safetensors"), parent.resolve("nowhere"));
    Files.copy(good, folder().resolve("two words.safetensors"));
    Files.writeString(folder().resolve("notes.txt"), "not listed");
    try (RandomAccessFile huge =
        new RandomAccessFile(folder().resolve("huge.safetensors").toFile(), "rw")) {
      huge.setLength(1L << 40);
      huge.write(new byte[] {-1, -1, -1, -1, -1, -1, -1, 127});
    }

    List<StoredModel> models = store().list();
    assertThat(models)
        .extracting(StoredModel::name)
        .containsExactly("dangling", "empty", "folder", "good", "huge", "text", "two words");
    assertThat(models)
        .filteredOn(model -> !model.name().equals("good"))
        .allSatisfy(
            model ->
                assertThat(((StoredModel.Broken) model).failure().getMessage())
                    .isNotBlank()
                    .doesNotContain("\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../tiny", "a/b", "a\\b", ".tiny", "a b", "a\nb"})
  void namesLeadNowhereElse(String name) throws IOException {
    store().install("tiny", false, QUIET, _ -> made(1));
    List<Path> before = everything();
    assertThat(ModelStore.isName(name)).isFalse();
    assertThat(store().find(name)).isEmpty();
    assertThatThrownBy(() -> store().file(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().install(name, false, QUIET, _ -> made(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(everything()).isEqualTo(before).contains(folder().resolve("tiny.safetensors"));
  }

  @Test
  void folderThatCannotBeMadeIsAFailure() throws IOException {
    Files.writeString(parent.resolve("deep"), "a file in the way");
    assertThatThrownBy(() -> store().install("tiny", false, QUIET, _ -> made(1)))
        .isInstanceOf(FileSystemException.class);
    ModelStore file = new ModelStore(parent.resolve("deep"));
    assertThatThrownBy(() -> file.install("tiny", false, QUIET, _ -> made(1)))
        .hasMessageContaining("it is no folder");
  }

  /** All files and folders beside and below the store's own. */
  private List<Path> everything() throws IOException {
    try (Stream<Path> files = Files.walk(parent)) {
      return files.sorted().toList();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
