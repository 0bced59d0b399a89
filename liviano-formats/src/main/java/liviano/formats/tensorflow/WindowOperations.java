package liviano.formats.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.importer.ForeignNode;
import liviano.formats.importer.ForeignOp;
import liviano.formats.importer.ForeignOp.Steps;
import liviano.graph.Op;
import liviano.graph.Padding;

/** Convolutions, pools and products with matrices. */
record WindowOperations(Translation to) {
  /** Height, width, in, out. */
  private static final List<Integer> FILTER = List.of(3, 0, 1, 2);

  /** Height, width, out, in. */
  private static final List<Integer> TRANSPOSED_FILTER = List.of(2, 0, 1, 3);

  private static final List<Integer> AS_IT_IS = List.of(0, 1);
  private static final List<Integer> MATRIX = List.of(1, 0);
  private static final float LEAKY_SLOPE = 0.2f;

  /** Whether the node is one of these; translates it then. */
  boolean translate(GraphNode node) {
    switch (node.op()) {
      case "Conv2D", "_FusedConv2D", "FusedConv2D" ->
          fused(node, new ForeignOp.Convolution(steps(node)), filter(node));
      case "DepthwiseConv2dNative", "FusedDepthwiseConv2dNative", "_FusedDepthwiseConv2dNative" ->
          fused(node, new ForeignOp.Depthwise(steps(node)), depthwiseFilter(node));
      case "Conv2DBackpropInput" -> transposed(node);
      case "MatMul", "_FusedMatMul" -> matMul(node);
      case "BatchMatMul", "BatchMatMulV2" -> batchMatMul(node);
      case "AvgPool", "MaxPool" -> pool(node);
      default -> {
        return false;
      }
    }
    return true;
  }

  private int filter(GraphNode node) {
    return to.reordered(node, 1, 4, FILTER);
  }

  /** Height, width, in and multiplier: the inner two are the output's channels. */
  private int depthwiseFilter(GraphNode node) {
    Optional<ForeignConstant> constant = to.constant(node, 1);
    if (constant.isEmpty()) {
      throw node.unsupported("its weights are computed");
    }
    List<Integer> dims = constant.get().dims();
    if (dims.size() != 4) {
      throw node.malformed("its weights have the shape " + dims);
    }
    int made = to.made(to.names().get(to.input(node, 1)));
    int channels = Math.multiplyExact(dims.get(2), dims.get(3));
    to.constants()
        .put(
            made,
            new ForeignConstant(
                constant.get().type(),
                List.of(1, dims.get(0), dims.get(1), channels),
                constant.get().bytes()));
    return made;
  }

  /** With what optimisers set after it: a bias or a norm, then an activation. */
  private void fused(GraphNode node, ForeignOp op, int filter) {
    List<String> after = new ArrayList<>(node.texts("fused_ops"));
    after.remove("linear");
    List<Integer> reads = new ArrayList<>(List.of(to.input(node, 0), filter));
    int next = 2;
    if (!after.isEmpty() && after.getFirst().equals("BiasAdd")) {
      reads.add(to.input(node, next++));
      after.removeFirst();
    }
    if (after.isEmpty()) {
      to.add(node, op, reads, to.output(node));
      return;
    }
    int given = to.part(node, "linear", op, reads.toArray(Integer[]::new));
    if (after.getFirst().equals("FusedBatchNorm")) {
      ForeignOp norm = new ForeignOp.BatchNorm(node.real("epsilon").orElse(1e-4f));
      Integer[] normed = {given, 0, 0, 0, 0};
      for (int i = 1; i < normed.length; i++) {
        normed[i] = to.input(node, next++);
      }
      given = to.part(node, "norm", norm, normed);
      after.removeFirst();
    }
    activated(node, after, given, next);
  }

  private void activated(GraphNode node, List<String> after, int given, int next) {
    if (after.isEmpty()) {
      to.add(node, new ForeignOp.Same(), List.of(given), to.output(node));
      return;
    }
    String name = after.removeFirst();
    if (!after.isEmpty()) {
      throw node.unsupported("it is followed by " + after.getFirst() + " as well");
    }
    if (name.equals("Prelu")) {
      to.add(node, new ForeignOp.PRelu(), List.of(given, to.input(node, next)), to.output(node));
      return;
    }
    Op.Activation activation =
        name.equals("LeakyRelu")
            ? new Op.LeakyRelu(node.real("leakyrelu_alpha").orElse(LEAKY_SLOPE))
            : NumberOperations.function(name)
                .orElseThrow(() -> node.unsupported("it is followed by " + name));
    to.add(node, new ForeignOp.Activate(activation), List.of(given), to.output(node));
  }

  private void transposed(GraphNode node) {
    int filter = to.reordered(node, 1, 4, TRANSPOSED_FILTER);
    to.add(
        node,
        new ForeignOp.TransposedConvolution(steps(node)),
        List.of(to.input(node, 2), filter, ForeignNode.ABSENT, to.input(node, 0)),
        to.output(node));
  }

  private void matMul(GraphNode node) {
    if (node.isSet("transpose_a")) {
      throw node.unsupported("it transposes what it reads");
    }
    int matrix = to.reordered(node, 1, 2, node.isSet("transpose_b") ? AS_IT_IS : MATRIX);
    fused(node, new ForeignOp.Dense(false), matrix);
  }

  /** Of a constant matrix, whatever the extents of the other. */
  private void batchMatMul(GraphNode node) {
    if (node.isSet("adj_x")) {
      throw node.unsupported("it transposes what it reads");
    }
    if (to.constant(node, 1).filter(c -> c.dims().size() == 2).isEmpty()) {
      throw node.unsupported("it multiplies by what is no constant matrix");
    }
    int matrix = to.reordered(node, 1, 2, node.isSet("adj_y") ? AS_IT_IS : MATRIX);
    fused(node, new ForeignOp.Dense(true), matrix);
  }

  private void pool(GraphNode node) {
    List<Integer> kernel = inner(node, "ksize");
    boolean max = node.op().equals("MaxPool");
    to.as(
        node,
        max
            ? new ForeignOp.MaxPool(kernel.get(0), kernel.get(1), steps(node))
            : new ForeignOp.AveragePool(kernel.get(0), kernel.get(1), steps(node), false),
        1);
  }

  private static Steps steps(GraphNode node) {
    requireChannelsLast(node);
    List<Integer> strides = inner(node, "strides");
    List<Integer> dilations = inner(node, "dilations");
    return new Steps(
        strides.get(0), strides.get(1), dilations.get(0), dilations.get(1), padding(node));
  }

  static void requireChannelsLast(GraphNode node) {
    String format = node.text("data_format").orElse("NHWC");
    if (!format.equals("NHWC")) {
      throw node.unsupported(
          "its data format is " + GraphNode.shortened(format) + ", only NHWC is computed");
    }
  }

  private static Padding padding(GraphNode node) {
    String padding = node.text("padding").orElse("");
    switch (padding) {
      case "SAME" -> {
        return Padding.SAME;
      }
      case "VALID" -> {
        return Padding.NONE;
      }
      case "EXPLICIT" -> {
        List<Integer> around = node.wholes("explicit_paddings").orElse(List.of());
        boolean fits = around.size() == 8 && around.stream().allMatch(zeros -> zeros >= 0);
        if (fits && around.get(0) + around.get(1) + around.get(6) + around.get(7) == 0) {
          return new Padding.Explicit(around.get(2), around.get(3), around.get(4), around.get(5));
        }
        throw node.malformed("it pads by " + around);
      }
      default -> throw node.malformed("its padding is '" + GraphNode.shortened(padding) + "'");
    }
  }

  /** Of four extents the inner two; the others must be 1. */
  private static List<Integer> inner(GraphNode node, String name) {
    List<Integer> all = node.wholes(name).orElse(List.of(1, 1, 1, 1));
    if (all.size() != 4 || all.get(0) != 1 || all.get(3) != 1) {
      throw node.unsupported("its " + name + " are " + all);
    }
    return all.subList(1, 3);
  }
}
