package liviano.formats.tflite;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import liviano.UnsupportedModelException;
import liviano.formats.Pads;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.BlockOrder;
import liviano.tensor.DType;
import liviano.tensor.Nearest;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import liviano.weights.Weights;

/** Writes each operation of a graph as one TensorFlow Lite operator, or as a few. */
final class TfLiteGraph {
  private final TfLiteFile file = new TfLiteFile();
  private final Map<Value, Integer> tensors = new HashMap<>();
  private final Graph graph;
  private final Weights weights;
  private final TfLiteProducts products;
  private final TfLiteClamps clamps;
  private final TfLiteFilters filters;
  private final TfLiteFunctions functions;
  private final TfLiteMaps maps;
  private final TfLiteMoves moves;

  /** Those of the graph; of one on integers the operation that it stands for. */
  private final List<Node> nodes;

  /**
   * @param graph if it is quantized, as {@link TfLiteIntegers} gives it
   */
  TfLiteGraph(Graph graph, Weights weights) {
    this.graph = graph;
    this.weights = weights;
    this.products = new TfLiteProducts(file, weights);
    this.nodes = graph.nodes().stream().map(this::unwrapped).toList();
    this.clamps = new TfLiteClamps(graph, nodes);
    TfLiteSteps steps = new TfLiteSteps(this, file, weights);
    this.functions = new TfLiteFunctions(steps);
    this.moves = new TfLiteMoves(steps);
    this.maps = new TfLiteMaps(steps, moves);
    this.filters = new TfLiteFilters(this, file, weights, clamps, products, moves);
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
    nodes.stream().filter(node -> !clamps.isApplied(node)).forEach(this::write);
    return file.finish(
        graph.inputs().stream().map(this::tensor).toList(),
        graph.outputs().values().stream().map(this::tensor).toList(),
        texts);
  }

  private void write(Node node) {
    switch (node.op()) {
      case Op.Conv2d(_, Window w, _, _) -> filters.convolution(node, w, false);
      case Op.DepthwiseConv2d(Window w, _, _) -> filters.convolution(node, w, true);
      case Op.TransposedConv2d op -> filters.transposed(node, op);
      case Op.Dense _ -> filters.dense(node);
      case Op.Relu() -> simple(BuiltinOp.RELU, node, Settings.none());
      case Op.Relu6() -> simple(BuiltinOp.RELU6, node, Settings.none());
      case Op.PRelu() ->
          operator(
              BuiltinOp.PRELU, node, List.of(tensor(node.input()), slopes(node)), Settings.none());
      case Op.Sigmoid() -> simple(BuiltinOp.LOGISTIC, node, Settings.none());
      case Op.Softmax() -> simple(BuiltinOp.SOFTMAX, node, new Settings(9).real(0, 1)); // beta
      case Op.Add() -> simple(BuiltinOp.ADD, node, new Settings(11).small(0, clamps.code(node)));
      case Op.Concat concat -> {
        int axis = concat.axis(node.output().shape().rank()) + 1;
        simple(BuiltinOp.CONCATENATION, node, new Settings(10).integer(0, axis));
      }
      case Op.AveragePool(Window w, boolean countPadding) ->
          maps.averagePool(node, w, countPadding);
      case Op.MaxPool(Window w) -> maps.maxPool(node, w);
      case Op.GlobalAveragePool() -> maps.globalAveragePool(node);
      case Op.Mean(List<Integer> axes, boolean keepDims) -> maps.mean(node, axes, keepDims);
      case Op.ResizeBilinear(int height, int width, Sampling sampling) ->
          maps.resize(node, height, width, sampling);
      case Op.ResizeNearest(int height, int width, Nearest rule) ->
          maps.resize(node, height, width, rule);
      case Op.Reshape(Shape shape) -> {
        int[] dims = dims(shape);
        int extents = file.integers(node.name() + ".shape", dims, dims.length);
        operator(BuiltinOp.RESHAPE, node, List.of(tensor(node.input()), extents), new Settings(17));
      }
      case Op.BatchNorm(float epsilon) -> functions.batchNorm(node, epsilon);
      case Op.LeakyRelu(float slope) ->
          simple(BuiltinOp.LEAKY_RELU, node, new Settings(75).real(0, slope));
      case Op.Tanh(float amplitude, float rate) -> functions.tanh(node, amplitude, rate);
      case Op.HardSigmoid() -> functions.hardSigmoid(node);
      case Op.HardSwish() -> simple(BuiltinOp.HARD_SWISH, node, Settings.none());
      case Op.Clip(float least, float most) -> functions.clip(node, least, most);
      case Op.Multiply() -> simple(BuiltinOp.MUL, node, new Settings(21));
      case Op.Subtract() -> simple(BuiltinOp.SUB, node, new Settings(28));
      case Op.Divide() -> simple(BuiltinOp.DIV, node, new Settings(29));
      case Op.Maximum() -> simple(BuiltinOp.MAXIMUM, node, Settings.none());
      case Op.Minimum() -> simple(BuiltinOp.MINIMUM, node, Settings.none());
      case Op.LocalResponseNorm op -> functions.localResponseNorm(node, op);
      case Op.L2Normalize(float epsilon) -> functions.l2Normalize(node, epsilon);
      case Op.Scale(boolean bias) -> functions.scale(node, bias);
      case Op.ChannelShuffle(int groups) -> moves.channelShuffle(node, groups);
      case Op.SelectChannels(List<Integer> channels) -> moves.selectChannels(node, channels);
      case Op.SpaceToDepth(int block, BlockOrder order) -> {
        require(order == BlockOrder.BLOCK_MAJOR, node, "Darknet's order of blocks");
        simple(BuiltinOp.SPACE_TO_DEPTH, node, new Settings(19).integer(0, block));
      }
      case Op.Crop op -> moves.crop(node, op);
      case Op.Pad(int top, int bottom, int left, int right) ->
          moves.pad(node, new Pads(top, left, bottom, right));
      case Op.SquaredDistance(int units) -> functions.squaredDistance(node, units);
      case Op.Slice op -> moves.slice(node, op);
      case Op.Split op -> moves.split(node, op);
      case Op.Transpose op -> moves.transpose(node, op);
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

  /** Its numbers are a tensor of the file, and no operator gives them. */
  private void constant(Node node, Shape shape) {
    ParamSpec spec = node.params().getFirst();
    if (node.output().type().isQuantizedByte()) {
      tensors.put(node.output(), products.constant(node, dims(shape)));
      return;
    }
    requireFloats(node.output());
    float[] values = weights.require(spec.name(), spec.shape().extents()).toFloats();
    tensors.put(node.output(), file.constant(node.name(), values, dims(shape)));
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
    file.operator(op, reads, tensor(clamps.output(node)), settings);
  }

  int tensor(Value value) {
    if (!value.type().isQuantizedByte()) {
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
