package liviano.formats.tflite;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import liviano.formats.Pads;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.graph.ParamSpec.Role;
import liviano.graph.TensorType;
import liviano.graph.Window;
import liviano.tensor.Nearest;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import liviano.weights.Weights;

/** Layers that are a few TensorFlow Lite operators, or one with constants of its own. */
record TfLiteLayers(TfLiteGraph graph, TfLiteFile file, Weights weights) {
  /** Of {@code ActivationFunctionType}. */
  private static final int RELU6 = 3;

  /** {@code amplitude * tanh(rate * x)}. */
  void tanh(Node node, float amplitude, float rate) {
    int x = input(node);
    if (rate != 1) {
      x = step(node, "rate", BuiltinOp.MUL, List.of(x, scalar(node, "rate", rate)), mul());
    }
    if (amplitude == 1) {
      last(node, BuiltinOp.TANH, List.of(x), Settings.none());
      return;
    }
    x = step(node, "tanh", BuiltinOp.TANH, List.of(x), Settings.none());
    last(node, BuiltinOp.MUL, List.of(x, scalar(node, "amplitude", amplitude)), mul());
  }

  void hardSigmoid(Node node) {
    Settings clamped = new Settings(11).small(0, RELU6); // AddOptions
    int x =
        step(node, "sum", BuiltinOp.ADD, List.of(input(node), scalar(node, "three", 3)), clamped);
    last(node, BuiltinOp.MUL, List.of(x, scalar(node, "sixth", 1 / 6f)), mul());
  }

  void clip(Node node, float least, float most) {
    int x = input(node);
    if (least != Float.NEGATIVE_INFINITY) {
      List<Integer> reads = List.of(x, scalar(node, "least", least));
      if (most == Float.POSITIVE_INFINITY) {
        last(node, BuiltinOp.MAXIMUM, reads, Settings.none());
        return;
      }
      x = step(node, "above", BuiltinOp.MAXIMUM, reads, Settings.none());
    }
    last(node, BuiltinOp.MINIMUM, List.of(x, scalar(node, "most", most)), Settings.none());
  }

  /** On a map it is a filter of one position. */
  void scale(Node node, boolean bias) {
    Shape shape = node.input().shape();
    if (shape.isMap()) {
      float[] weight = values(node, Role.WEIGHT);
      float[] sums = bias ? values(node, Role.BIAS) : new float[weight.length];
      List<Integer> reads =
          List.of(
              input(node),
              file.constant(node.name() + ".weight", weight, 1, 1, 1, weight.length),
              file.constant(node.name() + ".bias", sums, weight.length));
      Settings settings =
          new Settings(2) // DepthwiseConv2DOptions
              .small(0, 1) // valid padding
              .integer(1, 1)
              .integer(2, 1)
              .integer(3, 1)
              .integer(5, 1)
              .integer(6, 1);
      last(node, BuiltinOp.DEPTHWISE_CONV_2D, reads, settings);
      return;
    }
    List<Integer> scaled = List.of(input(node), constant(node, Role.WEIGHT));
    if (!bias) {
      last(node, BuiltinOp.MUL, scaled, mul());
      return;
    }
    int x = step(node, "scaled", BuiltinOp.MUL, scaled, mul());
    last(node, BuiltinOp.ADD, List.of(x, constant(node, Role.BIAS)), new Settings(11));
  }

  /** What is not folded into a convolution is a product and a sum. */
  void batchNorm(Node node, float epsilon) {
    float[] scale = values(node, Role.SCALE);
    float[] offset = values(node, Role.OFFSET);
    float[] mean = values(node, Role.MEAN);
    float[] variance = values(node, Role.VARIANCE);
    for (int c = 0; c < scale.length; c++) {
      double factor = scale[c] / Math.sqrt((double) variance[c] + epsilon);
      scale[c] = (float) factor;
      offset[c] = (float) (offset[c] - mean[c] * factor);
    }
    int factors = file.constant(node.name() + ".scale", scale, scale.length);
    int x = step(node, "scaled", BuiltinOp.MUL, List.of(input(node), factors), mul());
    int offsets = file.constant(node.name() + ".offset", offset, offset.length);
    last(node, BuiltinOp.ADD, List.of(x, offsets), new Settings(11));
  }

  /** {@code x / sqrt(sum of squares + epsilon)}. */
  void l2Normalize(Node node, float epsilon) {
    int x = input(node);
    Shape shape = node.input().shape();
    List<Integer> alone = new ArrayList<>(shape.dims());
    alone.set(alone.size() - 1, 1);
    int[] ones = TfLiteGraph.dims(new Shape(alone));
    int squares = step(node, "squares", BuiltinOp.MUL, List.of(x, x), mul());
    int axis = file.integers(node.name() + ".axis", new int[] {shape.rank()}, 1);
    Settings kept = new Settings(27).small(0, 1); // ReducerOptions
    int sum = step(node, "sum", BuiltinOp.SUM, List.of(squares, axis), kept, ones);
    int more =
        step(
            node,
            "more",
            BuiltinOp.ADD,
            List.of(sum, scalar(node, "epsilon", epsilon)),
            new Settings(11),
            ones);
    int norm = step(node, "norm", BuiltinOp.RSQRT, List.of(more), Settings.none(), ones);
    last(node, BuiltinOp.MUL, List.of(x, norm), mul());
  }

  void localResponseNorm(Node node, Op.LocalResponseNorm op) {
    Settings settings =
        new Settings(13) // LocalResponseNormalizationOptions
            .integer(0, op.size() / 2)
            .real(1, op.offset())
            .real(2, op.alpha())
            .real(3, op.beta());
    last(node, BuiltinOp.LOCAL_RESPONSE_NORMALIZATION, List.of(input(node)), settings);
  }

  /** The greatest number of windows that reach beyond the map, where nothing is. */
  void paddedMaxPool(Node node, Window w, Settings settings) {
    int least = least(node); // no number is less
    last(
        node,
        BuiltinOp.MAX_POOL_2D,
        List.of(padded(node, Pads.of(w, node.input().shape()), least)),
        settings);
  }

  private int least(Node node) {
    TensorType type = node.input().type();
    if (type.quantization().isEmpty()) {
      return file.constant(node.name() + ".least", new float[] {-Float.MAX_VALUE});
    }
    ByteBuffer byteOfIt = ByteBuffer.wrap(new byte[] {(byte) type.dtype().least()});
    return file.constant(
        node.name() + ".least", type.dtype(), byteOfIt, type.quantization().get(), 0);
  }

  /** A vector as a map of one position. */
  int asMap(Node node) {
    int[] dims = {1, 1, 1, node.input().shape().channels()};
    List<Integer> reads = shaped(node, "map", input(node), dims);
    return step(node, "input", BuiltinOp.RESHAPE, reads, new Settings(17), dims);
  }

  /** The average of windows that reach beyond the map, where zeros count. */
  void paddedAveragePool(Node node, Window w, Settings settings) {
    int map = padded(node, Pads.of(w, node.input().shape()), -1);
    last(node, BuiltinOp.AVERAGE_POOL_2D, List.of(map), settings);
  }

  void pad(Node node, Pads pads) {
    List<Integer> reads = List.of(input(node), around(node, pads));
    last(node, BuiltinOp.PAD, reads, new Settings(22)); // PadOptions
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
    List<Integer> reads = new ArrayList<>(List.of(input(node), around(node, pads)));
    if (number < 0) {
      return step(node, "padded", BuiltinOp.PAD, reads, new Settings(22), dims);
    }
    reads.add(number);
    return step(node, "padded", BuiltinOp.PADV2, reads, new Settings(43), dims);
  }

  private int around(Node node, Pads p) {
    int[] around = {0, 0, p.top(), p.bottom(), p.left(), p.right(), 0, 0};
    return file.integers(node.name() + ".pads", around, 4, 2);
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
            input(node),
            file.integers(node.name() + ".from", from, 4),
            file.integers(node.name() + ".size", size, 4));
    Settings settings = new Settings(48); // SliceOptions
    if (height == crop.height() && width == crop.width()) {
      last(node, BuiltinOp.SLICE, reads, settings);
      return;
    }
    int cut = step(node, "cut", BuiltinOp.SLICE, reads, settings, size);
    int pads = around(node, new Pads(0, 0, crop.height() - height, crop.width() - width));
    last(node, BuiltinOp.PAD, List.of(cut, pads), new Settings(22));
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
    last(
        node,
        BuiltinOp.STRIDED_SLICE,
        List.of(
            input(node),
            file.integers(node.name() + ".begin", begin, rank),
            file.integers(node.name() + ".end", end, rank),
            file.integers(node.name() + ".strides", strides, rank)),
        new Settings(32)); // StridedSliceOptions
  }

  void split(Node node, Op.Split op) {
    int[] sizes = op.sizes().stream().mapToInt(Integer::intValue).toArray();
    file.operator(
        BuiltinOp.SPLIT_V,
        List.of(
            input(node),
            file.integers(node.name() + ".sizes", sizes, sizes.length),
            file.integers(node.name() + ".axis", new int[] {op.axis() + 1})),
        node.outputs().stream().map(graph::tensor).toList(),
        new Settings(79).integer(0, sizes.length)); // SplitVOptions
  }

  void transpose(Node node, Op.Transpose op) {
    int[] order =
        IntStream.concat(IntStream.of(0), op.order().stream().mapToInt(axis -> axis + 1)).toArray();
    last(node, BuiltinOp.TRANSPOSE, List.of(input(node), order(node, order)), new Settings(26));
  }

  /** Channels as a matrix of {@code groups} rows, turned. */
  void channelShuffle(Node node, int groups) {
    Shape shape = node.input().shape();
    int positions = shape.elements() / shape.channels();
    int each = shape.channels() / groups;
    int[] rows = {positions, groups, each};
    int[] columns = {positions, each, groups};
    int matrix =
        step(
            node,
            "rows",
            BuiltinOp.RESHAPE,
            shaped(node, "rows", input(node), rows),
            new Settings(17),
            rows);
    int turned =
        step(
            node,
            "columns",
            BuiltinOp.TRANSPOSE,
            List.of(matrix, order(node, 0, 2, 1)),
            new Settings(26),
            columns);
    int[] dims = TfLiteGraph.dims(shape);
    last(node, BuiltinOp.RESHAPE, shaped(node, "shape", turned, dims), new Settings(17));
  }

  private List<Integer> shaped(Node node, String part, int tensor, int[] dims) {
    return List.of(tensor, file.integers(node.name() + "." + part + ".extents", dims, dims.length));
  }

  private int order(Node node, int... axes) {
    return file.integers(node.name() + ".order", axes, axes.length);
  }

  void selectChannels(Node node, List<Integer> channels) {
    int[] places = channels.stream().mapToInt(Integer::intValue).toArray();
    int axis = node.input().shape().rank();
    int indices = file.integers(node.name() + ".channels", places, places.length);
    Settings settings = new Settings(23).integer(0, axis); // GatherOptions
    last(node, BuiltinOp.GATHER, List.of(input(node), indices), settings);
  }

  /** {@code [1, in]} against {@code [units, in]}. */
  void squaredDistance(Node node, int units) {
    int in = node.input().shape().channels();
    int centres = file.constant(node.name() + ".centre", values(node, Role.CENTRE), units, in);
    int away =
        step(
            node,
            "away",
            BuiltinOp.SUB,
            List.of(input(node), centres),
            new Settings(28),
            units,
            in);
    int squares = step(node, "squares", BuiltinOp.MUL, List.of(away, away), mul(), units, in);
    int axis = file.integers(node.name() + ".axis", new int[] {1}, 1);
    int sums = step(node, "sums", BuiltinOp.SUM, List.of(squares, axis), new Settings(27), units);
    last(
        node,
        BuiltinOp.RESHAPE,
        shaped(node, "shape", sums, new int[] {1, units}),
        new Settings(17));
  }

  void mean(Node node, List<Integer> axes, boolean keepDims) {
    int rank = node.input().shape().rank();
    boolean all = axes.size() == rank;
    TfLiteGraph.require(
        !all || keepDims || rank == 1, node, "a mean over all axes that keeps none");
    int[] there = axes.stream().mapToInt(axis -> axis + 1).toArray();
    int over = file.integers(node.name() + ".axes", there, there.length);
    graph.operator(
        BuiltinOp.MEAN,
        node,
        List.of(input(node), over),
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
    int size = file.integers(node.name() + ".size", new int[] {height, width}, 2);
    last(node, op, List.of(input(node), size), settings);
  }

  /** The numbers of a layer's parameter, along the innermost extent. */
  private int constant(Node node, Role role) {
    float[] values = values(node, role);
    return file.constant(node.name() + "." + role.suffix(), values, values.length);
  }

  private float[] values(Node node, Role role) {
    ParamSpec spec = node.param(role).orElseThrow();
    return weights.require(spec.name(), spec.shape().extents()).toFloats();
  }

  private int scalar(Node node, String part, float value) {
    return file.constant(node.name() + "." + part, new float[] {value}, 1);
  }

  private int input(Node node) {
    return graph.tensor(node.input());
  }

  private static Settings mul() {
    return new Settings(21); // MulOptions
  }

  /** An operator on the way, whose output is called after the layer and has the input's extents. */
  private int step(Node node, String part, BuiltinOp op, List<Integer> reads, Settings settings) {
    return step(node, part, op, reads, settings, TfLiteGraph.dims(node.input().shape()));
  }

  /** Integers of the same kind as the input's, where that holds such. */
  private int step(
      Node node, String part, BuiltinOp op, List<Integer> reads, Settings settings, int... dims) {
    int output = file.tensor(node.name() + "." + part, node.input().type(), dims);
    file.operator(op, reads, output, settings);
    return output;
  }

  private void last(Node node, BuiltinOp op, List<Integer> reads, Settings settings) {
    graph.operator(op, node, reads, settings);
  }
}
