package liviano.formats.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import liviano.LivianoException;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.GraphCut;
import liviano.formats.ModelFiles;
import liviano.formats.ReadOptions;
import liviano.formats.tensorflow.PbFile.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs that are broken, or beyond what is computed here: refused in one line. */
class DamagedGraphsTest {
  @TempDir Path folder;

  private static PbFile small() {
    PbFile file = new PbFile().input("image", 1, 6, 5, 2);
    file.reals("weights", Answers.some(3 * 3 * 2 * 4), 3, 3, 2, 4);
    file.add(
        new Node("filtered", "Conv2D", "image", "weights")
            .wholes("strides", 1, 1, 1, 1)
            .text("padding", "SAME"));
    return file.node("out", "Relu", "filtered");
  }

  @Test
  void everyShorterFileIsRefused() throws IOException {
    byte[] whole = small().bytes();
    Path file = folder.resolve("cut.pb");
    for (int length = 1; length < whole.length; length += 3) {
      Files.write(file, Arrays.copyOf(whole, length));
      requireOneLineOrAModel(file);
    }
  }

  @Test
  void everyChangedByteGivesAModelOrOneLine() throws IOException {
    byte[] whole = small().bytes();
    Random random = new Random(3);
    Path file = folder.resolve("changed.pb");
    for (int i = 0; i < 400; i++) {
      byte[] changed = whole.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      Files.write(file, changed);
      requireOneLineOrAModel(file);
    }
  }

  @Test
  void aMissingFileIsSaidToBeMissing() {
    Path file = folder.resolve("none.pb");
    GraphCut cut = GraphCut.of(List.of("image"), List.of("out"));
    assertThatThrownBy(() -> ModelFiles.read(file, ReadOptions.defaults().withCut(cut), _ -> {}))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(file.toString());
  }

  private static void requireOneLineOrAModel(Path file) throws IOException {
    try {
      ModelFiles.read(file);
    } catch (MalformedModelException | UnsupportedModelException e) {
      assertThat(e.getMessage()).doesNotContain("\n").startsWith(file.toString());
    }
  }

  @Test
  void aTextGraphIsNoBinaryOne() throws IOException {
    Path file = folder.resolve("graph.pb");
    Files.writeString(file, "node {\n  name: \"image\"\n  op: \"Placeholder\"\n}\n");
    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("text");
  }

  @Test
  void weightsInACheckpointAreMissed() throws IOException {
    PbFile graph = new PbFile().input("image", 1, 4, 4, 1).node("weights", "VariableV2");
    refused(graph.node("out", "Add", "image", "weights"), "freeze the graph");
  }

  @Test
  void aNodeThatNeedsItselfIsRefused() throws IOException {
    PbFile graph = small().node("a", "Add", "filtered", "b").node("b", "Relu", "a");
    Path file = graph.node("end", "Relu", "b").write(folder.resolve("cycle.pb"));
    assertThatThrownBy(
            () ->
                ModelFiles.read(
                    file,
                    ReadOptions.defaults().withCut(GraphCut.of(List.of(), List.of("end"))),
                    _ -> {}))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("needs its own output");
  }

  @Test
  void passedOnInACircleIsRefused() throws IOException {
    PbFile graph = small().node("a", "Identity", "b").node("b", "Identity", "a");
    refused(graph.node("end", "Relu", "a"), "needs its own output");
  }

  @Test
  void repeatedNumbersAreLimited() throws IOException {
    PbFile graph = new PbFile().input("image", 1, 4, 4, 1);
    graph.constant("huge", PbFile.FLOAT, tensor -> tensor.real(5, 1), 1 << 15, 1 << 14);
    refused(graph.node("out", "Add", "image", "huge"), "constants");
  }

  @Test
  void unknownOperationsAreNamed() throws IOException {
    PbFile graph = small().node("found", "NonMaxSuppressionV3", "out", "out");
    refused(graph, "1 of 3 operations are not computed here: NonMaxSuppressionV3 ('found')");
  }

  @Test
  void channelsFirstAreRefused() throws IOException {
    PbFile graph = small();
    graph.add(new Node("end", "MaxPool", "out").text("data_format", "NCHW"));
    refused(graph, "only NHWC is computed");
  }

  @Test
  void anOpenSizeIsAskedFor() throws IOException {
    PbFile graph = new PbFile().input("image", -1, -1, -1, 3).node("out", "Relu", "image");
    refused(graph, "--inputs image:HEIGHTxWIDTH");
  }

  private void refused(PbFile graph, String words) throws IOException {
    Path file = graph.write(folder.resolve("refused.pb"));
    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(LivianoException.class)
        .hasMessageContaining(words)
        .hasMessageStartingWith(file.toString())
        .hasMessageNotContaining("\n");
  }
}
