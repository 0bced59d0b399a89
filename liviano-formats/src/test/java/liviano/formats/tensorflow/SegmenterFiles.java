package liviano.formats.tensorflow;

import java.io.IOException;
import java.nio.file.Path;
import liviano.formats.tensorflow.PbFile.Node;
import liviano.formats.tensorflow.TfjsGraph.Settings;

/**
 * Writes a small segmenter as TensorFlow's authors publish theirs: it takes pictures of any size
 * and bytes, prepares them itself, and gives a class for each pixel.
 */
public final class SegmenterFiles {
  static final int SIDE = 5;
  static final int CLASSES = 21;
  static final int CHANNELS = 3;
  static final float GREY = 127.5f;
  static final float[] WEIGHTS = Answers.some(CHANNELS * CLASSES);
  private static final float FACTOR = 0.007843138f;

  private SegmenterFiles() {}

  /** As a graph of TensorFlow.js in a folder; gives its {@code model.json}. */
  public static Path writeTfjs(Path folder) throws IOException {
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
    return graph.write(folder);
  }

  /** As a frozen graph. */
  public static Path writeFrozen(Path file) throws IOException {
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
    return graph.write(file);
  }

  /**
   * Pictures are scaled by 1, that is to their own size, and filled up to a square.
   *
   * @param side of the square; no picture is filled up to 0
   */
  static PbFile withComputedSizes(int side) {
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
}
