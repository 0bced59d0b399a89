package liviano.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import liviano.cli.CommandException;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import liviano.formats.ModelFiles;
import liviano.formats.keras.KerasScripts;
import liviano.formats.keras.KerasWeights;
import liviano.formats.names.TheirTensors;
import liviano.formats.pytorch.PthFile;
import liviano.formats.store.Catalogue;
import liviano.formats.store.Checksum;
import liviano.formats.store.Digest;
import liviano.formats.store.ModelStore;
import liviano.formats.store.Published;
import liviano.formats.store.Source;
import liviano.formats.tensorflow.SegmenterFiles;
import liviano.formats.tensorflow.SlimGraph;
import liviano.graph.Graph;
import liviano.model.Labels;
import liviano.model.Model;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.weights.SafeTensors;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Convention;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each way in which the catalogue's models are published, on a server of this process: entries of
 * the catalogue, with files of the same layout that our writers made.
 */
@Timeout(120)
class PublishedLayoutsTest {
  @TempDir private Path folder;
  private LocalServer server;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void start() throws IOException {
    server = LocalServer.https();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Published entry(String name) {
    return Catalogue.builtIn().find(name).orElseThrow();
  }

  private static Published with(Published entry, Source... sources) {
    return new Published(
        entry.name(),
        entry.aliases(),
        entry.task(),
        entry.network(),
        entry.width(),
        entry.resolution(),
        entry.title(),
        entry.licence(),
        entry.accuracy(),
        entry.accuracySource(),
        entry.preparation(),
        entry.classes(),
        entry.parameters(),
        List.of(sources));
  }

  /** The file of a source at the server, with as much of its digest as the source states. */
  private Source.WebFile served(Source source, byte[] bytes) throws IOException {
    Source.WebFile file = (Source.WebFile) source;
    String path = file.address().getPath();
    server.on(path, LocalServer.ranges(bytes, ""));
    String sha256 = Digest.of(Files.write(folder.resolve("digested"), bytes)).checksum().hex();
    Checksum stated =
        switch (file.digest().checksum()) {
          case Checksum.Sha256Prefix _ -> new Checksum.Sha256Prefix(sha256.substring(0, 8));
          case Checksum.Unstated unstated -> unstated;
          default -> new Checksum.Sha256(sha256);
        };
    OptionalLong size =
        file.digest().bytes().isPresent() ? OptionalLong.of(bytes.length) : OptionalLong.empty();
    return new Source.WebFile(server.address(path), new Digest(size, stated), file.member());
  }

  /** A source at the server that has nothing. */
  private Source.WebFile missing(Source source) {
    Source.WebFile file = (Source.WebFile) source;
    URI address = server.address(file.address().getPath());
    return new Source.WebFile(address, file.digest(), file.member());
  }

  private Installer installer(ProcessRunner npm) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.writeString(bin.resolve("npm"), "never run\n").toFile().setExecutable(true);
    return new Installer(
        new ModelStore(folder.resolve("store")),
        new Console(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            err,
            Terminal.none(UTF_8)),
        false,
        () -> Fakes.sources(npm, new Fetching().fetcher(), bin.toString()),
        ModelFiles::read);
  }

  private Model pulled(Published published) throws IOException {
    Model model = Model.load(installer(Fakes.untouched()).require(published));
    assertThat(model.card().title()).isEqualTo(published.title());
    assertThat(model.card().licence()).isEqualTo(published.licence());
    assertThat(model.card().accuracy()).isEqualTo(published.accuracy());
    assertThat(model.card().origin()).contains(", SHA-256 ").startsWith("https://127.0.0.1:");
    published
        .preparation()
        .ifPresent(
            preparation ->
                assertThat(model.card().preprocessing())
                    .isEqualTo(preparation.preprocessing(published.resolution())));
    return model;
  }

  private static Recipe recipe(Published published, int classes) {
    return Recipe.of(published.network())
        .withWidth(published.width())
        .withResolution(published.resolution())
        .withClasses(classes);
  }

  /** Checkpoint, frozen graph and TensorFlow Lite file in one archive, as slim's are. */
  private byte[] slimArchive(Published published, Recipe recipe, String prefix) throws IOException {
    Graph graph = Zoo.graph(recipe).endingAt("probabilities");
    Path frozen =
        SlimGraph.write(graph, RandomWeights.of(graph, 5), folder.resolve("made_frozen.pb"));
    String name = prefix + published.name();
    return new TarMaker()
        .file(name + ".ckpt.data-00000-of-00001", new byte[5_000])
        .file(name + ".ckpt.index", new byte[500])
        .file(name + ".ckpt.meta", new byte[500])
        .file(name + "_eval.pbtxt", new byte[50])
        .file(name + "_frozen.pb", Files.readAllBytes(frozen))
        .file(name + "_info.txt", new byte[50])
        .file(name + ".tflite", new byte[500])
        .toBytes();
  }

  @Test
  void slimsMobileNetV2IsTheFrozenGraphOfAnArchive() throws IOException {
    Published entry = entry("mobilenet_v2_0.35_96");
    Recipe recipe = recipe(entry, 1001);
    Source source = served(entry.sources().getFirst(), slimArchive(entry, recipe, "./"));
    Model model = pulled(with(entry, source));

    assertThat(model.recipe().orElseThrow().width()).isEqualTo(0.35);
    assertThat(model.recipe().orElseThrow().resolution()).isEqualTo(96);
    assertThat(model.card().labels()).isEqualTo(Labels.imageNetWithBackground());
    assertThat(model.card().task()).isEqualTo(VisionTask.CLASSIFICATION);
  }

  @Test
  void slimsMobileNetV1LikewiseAndItsDigestIsRecorded() throws IOException {
    Published entry = entry("mobilenet_v1_0.25_128");
    byte[] archive = slimArchive(entry, recipe(entry, 1001), "./");
    Published published = with(entry, served(entry.sources().getFirst(), archive));
    Model model = pulled(published);
    assertThat(model.recipe().orElseThrow().architecture()).isEqualTo("mobilenet_v1");
    assertThat(model.card().labels()).isEqualTo(Labels.imageNetWithBackground());

    byte[] other = slimArchive(entry, recipe(entry, 1001).withClasses(1001), "");
    Published later = with(entry, served(entry.sources().getFirst(), other));
    assertThatThrownBy(() -> installer(Fakes.untouched()).install(later, true))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining(", expected ")
        .hasMessageContaining("what it was when it was first fetched, and must be, stands in ")
        .hasMessageContaining(".digests.json");
    assertThat(Model.load(folder.resolve("store").resolve(entry.name() + ".safetensors")).card())
        .isEqualTo(model.card());
  }

  /** The first source is gone; the weights are those of 224 pixels but for their numbers. */
  @Test
  void kerasWeightsAreTheSecondSource() throws IOException {
    Published entry = entry("mobilenet_v2_0.35_128");
    Recipe recipe = recipe(entry, 1000);
    Graph graph = Zoo.graph(recipe);
    Weights weights = RandomWeights.of(graph, 6);
    Source second = served(entry.sources().getLast(), KerasWeights.file(graph, weights));
    Model model = pulled(with(entry, missing(entry.sources().getFirst()), second));

    assertThat(model.recipe()).contains(recipe);
    assertThat(model.weights()).isEqualTo(weights);
    assertThat(model.card().labels()).isEqualTo(Labels.imageNet());
    assertThat(err.toString(UTF_8)).contains("404");
  }

  @Test
  void torchvisionsFileIsCheckedByEightDigits() throws IOException {
    Published entry = entry("mobilenet_v2_torchvision_v2");
    Recipe recipe = recipe(entry, 1000).withConvention(Convention.PYTORCH);
    Weights weights = RandomWeights.of(Zoo.graph(recipe), 7);
    Path file = folder.resolve("made.pth");
    PthFile.writeZip(file, TheirTensors.torchvision(weights));
    byte[] bytes = Files.readAllBytes(file);
    Model model = pulled(with(entry, served(entry.sources().getFirst(), bytes)));
    assertThat(model.recipe()).contains(recipe);
    assertThat(model.weights()).isEqualTo(weights);

    bytes[bytes.length / 2] ^= 1;
    assertThatThrownBy(
            () ->
                installer(Fakes.untouched())
                    .install(with(entry, stating(served(entry.sources().getFirst(), bytes))), true))
        .hasMessageContaining("has the wrong SHA-256: expected 01234567...");
  }

  private static Source stating(Source.WebFile file) {
    return new Source.WebFile(
        file.address(),
        new Digest(file.digest().bytes(), new Checksum.Sha256Prefix("01234567")),
        file.member());
  }

  @Test
  void timmsFilesAreOfTwoKinds() throws IOException {
    Published entry = entry("mobilenetv2_050.lamb_in1k");
    Recipe recipe = recipe(entry, 1000).withConvention(Convention.PYTORCH);
    Weights weights = RandomWeights.of(Zoo.graph(recipe), 8);
    Path pth = folder.resolve("made.pth");
    PthFile.writeLegacy(pth, TheirTensors.timm(weights));
    Source first = served(entry.sources().getFirst(), Files.readAllBytes(pth));
    assertThat(pulled(with(entry, first)).weights()).isEqualTo(weights);

    Path file = folder.resolve("made.safetensors");
    SafeTensors.write(file, Weights.of(TheirTensors.timm(weights)), Map.of("format", "pt"));
    Source second = served(entry.sources().getLast(), Files.readAllBytes(file));
    new ModelStore(folder.resolve("store")).remove(entry.name());
    Model model = pulled(with(entry, missing(first), second));
    assertThat(model.recipe()).contains(recipe);
    assertThat(model.weights()).isEqualTo(weights);
  }

  @Test
  void deepLabIsTheFrozenGraphOfAnArchive() throws IOException {
    Published entry = entry("deeplab_v3_voc_trainaug_0.5");
    Path frozen = SegmenterFiles.writeFrozen(folder.resolve("frozen.pb"));
    String inside = "deeplabv3_mnv2_dm05_pascal_trainaug/";
    byte[] archive =
        new TarMaker()
            .file(inside + "model.ckpt-30000.index", new byte[500])
            .file(inside + "frozen_inference_graph.pb", Files.readAllBytes(frozen))
            .file(inside + "model.ckpt-30000.data-00000-of-00001", new byte[5_000])
            .toBytes();
    Model model = pulled(with(entry, served(entry.sources().getFirst(), archive)));
    assertThat(model.card().task()).isEqualTo(VisionTask.SEGMENTATION);
    assertThat(model.card().labels()).isEqualTo(Labels.pascalVoc());
  }

  /** A graph of TensorFlow.js in a folder of the tarball. */
  @Test
  void segmenterComesInAnNpmPackage() throws IOException {
    Published entry = entry("deeplab_v3_mobilenet_v2_voc");
    Path made = Files.createDirectory(folder.resolve("made"));
    SegmenterFiles.writeTfjs(made);
    Model model = packed(entry, made, "codait-max-image-segmenter-0.3.0.tgz");
    assertThat(model.card().task()).isEqualTo(VisionTask.SEGMENTATION);
    assertThat(model.card().origin())
        .startsWith("the npm package @codait/max-image-segmenter@0.3.0, SHA-512 ");
    assertThat(model.card().labels()).isEqualTo(Labels.pascalVoc());
  }

  /** A layers model whose files are scripts. */
  @Test
  void moderatorComesInAnNpmPackageOfScripts() throws IOException {
    Published entry = entry("nsfw_mobilenet_v2");
    Path made = Files.createDirectory(folder.resolve("made"));
    KerasScripts.write(5, Files.createDirectory(folder.resolve("plain")), made);
    Model model = packed(entry, made, "nsfwjs-4.4.0.tgz");
    assertThat(model.card().title()).isEqualTo(entry.title());
    assertThat(model.card().labels())
        .containsExactly("Drawing", "Hentai", "Neutral", "Porn", "Sexy");
    assertThat(model.card().preprocessing())
        .isEqualTo(entry.preparation().orElseThrow().preprocessing(224));
  }

  /** The model of an entry whose npm package holds these files in its folder. */
  private Model packed(Published entry, Path made, String fileName) throws IOException {
    Source.NpmPackage npm = (Source.NpmPackage) entry.sources().getFirst();
    Map<String, Digest> files = new TreeMap<>();
    TarMaker tar = new TarMaker().file("package/package.json", "{}".getBytes(UTF_8));
    try (Stream<Path> all = Files.list(made)) {
      for (Path file : all.toList()) {
        byte[] bytes = Files.readAllBytes(file);
        tar.file(npm.folder() + file.getFileName(), bytes);
        files.put(npm.folder() + file.getFileName(), Fakes.digest(bytes));
      }
    }
    byte[] tarball = tar.file("package/index.js", new byte[50]).toBytes();
    Source source = new Source.NpmPackage(npm.name(), npm.version(), Fakes.digest(tarball), files);
    ProcessRunner packing =
        (_, place, _, _) -> {
          Files.write(place.resolve(fileName), tarball);
          return new ProcessRunner.Outcome(0, "");
        };
    return Model.load(installer(packing).require(with(entry, source)));
  }
}
