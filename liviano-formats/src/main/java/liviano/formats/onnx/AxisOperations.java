package liviano.formats.onnx;

import java.util.ArrayList;
import java.util.List;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.Reduction;
import liviano.tensor.Shape;

/** Operations on single extents, whose axes are others where maps have their channels first. */
record AxisOperations(Translation translation, OnnxGraph onnx) {

  void slice(Node node, Op.Slice op) {
    Shape in = node.input().shape();
    int rank = in.rank();
    int[] from = new int[rank];
    int[] to = new int[rank];
    int[] axes = new int[rank];
    int[] steps = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      from[axis] = op.begin().get(axis);
      steps[axis] = op.stride().get(axis);
      to[axis] = from[axis] + (op.size().get(axis) - 1) * steps[axis] + 1;
      axes[axis] = axis(in, axis);
    }
    String name = node.name();
    List<String> inputs =
        List.of(
            translation.tensor(node.input()),
            onnx.integers(name + ".from", from),
            onnx.integers(name + ".to", to),
            onnx.integers(name + ".axes", axes),
            onnx.integers(name + ".steps", steps));
    onnx.node(name, "Slice", inputs, translation.tensor(node.output()));
  }

  void split(Node node, Op.Split op) {
    int[] sizes = op.sizes().stream().mapToInt(Integer::intValue).toArray();
    List<String> inputs =
        List.of(translation.tensor(node.input()), onnx.integers(node.name() + ".sizes", sizes));
    onnx.node(
        node.name(),
        "Split",
        inputs,
        node.outputs().stream().map(translation::tensor).toList(),
        Attribute.of("axis", axis(node.input().shape(), op.axis())));
  }

  void concat(Node node, Op.Concat op) {
    Shape in = node.input().shape();
    List<String> inputs = node.inputs().stream().map(translation::tensor).toList();
    onnx.node(
        node.name(),
        "Concat",
        inputs,
        translation.tensor(node.output()),
        Attribute.of("axis", axis(in, op.axis(in.rank()))));
  }

  void transpose(Node node, Op.Transpose op) {
    Shape in = node.input().shape();
    int[] order = new int[in.rank() + 1];
    for (int axis = 0; axis < in.rank(); axis++) {
      order[axis(in, axis)] = axis(in, op.order().get(axis));
    }
    translation.transpose(
        node.name(), translation.tensor(node.input()), translation.tensor(node.output()), order);
  }

  /** With every extent kept first, for a map's axes are others; left out is what is 1. */
  void reduce(Node node, Op.Reduce op) {
    Shape in = node.input().shape();
    int[] there = op.axes().stream().mapToInt(axis -> axis(in, axis)).toArray();
    String x = translation.tensor(node.input());
    Attribute kept = Attribute.of("keepdims", 1);
    String reduced =
        switch (op.kind()) {
          case SUM ->
              translation.step(
                  node,
                  "kept",
                  "ReduceSum",
                  List.of(x, onnx.integers(node.name() + ".axes", there)),
                  kept);
          case PRODUCT, MAX, MIN -> {
            Attribute axes = Attribute.ints("axes", there);
            yield translation.step(node, "kept", reduction(op.kind()), List.of(x), axes, kept);
          }
        };
    List<Integer> dims = new ArrayList<>(in.dims());
    op.axes().forEach(axis -> dims.set(axis, 1));
    translation.reshape(
        node.name(),
        reduced,
        new Shape(dims),
        translation.tensor(node.output()),
        node.output().shape());
  }

  private static String reduction(Reduction kind) {
    return switch (kind) {
      case SUM -> "ReduceSum";
      case PRODUCT -> "ReduceProd";
      case MAX -> "ReduceMax";
      case MIN -> "ReduceMin";
    };
  }

  void tile(Node node, Op.Tile op) {
    Shape in = node.input().shape();
    int[] repeats = new int[in.rank() + 1];
    repeats[0] = 1;
    for (int axis = 0; axis < in.rank(); axis++) {
      repeats[axis(in, axis)] = op.repeats().get(axis);
    }
    List<String> inputs =
        List.of(translation.tensor(node.input()), onnx.integers(node.name() + ".repeats", repeats));
    onnx.node(node.name(), "Tile", inputs, translation.tensor(node.output()));
  }

  void surround(Node node, Op.Surround op) {
    Shape in = node.input().shape();
    int rank = in.rank() + 1;
    int[] pads = new int[2 * rank];
    for (int axis = 0; axis < in.rank(); axis++) {
      pads[axis(in, axis)] = op.before().get(axis);
      pads[rank + axis(in, axis)] = op.after().get(axis);
    }
    List<String> inputs =
        List.of(
            translation.tensor(node.input()),
            onnx.integers(node.name() + ".pads", pads),
            translation.scalar(node, "value", op.value()));
    onnx.node(node.name(), "Pad", inputs, translation.tensor(node.output()));
  }

  /**
   * The second tensor of a function of two, with as many extents as the first: ONNX repeats extents
   * of 1 as the graph does, but maps have other axes than tensors of other ranks.
   */
  String second(Node node) {
    int rank = node.input().shape().rank();
    Value second = node.inputs().get(1);
    String tensor = translation.tensor(second);
    if (second.shape().rank() == rank) {
      return tensor;
    }
    List<Integer> dims = new ArrayList<>(second.shape().dims());
    while (dims.size() < rank) {
      dims.addFirst(1);
    }
    Shape aligned = new Shape(dims.subList(dims.size() - rank, dims.size()));
    String name = node.name() + ".second";
    String reshaped = onnx.tensor(name);
    translation.reshape(name, tensor, second.shape(), reshaped, aligned);
    return reshaped;
  }

  /** Where an extent of a sample is in the tensor that holds such a value. */
  private static int axis(Shape shape, int axis) {
    if (!shape.isMap()) {
      return axis + 1;
    }
    return axis == 2 ? Translation.channelAxis(shape) : axis + 2;
  }
}
