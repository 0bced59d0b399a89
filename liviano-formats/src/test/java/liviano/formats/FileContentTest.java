package liviano.formats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import liviano.MalformedModelException;
import liviano.formats.npy.RawNpy;
import liviano.formats.onnx.OnnxWriter;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class FileContentTest {
  private static final Graph GRAPH =
      Zoo.graph(
          Recipe.of("mobilenet_v2")
              .withWidth(0.1)
              .withResolution(32)
              .withClasses(3)
              .withNorm(Norm.FOLDED));
  private static final Weights WEIGHTS = RandomWeights.of(GRAPH, 1);

  @TempDir private Path folder;

  private Path file(byte... bytes) throws IOException {
    return Files.write(folder.resolve("model"), bytes);
  }

  private Path text(String text) throws IOException {
    return file(text.getBytes(UTF_8));
  }

  private static void assertIs(Path file, String what) {
    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith(file + ": is " + what)
        .hasMessageContaining("; what can be read: ", "Liviano's own model files");
  }

  @Test
  void whatOtherProgramsWriteIsNamed() throws IOException {
    assertIs(file(RawNpy.file(new int[] {2, 1}, 1, 2)), "a NumPy array (.npy): give the folder");
  }

  @ParameterizedTest
  @CsvSource({
    "m/.format_version, a ZIP archive: unpack it first",
    "readme.txt, a ZIP archive: unpack it first"
  })
  void archivesAreToldByTheirFirstEntry(String entry, String what) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(new byte[100]);
    }
    assertIs(file(bytes.toByteArray()), what);
  }

  @Test
  void aTextGraphIsNamed() throws IOException {
    byte[] text = "node {\n  name: \"x\"\n}\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertIs(file(text), "a TensorFlow graph as text (.pbtxt)");
  }

  @Test
  void compressedFilesAreToBeUnpacked() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(new byte[100]);
    }
    assertIs(file(bytes.toByteArray()), "compressed with gzip: unpack it first;");
  }

  @ParameterizedTest
  @CsvSource({"jpg, JPEG", "png, PNG", "gif, GIF", "bmp, BMP"})
  void picturesAreNoModels(String format, String name) throws IOException {
    Path file = folder.resolve("model");
    ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), format, file.toFile());
    assertIs(file, "a " + name + " picture and no model;");
  }

  @Test
  void whatComesInsteadOfADownloadSaysHowToGetTheFile() throws IOException {
    assertIs(file(), "empty: fetch or copy it again;");
    assertIs(text("\n<!DOCTYPE html><title>404</title>"), "a web page: download the file itself");
    assertIs(text("<HTML lang=en>"), "a web page: download the file itself");
    assertIs(
        text("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"),
        "a Git LFS pointer and not the file it stands for: fetch that with 'git lfs pull';");
  }

  @Test
  void textsAreTold() throws IOException {
    assertIs(text("{\"detail\": \"not found\"}"), "JSON text;");
    assertIs(text("{\"format\": \"graph-model\", \"modelTopology\": {}}"), "the graph of a Tensor");
    assertIs(text("<?xml version=\"1.0\"?><net/>"), "an XML document;");
    assertIs(text("[[1, 2], [3, 4]]"), "JSON text;");
    assertIs(text("[net]\nbatch=1\n"), "plain text;");
    assertIs(text("# weights ñ\n".repeat(1000)), "plain text;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0080\u0004\u0095",
        "cos\nsystem\n(S'id'\ntR.",
        "(dp0\nS'a'\n",
        "(ios\nsystem\n"
      })
  void picklesAreTold(String start) {
    assertThat(FileContent.of(start.getBytes(ISO_8859_1)).filter(FileContent::isPickle))
        .isPresent();
  }

  @Test
  void messagesWithoutAMarkAreToldByTheirFields() throws IOException {
    // node { name: "image" op: "Placeholder" ... }
    byte[] graph =
        ("\n\u0020\n\u0005image\u0012\u000bPlaceholder" + "x".repeat(40)).getBytes(UTF_8);
    assertThat(FileContent.of(graph).filter(FileContent::isTensorFlowGraph)).isPresent();
    assertThat(FileContent.of(graph).filter(FileContent::isRead)).isPresent();
    // saved_model_schema_version: 1, then one long meta graph
    byte[] saved = new byte[400];
    System.arraycopy(new byte[] {8, 1, 0x12, (byte) 0xac, 2, 10, 1, (byte) 0xff}, 0, saved, 0, 8);
    assertIs(file(saved), "a TensorFlow SavedModel");
    Files.write(folder.resolve("saved_model.pb"), saved);
    assertIs(folder, "a TensorFlow SavedModel;");
  }

  /** Noise is nothing, and our own files are left to their reader. */
  @Test
  void nothingIsGuessed() throws IOException {
    assertIs(file((byte) 8, (byte) 4), "of no kind that is known;");
    byte[] starts = {8, 10, 0x12, 'B', 'P', (byte) 0xf0};
    Random random = new Random(3);
    for (int round = 0; round < 5000; round++) {
      byte[] noise = new byte[1 + random.nextInt(200)];
      random.nextBytes(noise);
      noise[0] = starts[round % starts.length];
      if (noise.length > 40) {
        FileContent.of(noise)
            .ifPresent(found -> assertThat(found.what()).isEqualTo("of no kind that is known"));
      }
    }
    Path ours = folder.resolve("ours");
    new Model(
            GRAPH,
            WEIGHTS,
            ModelCard.of(VisionTask.CLASSIFICATION, "Tiny", Preprocessing.tensorflow(32, 32)),
            Optional.empty())
        .save(ours);
    assertThat(FileContent.of(ours)).isEmpty();
  }

  /** Every prefix of every kind has an answer: no index is out of bounds. */
  @Test
  void filesThatAreCutShortAreAnswered() throws IOException {
    Path file = folder.resolve("model");
    OnnxWriter.write(GRAPH, WEIGHTS, file);
    byte[] onnx = Files.readAllBytes(file);
    byte[] graph = "\n\u0020\n\u0005image\u0012\u000bPlaceholder".getBytes(UTF_8);
    byte[] zip = "PK\u0003\u0004..........................name/data.pkl".getBytes(UTF_8);
    for (Map.Entry<String, byte[]> each : Map.of("o", onnx, "g", graph, "z", zip).entrySet()) {
      for (int length = 0; length <= Math.min(100, each.getValue().length); length++) {
        byte[] cut = Arrays.copyOf(each.getValue(), length);
        FileContent.of(cut).ifPresent(content -> assertThat(content.what()).isNotBlank());
      }
    }
  }
}
