package liviano.formats.tflite;

import java.nio.ByteBuffer;
import java.util.List;
import liviano.formats.Pads;
import liviano.graph.Node;
import liviano.graph.TensorType;
import liviano.graph.Window;
import liviano.tensor.Nearest;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;

/** Averages and greatest numbers of maps or of parts of them, and maps of other sizes. */
record TfLiteMaps(TfLiteSteps steps, TfLiteMoves moves) {
  void averagePool(Node node, Window w, boolean countPadding) {
    boolean valid = TfLitePadding.isValid(w);
    if (countPadding && !valid) { // zeros count
      int map = moves.padded(node, Pads.of(w, node.input().shape()), -1);
      steps.last(node, BuiltinOp.AVERAGE_POOL_2D, List.of(map), pooling(w, false));
      return;
    }
    TfLiteGraph.require(
        valid || TfLitePadding.isSame(w, node.input().shape()),
        node,
        "an average with such padding");
    steps.last(node, BuiltinOp.AVERAGE_POOL_2D, List.of(steps.input(node)), pooling(w, !valid));
  }

  void maxPool(Node node, Window w) {
    Shape in = node.input().shape();
    boolean same = TfLitePadding.isSame(w, in);
    int map =
        same || TfLitePadding.isValid(w)
            ? steps.input(node)
            : moves.padded(node, Pads.of(w, in), least(node));
    steps.last(node, BuiltinOp.MAX_POOL_2D, List.of(map), pooling(w, same));
  }

  void globalAveragePool(Node node) {
    int axes = steps.file().integers(node.name() + ".axes", new int[] {1, 2}, 2);
    Settings settings = new Settings(27).small(0, 0); // keep_dims
    steps.last(node, BuiltinOp.MEAN, List.of(steps.input(node), axes), settings);
  }

  /** What stands around a map of which the greatest numbers are taken. */
  private int least(Node node) {
    TensorType type = node.input().type();
    if (type.quantization().isEmpty()) {
      return steps.file().constant(node.name() + ".least", new float[] {-Float.MAX_VALUE});
    }
    ByteBuffer byteOfIt = ByteBuffer.wrap(new byte[] {(byte) type.dtype().least()});
    return steps
        .file()
        .constant(node.name() + ".least", type.dtype(), byteOfIt, type.quantization().get(), 0);
  }

  private static Settings pooling(Window w, boolean same) {
    return new Settings(5) // Pool2DOptions
        .small(0, same ? TfLitePadding.SAME : TfLitePadding.VALID)
        .integer(1, w.strideW())
        .integer(2, w.strideH())
        .integer(3, w.kernelW())
        .integer(4, w.kernelH());
  }

  void mean(Node node, List<Integer> axes, boolean keepDims) {
    int rank = node.input().shape().rank();
    boolean all = axes.size() == rank;
    TfLiteGraph.require(
        !all || keepDims || rank == 1, node, "a mean over all axes that keeps none");
    int[] there = axes.stream().mapToInt(axis -> axis + 1).toArray();
    int over = steps.file().integers(node.name() + ".axes", there, there.length);
    steps.last(
        node,
        BuiltinOp.MEAN,
        List.of(steps.input(node), over),
        new Settings(27).small(0, all || keepDims ? 1 : 0)); // keep_dims
  }

  void resize(Node node, int height, int width, Sampling sampling) {
    TfLiteGraph.require(
        sampling != Sampling.PYTORCH_HALF_PIXEL, node, "a resize with PyTorch's half-pixel rule");
    Settings settings =
        new Settings(15) // ResizeBilinearOptions
            .small(2, sampling == Sampling.ALIGN_CORNERS ? 1 : 0)
            .small(3, sampling == Sampling.HALF_PIXEL ? 1 : 0);
    resize(BuiltinOp.RESIZE_BILINEAR, node, height, width, settings);
  }

  void resize(Node node, int height, int width, Nearest rule) {
    boolean known =
        List.of(Nearest.LEGACY, Nearest.HALF_PIXEL, Nearest.ALIGN_CORNERS).contains(rule);
    TfLiteGraph.require(known, node, "a nearest resize by the rule " + rule);
    Settings settings =
        new Settings(74) // ResizeNearestNeighborOptions
            .small(0, rule.equals(Nearest.ALIGN_CORNERS) ? 1 : 0)
            .small(1, rule.equals(Nearest.HALF_PIXEL) ? 1 : 0);
    resize(BuiltinOp.RESIZE_NEAREST_NEIGHBOR, node, height, width, settings);
  }

  private void resize(BuiltinOp op, Node node, int height, int width, Settings settings) {
    int size = steps.file().integers(node.name() + ".size", new int[] {height, width}, 2);
    steps.last(node, op, List.of(steps.input(node), size), settings);
  }
}
