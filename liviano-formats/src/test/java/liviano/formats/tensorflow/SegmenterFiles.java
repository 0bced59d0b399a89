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
}
