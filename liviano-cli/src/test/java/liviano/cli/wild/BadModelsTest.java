package liviano.cli.wild;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.formats.ModelFiles;
import liviano.formats.keras.SmallKeras;
import liviano.formats.names.TheirTensors;
import liviano.formats.npy.NpzWriter;
import liviano.formats.onnx.OnnxWriter;
import liviano.formats.pytorch.PthFile;
import liviano.formats.tflite.TfLiteWriter;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.tensor.Shape;
import liviano.vision.Picture;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is given as a model and is none that can serve: one line each, exit status 1. */
class BadModelsTest {
  private static final Path WILD =
      Path.of(System.getProperty("liviano.shared", "../shared"), "models", "wild");

  @TempDir private Path folder;

  /** Writes a file. */
  interface Maker {
    void write(Path file) throws IOException;
  }

  /**
   * A kind of bad file.
   *
   * @param name of the file
   * @param says a part of the line on standard error
   */
  record Row(String name, String says, Maker maker) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Row> rows() {
    return List.of(
        new Row("page.onnx", "is a web page", text("<!DOCTYPE html>\n<html><body>404")),
        new Row(
            "pointer.tflite",
            "is a Git LFS pointer",
            text("version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 7\n")),
        new Row(
            "text.pb",
            "is a TensorFlow graph as text",
            text("node {\n  name: \"input\"\n  op: \"Placeholder\"\n}\n")),
        new Row("empty.h5", "is empty", text("")),
        new Row(
            "document.keras",
            "is a ZIP archive: unpack it first",
            zip("word/document.xml", "<w/>".getBytes(UTF_8))),
        new Row(
            "pickle.pth",
            "its pickle names 'posix.system'",
            bytes("\u0080\u0002cposix\nsystem\nq\u0000.")),
        new Row("oldest.pkl", "its pickle names 'os.system'", text("cos\nsystem\n(S'id'\ntR.")),
        new Row(
            "archive.pt",
            "its pickle names 'posix.system'",
            zip(
                "archive/data.pkl",
                "\u0080\u0002cposix\nsystem\nq\u0000X\u0002\u0000\u0000\u0000id\u0085R."
                    .getBytes(ISO_8859_1))),
        new Row("numbers.h5", "without a Keras model", BadModelsTest::hdf5),
        new Row("cut.tflite", "leads out of the file", cut(BadModelsTest::tflite)),
        new Row("cut.onnx", "reaches beyond its message", cut(BadModelsTest::onnx)),
        new Row("cut.safetensors", "ends within its header", cut(file -> model(1).save(file))),
        new Row(
            "newer.safetensors", "made by a newer Liviano: format version 9", BadModelsTest::newer),
        new Row("cut.h5", "is cut off: 2931 of its 4397 bytes", cut(BadModelsTest::kerasHdf5)),
        new Row(
            "weights.h5",
            "weights without a network, and not those of a MobileNetV2",
            BadModelsTest::weightsHdf5),
        new Row("cut.keras", "no directory at its end: truncated?", cut(SmallKeras::writeArchive)),
        new Row("cut.npz", "no directory at its end: truncated?", cut(BadModelsTest::npz)),
        new Row(
            "array.npy",
            "is a NumPy array (.npy): give the folder",
            bytes("\u0093NUMPY\u0001\u0000")),
        new Row("cut.pt", "no directory at its end: truncated?", cut(BadModelsTest::stateDict)),
        new Row(
            "legacy.pth",
            "at byte 34: its pickle ends within",
            file -> Files.write(file, BadFiles.legacyPickles())),
        new Row(
            "cut.pb", "is truncated or damaged", file -> Files.write(file, BadFiles.graphDef())),
        new Row("layers", "hold 20 bytes, the constants take 24", BadFiles::layersModel),
        new Row("graph", "hold 20 bytes, the constants take 24", BadFiles::graphModel),
        new Row("arrays", "logits_semantic_biases.npy: at byte", BadFiles::shortArray),
        new Row(
            "missing.onnx",
            "'absent.bin', which is not beside it; put it there",
            BadFiles.external("absent.bin")),
        new Row(
            "outside.onnx",
            "no file in the model's own folder",
            BadFiles.external("../outside.bin")),
        new Row("two.safetensors", "reads [4x4x3 F32, 4x4x3 F32]", file -> model(2).save(file)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isRefusedInOneLine(Row row) throws IOException {
    Path file = folder.resolve(row.name());
    row.maker().write(file);

    assertRefused(file, row.says());
  }

  private void assertRefused(Path model, String says) throws IOException {
    Cli.Outcome outcome =
        Cli.piped().run("classify", "--model", model.toString(), picture().toString());

    assertThat(outcome.status()).as(outcome.err()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .hasLineCount(1)
        .startsWith("liviano: " + model)
        .contains(says)
        .doesNotContain("internal error");
  }

  /** A picture that can be read, so that the model alone is at fault. */
  private Path picture() throws IOException {
    Path file = folder.resolve("picture.png");
    if (!Files.exists(file)) {
      Picture.ofRgb(4, 4, new byte[48]).write(file);
    }
    return file;
  }

  /** Archives have their directory at the end, so that none can be read without its last byte. */
  @Test
  void archivesThatAreCutAnywhereAreRefused() throws IOException {
    Map<String, Maker> archives =
        Map.of(
            "a.keras", SmallKeras::writeArchive,
            "a.npz", BadModelsTest::npz,
            "a.pt", BadModelsTest::stateDict);
    for (Map.Entry<String, Maker> archive : archives.entrySet()) {
      Path file = folder.resolve(archive.getKey());
      archive.getValue().write(file);
      ModelFiles.read(file); // whole, it is a model
      byte[] whole = Files.readAllBytes(file);
      for (int length :
          new int[] {
            60, whole.length / 10, whole.length / 2, whole.length - 40, whole.length - 1
          }) {
        Files.write(file, Arrays.copyOf(whole, length));
        assertRefused(file, "the ZIP archive has no directory at its end: truncated?");
      }
    }
  }

  /** Every kind of file, cut in several places. */
  @ParameterizedTest
  @CsvSource({
    "tm_cat_dog_h5/keras_model.h5, is an HDF5 file that is cut off: %d of its 2453432 bytes",
    "tm_waste_h5_tflite/model.tflite, an offset of 792808 leads out of the file",
    "retinaface_mnv1_0.25_pth/mobilenet0.25_Final.pth, (F32) does not fit here: truncated?",
    "fastestdet_onnx_pth/FastestDet.onnx, a field of 998140 bytes reaches beyond its message",
    "openpose_mnv2_small_pb/graph_opt.pb, the graph is truncated or damaged; fetch it again"
  })
  @Tag("shared")
  void realFilesThatAreCutOffAreRefused(String name, String says) throws IOException {
    assumeTrue(Files.isDirectory(WILD), "skipped: the real files are not here: " + WILD);
    byte[] whole = Files.readAllBytes(WILD.resolve(name));
    for (int part : new int[] {2, 3, 10, 20}) {
      int length = whole.length / part;
      Path cut = folder.resolve(Path.of(name).getFileName());
      Files.write(cut, Arrays.copyOf(whole, length));
      assertRefused(cut, says.replace("%d", String.valueOf(length)));
    }
  }

  /** Of the kinds whose readers might take memory by what the file claims. */
  @Test
  void littleMemoryIsEnoughToRefuse() throws Exception {
    for (Row row : rows()) {
      Path file = folder.resolve(row.name());
      row.maker().write(file);
      Process process = inLittleMemory(file);
      byte[] out = process.getInputStream().readAllBytes(); // errors are one line: no deadlock
      String err = new String(process.getErrorStream().readAllBytes(), UTF_8);

      assertThat(process.waitFor()).as("%s: %s", row, err).isEqualTo(ExitStatus.FAILED);
      assertThat(out).as("%s: %s", row, err).isEmpty();
      assertThat(err)
          .hasLineCount(1)
          .startsWith("liviano: " + file)
          .contains(row.says())
          .doesNotContain("memory");
    }
  }

  private Process inLittleMemory(Path model) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-Djava.awt.headless=true",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "liviano.cli.Main",
            "classify",
            "--model",
            model.toString(),
            picture().toString());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return builder.start();
  }

  private static Maker text(String text) {
    return file -> Files.writeString(file, text);
  }

  private static Maker bytes(String latin) {
    return file -> Files.write(file, latin.getBytes(ISO_8859_1));
  }

  private static Maker zip(String entry, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file -> Files.write(file, bytes.toByteArray());
  }

  /** The first two thirds. */
  private static Maker cut(Maker whole) {
    return file -> {
      whole.write(file);
      byte[] all = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(all, 2 * all.length / 3));
    };
  }

  private static void hdf5(Path file) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putDataset("numbers", new int[] {1, 2, 3});
    }
  }

  /** A Keras model whose weights would be behind its network. */
  private static void kerasHdf5(Path file) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putAttribute("model_config", "{\"class_name\": \"Sequential\"}");
      hdf.putDataset("numbers", new int[1000]);
    }
  }

  /** What Keras' {@code save_weights} writes: layers by name, and no network. */
  private static void weightsHdf5(Path file) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putAttribute("layer_names", new String[] {"dense"});
      hdf.putGroup("dense").putDataset("kernel:0", new float[] {1, 2, 3});
    }
  }

  /** Our own format, of a version that does not exist yet. */
  private static void newer(Path file) throws IOException {
    model(1).save(file);
    String latin = Files.readString(file, ISO_8859_1);
    String changed = latin.replace("\"liviano.version\":\"2\"", "\"liviano.version\":\"9\"");
    assertThat(changed).isNotEqualTo(latin);
    Files.writeString(file, changed, ISO_8859_1);
  }

  private static void tflite(Path file) throws IOException {
    Model model = model(1);
    TfLiteWriter.write(model.graph(), model.weights(), file);
  }

  private static void onnx(Path file) throws IOException {
    Model model = model(1);
    OnnxWriter.write(model.graph(), model.weights(), file);
  }

  private static void npz(Path file) throws IOException {
    Model model = model(1);
    NpzWriter.write(model.weights(), model.texts(), file);
  }

  /** As PyTorch writes the state dict of torchvision's MobileNetV2. */
  private static void stateDict(Path file) throws IOException {
    Recipe recipe = Recipe.of("mobilenet_v2").withWidth(0.1).withClasses(3);
    PthFile.writeZip(file, TheirTensors.torchvision(RandomWeights.of(Zoo.graph(recipe), 4)));
  }

  private static Model model(int inputs) {
    GraphBuilder builder = Graph.builder();
    Value x = builder.input("in0", Shape.of(4, 4, 3));
    for (int i = 1; i < inputs; i++) {
      x = builder.add("sum" + i, new Op.Add(), x, builder.input("in" + i, Shape.of(4, 4, 3)));
    }
    Value pooled = builder.add("pool", new Op.GlobalAveragePool(), x);
    Graph graph =
        builder.output("logits", builder.add("dense", new Op.Dense(3, true), pooled)).build();
    ModelCard card = ModelCard.of(VisionTask.CLASSIFICATION, "small", Preprocessing.keras(4, 4));
    return new Model(graph, RandomWeights.of(graph, 1), card, Optional.empty());
  }
}
