package liviano.formats.tflite;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import liviano.UnsupportedModelException;
import liviano.formats.Pads;
import liviano.formats.TransposedPads;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.ParamSpec;
import liviano.graph.ParamSpec.Role;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.BlockOrder;
import liviano.tensor.DType;
import liviano.tensor.Nearest;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import liviano.weights.Weights;

/** Writes each operation of a graph as one TensorFlow Lite operator, or as two. */
final class TfLiteGraph {
  /** {@code Padding} and {@code ActivationFunctionType}. */
  private static final int SAME = 0;

  private static final int VALID = 1;
  private static final int UNCLAMPED = 0;
  private static final int RELU = 1;
  private static final int RELU6 = 3;

  private final TfLiteFile file = new TfLiteFile();
  private final Map<Value, Integer> tensors = new HashMap<>();
  private final Graph graph;
  private final Weights weights;
  private final TfLiteLayers layers;
  private final TfLiteProducts products;

  /** The clamp of the following node that a node applies itself. */
  private final Map<Node, Node> fused = new HashMap<>();

  /** Those of the graph; of one on integers the operation that it stands for. */
  private final List<Node> nodes = new ArrayList<>();

  /**
   * @param graph if it is quantized, as {@link TfLiteIntegers} gives it
   */
  TfLiteGraph(Graph graph, Weights weights) {
    this.graph = graph;
    this.weights = weights;
    this.layers = new TfLiteLayers(this, file, weights);
    this.products = new TfLiteProducts(file, weights);
    for (Node node : graph.nodes()) {
      nodes.add(unwrapped(node));
    }
    Map<Value, List<Node>> readers = new HashMap<>();
    for (Node node : nodes) {
      node.inputs().forEach(v -> readers.computeIfAbsent(v, _ -> new ArrayList<>()).add(node));
    }
    for (Node node : nodes) {
      if (!clamps(node.op())) {
        continue;
      }
      List<Node> next = readers.getOrDefault(node.output(), List.of());
      boolean alone = next.size() == 1 && !graph.outputs().containsValue(node.output());
      if (alone
          && isClamp(next.getFirst().op())
          && next.getFirst().output().type().equals(node.output().type())) {
        fused.put(node, next.getFirst());
      }
    }
  }

  /** What it reads and gives says that it works on integers. */
  private Node unwrapped(Node node) {
    if (!(node.op() instanceof Op.Quantized(Op real, _, _, var format, _))) {
      return node;
    }
    format.ifPresent(stored -> products.put(node.name(), stored));
    return new Node(node.name(), real, node.inputs(), node.outputs());
  }

  /**
   * The whole file.
   *
   * @param texts its metadata, by their names
   */
  ByteBuffer toFile(Map<String, String> texts) {
    graph.inputs().forEach(this::tensor);
    Set<Node> done = new HashSet<>(fused.values());
    nodes.stream().filter(node -> !done.contains(node)).forEach(this::write);
    return file.finish(
        graph.inputs().stream().map(this::tensor).toList(),
        graph.outputs().values().stream().map(this::tensor).toList(),
        texts);
  }

  private void write(Node node) {
    switch (node.op()) {
      case Op.Conv2d(_, Window w, _, _) -> convolution(node, w, false);
      case Op.DepthwiseConv2d(Window w, _, _) -> convolution(node, w, true);
      case Op.TransposedConv2d op -> transposed(node, op);
      case Op.Dense _ when products.isPerChannel(node) -> denseAsFilter(node);
      case Op.Dense _ -> {
        Settings settings = new Settings(8).small(0, clamp(node)); // FullyConnectedOptions
        operator(BuiltinOp.FULLY_CONNECTED, node, filtered(node, tensor(node.input())), settings);
      }
      case Op.Relu() -> simple(BuiltinOp.RELU, node, Settings.none());
      case Op.Relu6() -> simple(BuiltinOp.RELU6, node, Settings.none());
      case Op.PRelu() ->
          operator(
              BuiltinOp.PRELU, node, List.of(tensor(node.input()), slopes(node)), Settings.none());
      case Op.Sigmoid() -> simple(BuiltinOp.LOGISTIC, node, Settings.none());
      case Op.Softmax() -> simple(BuiltinOp.SOFTMAX, node, new Settings(9).real(0, 1)); // beta
      case Op.Add() -> simple(BuiltinOp.ADD, node, new Settings(11).small(0, clamp(node)));
      case Op.Concat concat -> {
        int axis = concat.axis(node.output().shape().rank()) + 1;
        simple(BuiltinOp.CONCATENATION, node, new Settings(10).integer(0, axis));
      }
      case Op.AveragePool(Window w, boolean countPadding) -> {
        if (countPadding && !isValid(w)) {
          layers.paddedAveragePool(node, w, pooling(w, false));
        } else {
          require(
              isValid(w) || isSame(w, node.input().shape()), node, "an average with such padding");
          simple(BuiltinOp.AVERAGE_POOL_2D, node, pooling(w, !isValid(w)));
        }
      }
      case Op.MaxPool(Window w) -> {
        boolean same = isSame(w, node.input().shape());
        if (same || isValid(w)) {
          simple(BuiltinOp.MAX_POOL_2D, node, pooling(w, same));
        } else {
          layers.paddedMaxPool(node, w, pooling(w, false));
        }
      }
      case Op.GlobalAveragePool() -> {
        int axes = file.integers(node.name() + ".axes", new int[] {1, 2}, 2);
        List<Integer> reads = List.of(tensor(node.input()), axes);
        operator(BuiltinOp.MEAN, node, reads, new Settings(27).small(0, 0)); // keep_dims
      }
      case Op.Mean(List<Integer> axes, boolean keepDims) -> layers.mean(node, axes, keepDims);
      case Op.ResizeBilinear(int height, int width, Sampling sampling) ->
          layers.resize(node, height, width, sampling);
      case Op.ResizeNearest(int height, int width, Nearest rule) ->
          layers.resize(node, height, width, rule);
      case Op.Reshape(Shape shape) -> {
        int[] dims = dims(shape);
        int extents = file.integers(node.name() + ".shape", dims, dims.length);
        operator(BuiltinOp.RESHAPE, node, List.of(tensor(node.input()), extents), new Settings(17));
      }
      case Op.BatchNorm(float epsilon) -> layers.batchNorm(node, epsilon);
      case Op.LeakyRelu(float slope) ->
          simple(BuiltinOp.LEAKY_RELU, node, new Settings(75).real(0, slope));
      case Op.Tanh(float amplitude, float rate) -> layers.tanh(node, amplitude, rate);
      case Op.HardSigmoid() -> layers.hardSigmoid(node);
      case Op.HardSwish() -> simple(BuiltinOp.HARD_SWISH, node, Settings.none());
      case Op.Clip(float least, float most) -> layers.clip(node, least, most);
      case Op.Multiply() -> simple(BuiltinOp.MUL, node, new Settings(21));
      case Op.Subtract() -> simple(BuiltinOp.SUB, node, new Settings(28));
      case Op.Divide() -> simple(BuiltinOp.DIV, node, new Settings(29));
      case Op.Maximum() -> simple(BuiltinOp.MAXIMUM, node, Settings.none());
      case Op.Minimum() -> simple(BuiltinOp.MINIMUM, node, Settings.none());
      case Op.LocalResponseNorm op -> layers.localResponseNorm(node, op);
      case Op.L2Normalize(float epsilon) -> layers.l2Normalize(node, epsilon);
      case Op.Scale(boolean bias) -> layers.scale(node, bias);
      case Op.ChannelShuffle(int groups) -> layers.channelShuffle(node, groups);
      case Op.SelectChannels(List<Integer> channels) -> layers.selectChannels(node, channels);
      case Op.SpaceToDepth(int block, BlockOrder order) -> {
        require(order == BlockOrder.BLOCK_MAJOR, node, "Darknet's order of blocks");
        simple(BuiltinOp.SPACE_TO_DEPTH, node, new Settings(19).integer(0, block));
      }
      case Op.Crop op -> layers.crop(node, op);
      case Op.Pad(int top, int bottom, int left, int right) ->
          layers.pad(node, new Pads(top, left, bottom, right));
      case Op.SquaredDistance(int units) -> layers.squaredDistance(node, units);
      case Op.Slice op -> layers.slice(node, op);
      case Op.Split op -> layers.split(node, op);
      case Op.Transpose op -> layers.transpose(node, op);
      case Op.Constant(Shape shape, _) -> constant(node, shape);
      case Op.FloorDivide _, Op.Power _, Op.Map _, Op.Cast _ -> throw unknown(node);
      case Op.ArgMax _, Op.Reduce _, Op.Gather _, Op.GatherNd _ -> throw unknown(node);
      case Op.Tile _, Op.Surround _, Op.DetectionPostProcess _ -> throw unknown(node);
      case Op.Quantize _ -> simple(BuiltinOp.QUANTIZE, node, Settings.none());
      case Op.Dequantize _ -> simple(BuiltinOp.DEQUANTIZE, node, Settings.none());
      case Op.Quantized _ -> throw new AssertionError(node);
      case Op.IntegerSums _, Op.DynamicQuantize _ -> throw unknown(node);
    }
  }

  private void convolution(Node node, Window w, boolean depthwise) {
    boolean same = isSame(w, node.input().shape());
    int map =
        same || isValid(w)
            ? tensor(node.input())
            : layers.padded(node, Pads.of(w, node.input().shape()), -1);
    Settings settings =
        new Settings(depthwise ? 2 : 1) // DepthwiseConv2DOptions, Conv2DOptions
            .small(0, same ? SAME : VALID)
            .integer(1, w.strideW())
            .integer(2, w.strideH());
    int next = 3;
    if (depthwise) {
      int multiplier = node.output().shape().channels() / node.input().shape().channels();
      settings.integer(next++, multiplier);
    }
    settings
        .small(next, clamp(node))
        .integer(next + 1, w.dilationW())
        .integer(next + 2, w.dilationH());
    operator(
        depthwise ? BuiltinOp.DEPTHWISE_CONV_2D : BuiltinOp.CONV_2D,
        node,
        filtered(node, map),
        settings);
  }

  /**
   * A filter of one position: it has had a scale for each channel since there are any, and dense
   * layers have not.
   */
  private void denseAsFilter(Node node) {
    Value out = node.output();
    int[] given = {1, 1, 1, out.shape().channels()};
    List<Integer> reads = new ArrayList<>(filtered(node, layers.asMap(node)));
    int made = file.tensor(node.name() + ".map", out.type(), given);
    Settings settings =
        new Settings(1) // Conv2DOptions
            .small(0, VALID)
            .integer(1, 1)
            .integer(2, 1)
            .small(3, clamp(node))
            .integer(4, 1)
            .integer(5, 1);
    file.operator(BuiltinOp.CONV_2D, reads, made, settings);
    int[] dims = dims(out.shape());
    int extents = file.integers(node.name() + ".shape", dims, dims.length);
    operator(BuiltinOp.RESHAPE, node, List.of(made, extents), new Settings(17));
  }

  /** It says the output's extents, and what is cut off by {@code SAME} or {@code VALID}. */
  private void transposed(Node node, Op.TransposedConv2d op) {
    Window w = op.window();
    Shape in = node.input().shape();
    Shape out = node.output().shape();
    require(op.groups() == 1, node, "a transposed convolution of groups");
    require(w.dilationH() == 1 && w.dilationW() == 1, node, "a dilated transposed convolution");
    Pads cut = TransposedPads.of(op, in, out).cut();
    Window same =
        new Window(w.kernelH(), w.kernelW(), w.strideH(), w.strideW(), 1, 1, Padding.SAME);
    boolean isSame = transposes(same, in, out, cut);
    Window valid =
        new Window(w.kernelH(), w.kernelW(), w.strideH(), w.strideW(), 1, 1, Padding.NONE);
    require(
        isSame || fits(w, out) && transposes(valid, in, out, cut),
        node,
        "a transposed convolution with such padding");
    int extents = file.integers(node.name() + ".shape", dims(out), 4);
    List<Integer> filtered = filtered(node, tensor(node.input()));
    operator(
        BuiltinOp.TRANSPOSE_CONV,
        node,
        List.of(extents, filtered.get(1), filtered.get(0), filtered.get(2)),
        new Settings(49) // TransposeConvOptions
            .small(0, isSame ? SAME : VALID)
            .integer(1, w.strideW())
            .integer(2, w.strideH()));
  }

  private static boolean fits(Window w, Shape map) {
    return w.kernelH() <= map.height() && w.kernelW() <= map.width();
  }

  /** Whether the window slides over the output as often as there are positions in the input. */
  private static boolean transposes(Window w, Shape in, Shape out, Pads cut) {
    Window.Axis rows = w.rows(out.height());
    Window.Axis columns = w.columns(out.width());
    return rows.out() == in.height()
        && columns.out() == in.width()
        && rows.padBefore() == cut.top()
        && columns.padBefore() == cut.left();
  }

  private static Settings pooling(Window w, boolean same) {
    return new Settings(5) // Pool2DOptions
        .small(0, same ? SAME : VALID)
        .integer(1, w.strideW())
        .integer(2, w.strideH())
        .integer(3, w.kernelW())
        .integer(4, w.kernelH());
  }

  /** Its numbers are a tensor of the file, and no operator gives them. */
  private void constant(Node node, Shape shape) {
    ParamSpec spec = node.params().getFirst();
    if (products.isInteger(node.output())) {
      tensors.put(node.output(), products.constant(node, dims(shape)));
      return;
    }
    requireFloats(node.output());
    float[] values = weights.require(spec.name(), spec.shape().extents()).toFloats();
    tensors.put(node.output(), file.constant(node.name(), values, dims(shape)));
  }

  /** What a layer with weights reads: the map, the weights, the bias. */
  private List<Integer> filtered(Node node, int map) {
    if (products.isInteger(node.output())) {
      return products.filtered(node, map);
    }
    List<Integer> reads = new ArrayList<>(List.of(map));
    for (ParamSpec spec : node.params()) {
      int[] dims = spec.shape().toArray();
      float[] values = weights.require(spec.name(), spec.shape().extents()).toFloats();
      boolean depthwise = spec.role() == Role.WEIGHT && dims.length == 3;
      int[] written = depthwise ? new int[] {1, dims[0], dims[1], dims[2]} : dims;
      reads.add(file.constant(spec.name(), values, written));
    }
    if (reads.size() == 2) { // convolutions must have a bias
      int channels = node.output().shape().channels();
      reads.add(file.constant(node.name() + ".bias", new float[channels], channels));
    }
    return reads;
  }

  /** A slope for each channel, as an operator reads it that has maps of one position and none. */
  private int slopes(Node node) {
    ParamSpec spec = node.params().getFirst();
    float[] values = weights.require(spec.name(), spec.shape().extents()).toFloats();
    int[] dims = new int[node.input().shape().rank()];
    Arrays.fill(dims, 1);
    dims[dims.length - 1] = values.length;
    return file.constant(spec.name(), values, dims);
  }

  private void simple(BuiltinOp op, Node node, Settings settings) {
    operator(op, node, node.inputs().stream().map(this::tensor).toList(), settings);
  }

  /** The operator that gives what a layer gives, or the clamp that it applies itself. */
  void operator(BuiltinOp op, Node node, List<Integer> reads, Settings settings) {
    file.operator(op, reads, tensor(fused.getOrDefault(node, node).output()), settings);
  }

  int tensor(Value value) {
    if (!products.isInteger(value)) {
      requireFloats(value);
    }
    return tensors.computeIfAbsent(value, v -> file.tensor(v.name(), v.type(), dims(v.shape())));
  }

  private static void requireFloats(Value value) {
    if (value.type().dtype() != DType.F32) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "layer %s gives %s; only F32 and quantized bytes are written to TensorFlow Lite",
              value.name(),
              value.type().dtype()));
    }
  }

  /** The operators whose options have a field for the clamp after them, as far as it is used. */
  private static boolean clamps(Op op) {
    return op instanceof Op.Convolution || op instanceof Op.Dense || op instanceof Op.Add;
  }

  private static boolean isClamp(Op op) {
    return op instanceof Op.Relu || op instanceof Op.Relu6;
  }

  private int clamp(Node node) {
    if (!fused.containsKey(node)) {
      return UNCLAMPED;
    }
    return fused.get(node).op() instanceof Op.Relu6 ? RELU6 : RELU;
  }

  private static boolean isSame(Window w, Shape map) {
    Pads same =
        Pads.of(
            new Window(
                w.kernelH(),
                w.kernelW(),
                w.strideH(),
                w.strideW(),
                w.dilationH(),
                w.dilationW(),
                Padding.SAME),
            map);
    return Pads.of(w, map).equals(same);
  }

  private static boolean isValid(Window w) {
    return w.padding().equals(Padding.NONE);
  }

  static int[] dims(Shape shape) {
    int[] dims = new int[shape.rank() + 1];
    dims[0] = 1;
    for (int i = 0; i < shape.rank(); i++) {
      dims[i + 1] = shape.dims().get(i);
    }
    return dims;
  }

  static void require(boolean holds, Node node, String what) {
    if (!holds) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT, "layer %s: TensorFlow Lite does not take %s", node.name(), what));
    }
  }

  private static UnsupportedModelException unknown(Node node) {
    return new UnsupportedModelException(
        String.format(
            Locale.ROOT,
            "layer %s: %s is not written to TensorFlow Lite",
            node.name(),
            node.op().getClass().getSimpleName()));
  }
}
