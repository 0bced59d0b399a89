package liviano.formats.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.flatbuffers.Table;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import liviano.Limits;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Program;
import liviano.formats.ModelFiles;
import liviano.model.Fit;
import liviano.model.Model;
import liviano.model.Normalization;
import liviano.model.Role;
import liviano.model.VisionTask;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real files, counted by the library of FlatBuffers, too. */
@Tag("shared")
class SharedFilesTest {
  private static final Path MODELS =
      Path.of(System.getProperty("liviano.shared", "../shared"), "models");

  /** A table as the library of FlatBuffers reads it, which checks nothing. */
  private static final class Plain extends Table {
    Plain(ByteBuffer bytes, int at) {
      __reset(at, bytes);
    }

    /** Entries of the vector in a field. */
    int count(int field) {
      int offset = __offset(4 + 2 * field);
      return offset == 0 ? 0 : __vector_len(offset);
    }

    Plain entry(int field, int index) {
      return new Plain(bb, __indirect(__vector(__offset(4 + 2 * field)) + 4 * index));
    }
  }

  @Test
  void everyFileIsReadWhole() throws IOException {
    List<Path> files = files();
    assumeTrue(!files.isEmpty(), "skipped: the real files are not here: " + MODELS);
    for (Path path : files) {
      byte[] bytes = Files.readAllBytes(path);
      TfLiteModel model = ModelParser.parse(MemorySegment.ofArray(bytes), Limits.defaults());
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      Plain plain = new Plain(buffer, buffer.getInt(0));

      assertThat(model.subgraphs()).as(path.toString()).hasSize(plain.count(2));
      for (int i = 0; i < plain.count(2); i++) {
        Plain subgraph = plain.entry(2, i);
        TfLiteModel.Subgraph ours = model.subgraphs().get(i);
        assertThat(ours.tensors()).as(path.toString()).hasSize(subgraph.count(0));
        assertThat(ours.operators()).as(path.toString()).hasSize(subgraph.count(3));
        for (int operator = 0; operator < subgraph.count(3); operator++) {
          assertThat(ours.operators().get(operator).inputs())
              .hasSize(subgraph.entry(3, operator).count(1));
        }
      }
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(26);
  }

  private static List<Path> files() throws IOException {
    if (!Files.isDirectory(MODELS)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(MODELS)) {
      return all.filter(file -> file.toString().endsWith(".tflite")).sorted().toList();
    }
  }

  /** Whatever its tensors are called: two files of Teachable Machine, one of each converter. */
  @ParameterizedTest
  @ValueSource(strings = {"tm_fruit_fresh_rotten_tflite", "tm_cat_dog_tflite"})
  void everyInvertedResidualOfTeachableMachineIsOneStep(String folder) throws IOException {
    Path path = MODELS.resolve("wild").resolve(folder).resolve("model_unquant.tflite");
    assumeTrue(Files.exists(path), "skipped: the real file is not here: " + path);
    Model model = ModelFiles.read(path);

    Program program = Engine.compile(model.graph(), model.weights(), CompileOptions.defaults());

    List<String> kinds = program.steps().stream().map(s -> s.kind().getSimpleName()).toList();
    assertThat(kinds).filteredOn("InvertedResidual"::equals).hasSize(17);
    assertThat(kinds).doesNotContain("Depthwise", "Convolution", "Pad");
    assertThat(model.recipe()).as("its head is another than the zoo's").isEmpty();
    assertThat(model.card().preprocessing().fit()).isEqualTo(new Fit.ResizeAndCrop(224));
  }

  /** Every file is read, and those of integers keep their scales. */
  @Test
  void quantisedFilesKeepTheirScales() throws IOException {
    List<Path> files =
        files().stream()
            .filter(file -> file.toString().matches(".*(quant|int8|uint8|ptq)\\.tflite"))
            .filter(file -> !file.endsWith("model_unquant.tflite"))
            .toList();
    assumeTrue(files.size() > 1, "skipped: the real files are not here: " + MODELS);
    for (Path path : files) {
      Model model = ModelFiles.read(path);

      assertThat(model.graph().nodes())
          .as(path.toString())
          .anyMatch(node -> node.output().type().quantization().isPresent());
    }
  }

  /** DeepLab's labels stand in the archive at its end, and its normalisation in the metadata. */
  @Test
  void deepLabSaysItselfHowItIsUsed() throws IOException {
    Path path = MODELS.resolve("voc/tflite_dm05_float/deeplabv3_257_dm05_float.tflite");
    assumeTrue(Files.exists(path), "skipped: the real file is not here: " + path);

    Model model = ModelFiles.read(path);

    assertThat(model.card().task()).isEqualTo(VisionTask.SEGMENTATION);
    assertThat(model.card().labels()).hasSize(21).contains("bird");
    assertThat(model.card().preprocessing().normalization())
        .isEqualTo(Normalization.minusOneToOne());
    assertThat(model.find(Role.LOGITS).orElseThrow().shape()).isEqualTo(Shape.of(33, 33, 21));
  }
}
