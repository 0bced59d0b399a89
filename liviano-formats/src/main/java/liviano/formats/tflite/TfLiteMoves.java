package liviano.formats.tflite;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import liviano.formats.Pads;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.tensor.Shape;

/** Layers that move numbers, in operators that say where to in constants. */
record TfLiteMoves(TfLiteSteps steps) {
  /** A vector as a map of one position. */
  int asMap(Node node) {
    int[] dims = {1, 1, 1, node.input().shape().channels()};
    List<Integer> reads = steps.shaped(node, "map", steps.input(node), dims);
    return steps.step(node, "input", BuiltinOp.RESHAPE, reads, new Settings(17), dims);
  }

  void pad(Node node, Pads pads) {
    List<Integer> reads = List.of(steps.input(node), around(node, pads));
    steps.last(node, BuiltinOp.PAD, reads, new Settings(22)); // PadOptions
  }

  /**
   * The map with numbers around it.
   *
   * @param number tensor of the number; negative for zeros
   */
  int padded(Node node, Pads pads, int number) {
    Shape in = node.input().shape();
    int[] dims = {
      1,
      in.height() + pads.top() + pads.bottom(),
      in.width() + pads.left() + pads.right(),
      in.channels()
    };
    List<Integer> reads = new ArrayList<>(List.of(steps.input(node), around(node, pads)));
    if (number < 0) {
      return steps.step(node, "padded", BuiltinOp.PAD, reads, new Settings(22), dims);
    }
    reads.add(number);
    return steps.step(node, "padded", BuiltinOp.PADV2, reads, new Settings(43), dims);
  }

  private int around(Node node, Pads p) {
    int[] around = {0, 0, p.top(), p.bottom(), p.left(), p.right(), 0, 0};
    return steps.file().integers(node.name() + ".pads", around, 4, 2);
  }

  /** What lies on the map is cut out; what lies beyond is set to zero. */
  void crop(Node node, Op.Crop crop) {
    Shape in = node.input().shape();
    int height = Math.min(in.height() - crop.top(), crop.height());
    int width = Math.min(in.width() - crop.left(), crop.width());
    int[] from = {0, crop.top(), crop.left(), 0};
    int[] size = {1, height, width, in.channels()};
    List<Integer> reads =
        List.of(
            steps.input(node),
            steps.file().integers(node.name() + ".from", from, 4),
            steps.file().integers(node.name() + ".size", size, 4));
    Settings settings = new Settings(48); // SliceOptions
    if (height == crop.height() && width == crop.width()) {
      steps.last(node, BuiltinOp.SLICE, reads, settings);
      return;
    }
    int cut = steps.step(node, "cut", BuiltinOp.SLICE, reads, settings, size);
    int pads = around(node, new Pads(0, 0, crop.height() - height, crop.width() - width));
    steps.last(node, BuiltinOp.PAD, List.of(cut, pads), new Settings(22));
  }

  /** Number by number: one number, that after the last, and the distance. */
  void slice(Node node, Op.Slice op) {
    int rank = op.begin().size() + 1;
    int[] begin = new int[rank];
    int[] end = new int[rank];
    int[] strides = new int[rank];
    end[0] = 1;
    strides[0] = 1;
    for (int axis = 1; axis < rank; axis++) {
      begin[axis] = op.begin().get(axis - 1);
      strides[axis] = op.stride().get(axis - 1);
      end[axis] = begin[axis] + (op.size().get(axis - 1) - 1) * strides[axis] + 1;
    }
    steps.last(
        node,
        BuiltinOp.STRIDED_SLICE,
        List.of(
            steps.input(node),
            steps.file().integers(node.name() + ".begin", begin, rank),
            steps.file().integers(node.name() + ".end", end, rank),
            steps.file().integers(node.name() + ".strides", strides, rank)),
        new Settings(32)); // StridedSliceOptions
  }

  void split(Node node, Op.Split op) {
    int[] sizes = op.sizes().stream().mapToInt(Integer::intValue).toArray();
    steps
        .file()
        .operator(
            BuiltinOp.SPLIT_V,
            List.of(
                steps.input(node),
                steps.file().integers(node.name() + ".sizes", sizes, sizes.length),
                steps.file().integers(node.name() + ".axis", new int[] {op.axis() + 1})),
            node.outputs().stream().map(steps.graph()::tensor).toList(),
            new Settings(79).integer(0, sizes.length)); // SplitVOptions
  }

  void transpose(Node node, Op.Transpose op) {
    int[] order =
        IntStream.concat(IntStream.of(0), op.order().stream().mapToInt(axis -> axis + 1)).toArray();
    steps.last(
        node,
        BuiltinOp.TRANSPOSE,
        List.of(steps.input(node), order(node, order)),
        new Settings(26));
  }

  /** Channels as a matrix of {@code groups} rows, turned. */
  void channelShuffle(Node node, int groups) {
    Shape shape = node.input().shape();
    int positions = shape.elements() / shape.channels();
    int each = shape.channels() / groups;
    int[] rows = {positions, groups, each};
    int[] columns = {positions, each, groups};
    int matrix =
        steps.step(
            node,
            "rows",
            BuiltinOp.RESHAPE,
            steps.shaped(node, "rows", steps.input(node), rows),
            new Settings(17),
            rows);
    int turned =
        steps.step(
            node,
            "columns",
            BuiltinOp.TRANSPOSE,
            List.of(matrix, order(node, 0, 2, 1)),
            new Settings(26),
            columns);
    int[] dims = TfLiteGraph.dims(shape);
    steps.last(
        node, BuiltinOp.RESHAPE, steps.shaped(node, "shape", turned, dims), new Settings(17));
  }

  private int order(Node node, int... axes) {
    return steps.file().integers(node.name() + ".order", axes, axes.length);
  }

  void selectChannels(Node node, List<Integer> channels) {
    int[] places = channels.stream().mapToInt(Integer::intValue).toArray();
    int axis = node.input().shape().rank();
    int indices = steps.file().integers(node.name() + ".channels", places, places.length);
    Settings settings = new Settings(23).integer(0, axis); // GatherOptions
    steps.last(node, BuiltinOp.GATHER, List.of(steps.input(node), indices), settings);
  }
}
