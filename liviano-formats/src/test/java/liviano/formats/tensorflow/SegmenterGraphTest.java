package liviano.formats.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import liviano.UnsupportedModelException;
import liviano.formats.ModelFiles;
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

  /** Between the pixels that the convolution looks at. */
  private static final int STRIDE = 2;

  @TempDir Path folder;

  @Test
  void aTfjsGraphIsCutToTheNetwork() throws IOException {
    requireTheNetworkAlone(SegmenterFiles.writeTfjs(folder));
  }

  @Test
  void aFrozenGraphIsCutToTheNetwork() throws IOException {
    requireTheNetworkAlone(SegmenterFiles.writeFrozen(folder.resolve("frozen.pb")));
  }

  /** As DeepLab's authors export it, before anything is optimised: no size is a constant. */
  @Test
  void sizesThatTheGraphComputesAreWorkedOut() throws IOException {
    PbFile graph = withComputedSizes(SIDE);
    graph.node("SemanticPredictions", "Slice", "ArgMax", "zeros", "valid");
    requireTheNetworkAlone(graph.write(folder.resolve("frozen.pb")));
  }

  /** Later exports bring the classes back to the picture's size, and give probabilities, too. */
  @Test
  void probabilitiesOfTheSameScoresMayBeAnotherEnd() throws IOException {
    PbFile graph = withComputedSizes(SIDE);
    graph.node("sliced", "Slice", "ArgMax", "zeros", "valid").integer("last", 3);
    graph.node("deeper", "ExpandDims", "sliced", "last");
    graph.add(
        new Node("back", "ResizeNearestNeighbor", "deeper", "size").flag("align_corners", true));
    graph.add(new Node("flat", "Squeeze", "back").wholes("squeeze_dims", 3));
    graph.add(new Node("whole", "Cast", "flat").type("DstT", PbFile.INT32));
    graph.node("SemanticPredictions", "Identity", "whole");
    graph.node("Softmax", "Softmax", "scores").node("SemanticProbabilities", "Identity", "Softmax");
    requireTheNetworkAlone(graph.write(folder.resolve("frozen.pb")));
  }

  /** A network that takes pictures of any size says that it needs one. */
  @Test
  void aSizeThatDependsOnThePictureIsAskedFor() throws IOException {
    PbFile graph = withComputedSizes(0);
    graph.node("SemanticPredictions", "Slice", "ArgMax", "zeros", "valid");
    Path file = graph.write(folder.resolve("frozen.pb"));

    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("input 'ImageTensor' has no fixed size")
        .hasMessageContaining("--inputs ImageTensor:HEIGHTxWIDTH");
  }

  /**
   * Pictures are scaled by 1, that is to their own size, and filled up to a square.
   *
   * @param side of the square; no picture is filled up to 0
   */
  private static PbFile withComputedSizes(int side) {
    PbFile graph = new PbFile();
    graph.add(
        new Node("ImageTensor", "Placeholder")
            .type("dtype", 4)
            .shape("shape", 1, -1, -1, CHANNELS));
    graph.integers("at0", 0).integers("at1", 1).integers("at2", 2).integers("at3", 3);
    graph.integer("zero", 0).integer("one", 1).integer("side", side);
    graph.add(new Node("picture", "Squeeze", "ImageTensor").wholes("squeeze_dims", 0));
    graph.add(new Node("Cast", "Cast", "picture").type("DstT", PbFile.FLOAT));
    extents(graph, "Cast", "own");
    graph.node("size", "Pack", "own.height", "own.width");
    graph.add(new Node("real", "Cast", "size").type("DstT", PbFile.FLOAT));
    graph.reals("scale", new float[] {1}).node("times", "Mul", "real", "scale");
    graph.add(new Node("scaled.size", "Cast", "times").type("DstT", PbFile.INT32));
    graph.node("deep", "ExpandDims", "Cast", "zero");
    graph.add(
        new Node("scaled.deep", "ResizeBilinear", "deep", "scaled.size")
            .flag("align_corners", true));
    graph.add(new Node("scaled", "Squeeze", "scaled.deep").wholes("squeeze_dims", 0));
    extents(graph, "scaled", "scaled");
    filledUp(graph, "height");
    filledUp(graph, "width");
    graph.node("none", "Pack", "zero", "zero");
    graph.node("pads", "Pack", "pads.height", "pads.width", "none");
    graph.reals("grey", new float[] {GREY, GREY, GREY}, 1, 1, CHANNELS);
    graph.node("less", "Sub", "scaled", "grey").node("Pad", "Pad", "less", "pads");
    graph.node("more", "Add", "Pad", "grey").node("images", "ExpandDims", "more", "zero");
    graph.reals("factor", new float[] {FACTOR}).node("product", "Mul", "factor", "images");
    graph.reals("1.0", new float[] {1}).node("prepared", "Sub", "product", "1.0");
    graph.reals("weights", WEIGHTS, 1, 1, CHANNELS, CLASSES);
    graph.node("weights/read", "Identity", "weights");
    graph.add(
        new Node("logits", "Conv2D", "prepared", "weights/read")
            .wholes("strides", 1, 2, 2, 1)
            .text("padding", "SAME"));
    graph.node("images.extents", "Shape", "images");
    graph.node("images.size", "StridedSlice", "images.extents", "at1", "at3", "at1");
    graph.add(
        new Node("scores", "ResizeBilinear", "logits", "images.size").flag("align_corners", true));
    graph.integer("axis", 3).node("ArgMax", "ArgMax", "scores", "axis");
    graph.integers("zeros", 0, 0, 0);
    return graph.node("valid", "Pack", "one", "scaled.height", "scaled.width");
  }

  /** Height and width of a tensor {@code [height, width, channels]}, a number each. */
  private static void extents(PbFile graph, String tensor, String name) {
    graph.node(name + ".extents", "Shape", tensor);
    graph.add(
        new Node(name + ".height", "StridedSlice", name + ".extents", "at0", "at1", "at1")
            .whole("shrink_axis_mask", 1));
    graph.add(
        new Node(name + ".width", "StridedSlice", name + ".extents", "at1", "at2", "at1")
            .whole("shrink_axis_mask", 1));
  }

  /** What comes before and after the extent: {@code [0, max(side - extent, 0)]}. */
  private static void filledUp(PbFile graph, String extent) {
    graph.node(extent + ".missing", "Sub", "side", "scaled." + extent);
    graph.node(extent + ".more", "Maximum", extent + ".missing", "zero");
    graph.node(extent + ".target", "AddV2", "scaled." + extent, extent + ".more");
    graph.node(extent + ".after", "Sub", extent + ".target", "scaled." + extent);
    graph.node("pads." + extent, "Pack", "zero", extent + ".after");
  }

  private static void requireTheNetworkAlone(Path file) throws IOException {
    List<String> notices = new ArrayList<>();
    Model model = ModelFiles.read(file, notices::add);

    assertThat(String.join(" ", notices)).contains("cut from 'prepared' to 'scores'");
    assertThat(model.card().task()).isEqualTo(VisionTask.SEGMENTATION);
    assertThat(model.card().labels()).isEqualTo(Labels.pascalVoc());
    Preprocessing preparation = model.card().preprocessing();
    assertThat(preparation.normalization())
        .isEqualTo(new Normalization(Rgb.all(SegmenterFiles.GREY), Rgb.all(SegmenterFiles.GREY)));
    assertThat(preparation.fit()).isEqualTo(new Fit.Pad(Rgb.all(SegmenterFiles.GREY)));
    assertThat(preparation.resize()).isEqualTo(ResizeRule.TENSORFLOW_BILINEAR);

    float[] picture =
        Answers.some(SegmenterFiles.SIDE * SegmenterFiles.SIDE * SegmenterFiles.CHANNELS);
    float[] scores = Answers.of(model, picture);
    assertThat(scores).hasSize(SegmenterFiles.SIDE * SegmenterFiles.SIDE * SegmenterFiles.CLASSES);
    for (int y = 0; y < SegmenterFiles.SIDE; y += STRIDE) {
      for (int x = 0; x < SegmenterFiles.SIDE; x += STRIDE) {
        requireScores(scores, picture, y * SegmenterFiles.SIDE + x);
      }
    }
  }

  /** Where the convolution looks, resizing with corners on corners changes no score. */
  private static void requireScores(float[] scores, float[] picture, int pixel) {
    for (int k = 0; k < SegmenterFiles.CLASSES; k++) {
      float score = 0;
      for (int c = 0; c < SegmenterFiles.CHANNELS; c++) {
        score +=
            picture[pixel * SegmenterFiles.CHANNELS + c]
                * SegmenterFiles.WEIGHTS[c * SegmenterFiles.CLASSES + k];
      }
      assertThat(scores[pixel * SegmenterFiles.CLASSES + k]).isCloseTo(score, within(1e-5f));
    }
  }
}
