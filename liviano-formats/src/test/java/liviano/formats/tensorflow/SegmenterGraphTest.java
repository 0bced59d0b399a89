package liviano.formats.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import liviano.formats.ModelFiles;
import liviano.formats.tensorflow.PbFile.Node;
import liviano.formats.tensorflow.TfjsGraph.Settings;
import liviano.model.Fit;
import liviano.model.Labels;
import liviano.model.Model;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.model.ResizeRule;
import liviano.model.Rgb;
import liviano.model.VisionTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segmenters that take pictures of any size and bytes, and give a class for each pixel. */
class SegmenterGraphTest {
  private static final int SIDE = 5;

  /** Between the pixels that the convolution looks at. */
  private static final int STRIDE = 2;

  private static final int CLASSES = 21;
  private static final int CHANNELS = 3;
  private static final float GREY = 127.5f;
  private static final float FACTOR = 0.007843138f;
  private static final float[] WEIGHTS = Answers.some(CHANNELS * CLASSES);

  @TempDir Path folder;

  @Test
  void aTfjsGraphIsCutToTheNetwork() throws IOException {
    TfjsGraph graph = new TfjsGraph();
    graph.node(
        "ImageTensor",
        "Placeholder",
        new Settings().type("dtype", "DT_UINT8").shape("shape", 1, -1, -1, CHANNELS));
    graph.node("Cast", "Cast", new Settings().type("DstT", "DT_FLOAT"), "ImageTensor");
    graph.integers("size", SIDE, SIDE).node("resized", "ResizeBilinear", "Cast", "size");
    graph.reals("grey", new float[] {GREY}, 1).node("less", "Sub", "resized", "grey");
    graph.node("extents", "Shape", "less").node("Pad", "Pad", "less", "extents");
    graph.node("more", "Add", "Pad", "grey").reals("factor", new float[] {FACTOR});
    graph.node("scaled", "Mul", "factor", "more").reals("one", new float[] {1});
    graph.node("prepared", "Sub", "scaled", "one");
    graph.reals("weights", WEIGHTS, 1, 1, CHANNELS, CLASSES);
    Settings steps = new Settings().wholes("strides", 1, 2, 2, 1).text("padding", "U0FNRQ==");
    graph.node("logits", "Conv2D", steps, "prepared", "weights");
    graph.node(
        "scores", "ResizeBilinear", new Settings().flag("align_corners", true), "logits", "size");
    graph.integers("axis", 3).node("ArgMax", "ArgMax", "scores", "axis");
    graph.node("SemanticPredictions", "Slice", "ArgMax", "extents", "extents");
    requireTheNetworkAlone(graph.write(folder));
  }

  @Test
  void aFrozenGraphIsCutToTheNetwork() throws IOException {
    PbFile graph = new PbFile();
    graph.add(
        new Node("ImageTensor", "Placeholder")
            .type("dtype", 4)
            .shape("shape", 1, -1, -1, CHANNELS));
    graph.add(new Node("Cast", "Cast", "ImageTensor").type("DstT", PbFile.FLOAT));
    graph.integers("size", SIDE, SIDE).node("resized", "ResizeBilinear", "Cast", "size");
    graph.reals("grey", new float[] {GREY}, 1).node("less", "Sub", "resized", "grey");
    graph.node("extents", "Shape", "less").node("Pad", "Pad", "less", "extents");
    graph.node("more", "Add", "Pad", "grey").reals("factor", new float[] {FACTOR});
    graph.node("scaled", "Mul", "factor", "more").reals("one", new float[] {1});
    graph.node("prepared", "Sub", "scaled", "one");
    graph.reals("weights", WEIGHTS, 1, 1, CHANNELS, CLASSES);
    graph.add(
        new Node("logits", "Conv2D", "prepared", "weights")
            .wholes("strides", 1, 2, 2, 1)
            .text("padding", "SAME"));
    graph.add(new Node("scores", "ResizeBilinear", "logits", "size").flag("align_corners", true));
    graph.integer("axis", 3).node("ArgMax", "ArgMax", "scores", "axis");
    graph.node("SemanticPredictions", "Slice", "ArgMax", "extents", "extents");
    requireTheNetworkAlone(graph.write(folder.resolve("frozen.pb")));
  }

  private static void requireTheNetworkAlone(Path file) throws IOException {
    List<String> notices = new ArrayList<>();
    Model model = ModelFiles.read(file, notices::add);

    assertThat(String.join(" ", notices)).contains("cut from 'prepared' to 'scores'");
    assertThat(model.card().task()).isEqualTo(VisionTask.SEGMENTATION);
    assertThat(model.card().labels()).isEqualTo(Labels.pascalVoc());
    Preprocessing preparation = model.card().preprocessing();
    assertThat(preparation.normalization())
        .isEqualTo(new Normalization(Rgb.all(GREY), Rgb.all(GREY)));
    assertThat(preparation.fit()).isEqualTo(new Fit.Pad(Rgb.all(GREY)));
    assertThat(preparation.resize()).isEqualTo(ResizeRule.TENSORFLOW_BILINEAR);

    float[] picture = Answers.some(SIDE * SIDE * CHANNELS);
    float[] scores = Answers.of(model, picture);
    assertThat(scores).hasSize(SIDE * SIDE * CLASSES);
    for (int y = 0; y < SIDE; y += STRIDE) {
      for (int x = 0; x < SIDE; x += STRIDE) {
        requireScores(scores, picture, y * SIDE + x);
      }
    }
  }

  /** Where the convolution looks, resizing with corners on corners changes no score. */
  private static void requireScores(float[] scores, float[] picture, int pixel) {
    for (int k = 0; k < CLASSES; k++) {
      float score = 0;
      for (int c = 0; c < CHANNELS; c++) {
        score += picture[pixel * CHANNELS + c] * WEIGHTS[c * CLASSES + k];
      }
      assertThat(scores[pixel * CLASSES + k]).isCloseTo(score, within(1e-5f));
    }
  }
}
