package liviano.formats.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import liviano.MalformedModelException;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store remembers of downloads and of installed files. */
@Tag("locale")
class StoreRecordsTest {
  private static final String ADDRESS = "https://models.example/tiny.pth";
  private static final Digest FIRST = sha256("a");
  private static final Digest SECOND = sha256("b");

  @TempDir private Path folder;

  private static Digest sha256(String digit) {
    return new Digest(OptionalLong.of(9), new Checksum.Sha256(digit.repeat(64)));
  }

  private static Model model(long seed) {
    Recipe recipe =
        Recipe.of("mobilenet_v2")
            .withWidth(0.1)
            .withResolution(32)
            .withClasses(3)
            .withNorm(Norm.FOLDED);
    Graph graph = Zoo.graph(recipe);
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "Tiny", Preprocessing.tensorflow(32, 32));
    return new Model(graph, RandomWeights.of(graph, seed), card, Optional.of(recipe));
  }

  private static ModelMaker making(long seed, Digest download) {
    SequencedMap<String, Digest> downloads = new LinkedHashMap<>();
    downloads.put(ADDRESS, download);
    return _ -> new ModelMaker.Made(model(seed), downloads);
  }

  private Path install(ModelStore store, long seed, Digest download) throws IOException {
    return store.install("tiny", true, () -> {}, making(seed, download));
  }

  private StoredModel stored(ModelStore store) throws IOException {
    return store.list().getFirst();
  }

  @Test
  void whatWasInstalledAndOfWhatIsRemembered() throws IOException {
    ModelStore store = new ModelStore(folder);
    Path file = install(store, 1, FIRST);

    Provenance provenance = store.provenance(stored(store)).orElseThrow();
    assertThat(provenance.file()).isEqualTo(Digest.of(file));
    assertThat(provenance.downloads()).isEqualTo(Map.of(ADDRESS, FIRST));
    assertThat(store.knownDownloads()).isEqualTo(Map.of(ADDRESS, FIRST));
    assertThat(StoreRecords.read(folder).models().get("tiny")).hasSize(1);
  }

  @Test
  void firstDownloadIsHeld() throws IOException {
    ModelStore store = new ModelStore(folder);
    install(store, 1, FIRST);
    Source source =
        new Source.WebFile(URI.create(ADDRESS), Digest.UNSTATED, Optional.empty())
            .requiring(store.knownDownloads());
    assertThat(source.downloads()).isEqualTo(Map.of(ADDRESS, FIRST));

    store.remove("tiny");
    assertThat(store.knownDownloads()).isEqualTo(Map.of(ADDRESS, FIRST));
    install(store, 2, SECOND);
    assertThat(store.knownDownloads()).isEqualTo(Map.of(ADDRESS, FIRST));
  }

  /** Eight digits are held whole; what a source states whole is not replaced. */
  @Test
  void onlyWhatIsNotStatedIsTakenFromTheRecords() {
    URI address = URI.create(ADDRESS);
    Map<String, Digest> known = Map.of(ADDRESS, FIRST);
    Digest eight = new Digest(OptionalLong.empty(), new Checksum.Sha256Prefix("aaaaaaaa"));
    Digest other = new Digest(OptionalLong.empty(), new Checksum.Sha256Prefix("bbbbbbbb"));
    for (Digest stated : List.of(eight, Digest.UNSTATED)) {
      assertThat(new Source.WebFile(address, stated, Optional.empty()).requiring(known).downloads())
          .isEqualTo(known);
    }
    for (Digest stated : List.of(other, SECOND)) {
      Source source = new Source.WebFile(address, stated, Optional.empty());
      assertThat(source.requiring(known)).isEqualTo(source);
    }
  }

  @Test
  void anotherFileInItsPlaceIsNoticed() throws IOException {
    ModelStore store = new ModelStore(folder);
    Path file = install(store, 1, FIRST);
    model(2).save(file);
    assertThat(store.provenance(stored(store)).orElseThrow().file()).isNotEqualTo(Digest.of(file));
  }

  /** As a process leaves it that dies after it has written the record and before the file moves. */
  @Test
  void oldFileIsKnownWhereItsReplacementDied() throws IOException {
    ModelStore store = new ModelStore(folder);
    Path file = install(store, 1, FIRST);
    StoreRecords.read(folder)
        .with("tiny", new Provenance(SECOND, new LinkedHashMap<>()))
        .write(folder);

    assertThat(store.provenance(stored(store)).orElseThrow().file()).isEqualTo(Digest.of(file));
    install(store, 3, FIRST);
    assertThat(StoreRecords.read(folder).models().get("tiny")).hasSize(1);
  }

  @Test
  void removedModelIsForgottenAndGone() throws IOException {
    ModelStore store = new ModelStore(folder);
    Path file = install(store, 1, FIRST);
    assertThat(store.remove("tiny")).isTrue();
    assertThat(file).doesNotExist();
    assertThat(StoreRecords.read(folder).models()).isEmpty();
    assertThat(store.remove("tiny")).isFalse();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString())).containsExactly(".digests.json");
    }
  }

  @Test
  void modelsThatAreInstalledAtOnceAreAllRemembered() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Path>> files =
          IntStream.range(0, 8)
              .mapToObj(
                  i ->
                      threads.submit(
                          () ->
                              new ModelStore(folder)
                                  .install("tiny" + i, false, () -> {}, making(i, FIRST))))
              .toList();
      for (Future<Path> file : files) {
        file.get();
      }
    }
    assertThat(StoreRecords.read(folder).models()).hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"downloads\": {}}",
        "{\"downloads\": {}, \"models\": {\"tiny\": 3}}",
        "{\"downloads\": {\"a\": {\"sha256\": \"xyz\"}}, \"models\": {}}"
      })
  void damagedRecordsAreRefusedInOneLine(String text) throws IOException {
    Path file = Files.writeString(folder.resolve(".digests.json"), text);
    assertThatThrownBy(() -> new ModelStore(folder).knownDownloads())
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining("delete the file")
        .message()
        .hasLineCount(1);
  }

  /** A folder here, as a pipe there: neither is opened. */
  @Test
  void recordsAndLocksThatAreNoFilesAreRefusedByName() throws IOException {
    Path records = Files.createDirectory(folder.resolve(".digests.json"));
    assertThatThrownBy(() -> new ModelStore(folder).knownDownloads())
        .isInstanceOf(FileSystemException.class)
        .hasMessage(records + ": is no regular file: delete it");
    Path lock = Files.createDirectory(folder.resolve(".tiny.lock"));
    assertThatThrownBy(() -> StoreLock.acquire(lock, Duration.ofSeconds(1), () -> {}))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(lock + ": is no regular file: delete it");
  }

  @Test
  void whereRecordsAreDamagedNothingIsRemoved() throws IOException {
    Path model = Files.writeString(folder.resolve("tiny.safetensors"), "a model");
    Files.createDirectory(folder.resolve(".digests.json"));
    assertThatThrownBy(() -> new ModelStore(folder).remove("tiny"))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("is no regular file: delete it");
    assertThat(model).exists();
  }
}
