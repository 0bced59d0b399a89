package liviano.train.network;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec.Role;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.DType;
import liviano.tensor.Nearest;
import liviano.tensor.Reduction;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import liviano.tensor.UnaryFunction;
import org.bytedeco.pytorch.Tensor;

/**
 * Every operation as a layer.
 *
 * @param norms how batch norms train
 * @param integers rounds weights and values, where the network learns to be one of integers
 * @param readers how many nodes and outputs read a value, by its number
 * @param makers the node that gives a value, by the value's number
 */
record Operations(
    Constants constants,
    NormSettings norms,
    Optional<FakeIntegers> integers,
    Map<Integer, Integer> readers,
    Map<Integer, Node> makers) {

  static Operations of(
      Graph graph, Constants constants, NormSettings norms, Optional<FakeIntegers> integers) {
    Map<Integer, Integer> readers = new HashMap<>();
    Map<Integer, Node> makers = new HashMap<>();
    for (Node node : graph.nodes()) {
      node.inputs().forEach(value -> readers.merge(value.id(), 1, Integer::sum));
      node.outputs().forEach(value -> makers.put(value.id(), node));
    }
    graph.outputs().values().forEach(value -> readers.merge(value.id(), 1, Integer::sum));
    return new Operations(constants, norms, integers, readers, makers);
  }

  /**
   * A node's layer.
   *
   * @throws UnsupportedModelException if it cannot be trained; the message names it
   */
  Layer layer(Node node) {
    requireReals(node);
    if (integers.isEmpty()) {
      return real(node);
    }
    FakeIntegers rounded = integers.get();
    Layer layer =
        FakeIntegers.isProduct(node)
            ? rounded.product(node, range(node.input()), seen -> product(node, seen))
            : real(node);
    return rounded.rounding(node, layer);
  }

  /** The range of a value that bytes stand for: what only moves numbers has that of its input. */
  private Tensor range(Value value) {
    Value at = value;
    while (constants.range(at.name()).isEmpty()) {
      at = makers.get(at.id()).input();
    }
    return constants.range(at.name()).get();
  }

  private static Layer product(Node node, Constants constants) {
    return switch (node.op()) {
      case Op.Conv2d(_, Window window, int groups, _) ->
          Convolutions.convolution(node, window, groups, constants);
      case Op.DepthwiseConv2d(Window window, _, _) ->
          Convolutions.convolution(node, window, node.input().shape().channels(), constants);
      case Op.Dense _ -> Convolutions.dense(node, constants);
      default -> throw new IllegalArgumentException(node.name() + " has no products");
    };
  }

  private Layer real(Node node) {
    return switch (node.op()) {
      case Op.Convolution _, Op.Dense _ -> product(node, constants);
      case Op.TransposedConv2d op -> Convolutions.transposed(node, op, constants);
      case Op.SquaredDistance _ -> Convolutions.squaredDistance(node, constants);
      case Op.BatchNorm(float epsilon) -> Norms.batch(node, epsilon, constants, norms);
      case Op.LocalResponseNorm op -> Norms.localResponse(node, op, constants);
      case Op.L2Normalize(float epsilon) -> Norms.length(node, epsilon);
      case Op.Scale(boolean biased) -> Norms.scale(node, biased, constants);
      case Op.PRelu _ -> Norms.prelu(node, constants);
      case Op.Activation activation -> activation(node, activation).layer();
      case Op.Softmax _ -> softmax(Layout.channelAxis(node.input().shape())).layer();
      case Op.Pairwise pairwise -> pairwise(node, pairwise);
      case Op.Pool pool -> pool(node, pool);
      case Op.GlobalAveragePool _ -> Reductions.globalAverage();
      case Op.Mean(List<Integer> axes, boolean keepDims) -> Reductions.mean(node, axes, keepDims);
      case Op.Reduce(Reduction kind, List<Integer> axes, boolean keepDims) ->
          Reductions.reduce(node, kind, axes, keepDims);
      case Op.ResizeBilinear(int height, int width, Sampling sampling) ->
          Resizes.bilinear(node, height, width, sampling, constants);
      case Op.ResizeNearest(int height, int width, Nearest rule) ->
          Resizes.nearest(node, height, width, rule, constants);
      case Op.Move move -> move(node, move);
      case Op.Concat concat -> Moves.concat(node, concat);
      case Op.Constant(Shape shape, _) -> constant(node, shape);
      case Op.Cast _, Op.ArgMax _, Op.Gather _, Op.GatherNd _ -> throw untrainable(node);
      case Op.DetectionPostProcess _ -> throw untrainable(node);
      case Op.Quantized _, Op.Quantize _, Op.Dequantize _ -> throw untrainable(node);
      case Op.IntegerSums _, Op.DynamicQuantize _ -> throw untrainable(node);
    };
  }

  private Layer.Function activation(Node node, Op.Activation activation) {
    boolean overwrites = overwrites(node.input());
    return switch (activation) {
      case Op.Relu _ -> x -> Activations.relu(x, overwrites);
      case Op.Relu6 _ -> x -> Activations.hardTanh(x, 0, 6, overwrites);
      case Op.Clip(float least, float most) -> x -> Activations.clip(x, least, most);
      case Op.LeakyRelu(float slope) -> x -> Activations.leakyRelu(x, slope);
      case Op.Tanh(float amplitude, float rate) -> x -> Activations.scaledTanh(x, amplitude, rate);
      case Op.Sigmoid _ -> Tensor::sigmoid;
      case Op.HardSigmoid _ -> Activations::hardSigmoid;
      case Op.HardSwish _ -> Activations::hardSwish;
      case Op.Map(UnaryFunction function) -> {
        if (Activations.isFlat(function)) {
          throw untrainable(node);
        }
        yield x -> Activations.map(x, function);
      }
    };
  }

  private static Layer.Function softmax(int axis) {
    return x -> x.softmax(axis);
  }

  private Layer pairwise(Node node, Op.Pairwise pairwise) {
    return switch (pairwise) {
      case Op.Add _ -> sum(node);
      case Op.Subtract _ -> Pairs.of(node, Tensor::sub);
      case Op.Multiply _ -> Pairs.of(node, Tensor::mul);
      case Op.Divide _ -> Pairs.of(node, Tensor::div);
      case Op.Power _ -> Pairs.of(node, Tensor::pow);
      case Op.Maximum _ -> Pairs.of(node, Pairs::maximum);
      case Op.Minimum _ -> Pairs.of(node, Pairs::minimum);
      case Op.FloorDivide _ -> throw untrainable(node);
    };
  }

  /** What a residual adds to may take the place of the branch. */
  private Layer sum(Node node) {
    Value first = node.inputs().get(0);
    Value second = node.inputs().get(1);
    return first.shape().equals(second.shape()) && overwrites(second)
        ? Pairs.sumInSecond()
        : Pairs.of(node, Tensor::add);
  }

  private Layer pool(Node node, Op.Pool pool) {
    return switch (pool) {
      case Op.MaxPool(Window window) -> Pools.max(node, window);
      case Op.AveragePool(Window window, boolean countPadding) ->
          Pools.average(node, window, countPadding, constants);
    };
  }

  private Layer move(Node node, Op.Move move) {
    return switch (move) {
      case Op.Reshape(Shape shape) -> Moves.reshape(node, shape);
      case Op.Transpose(List<Integer> order) -> Moves.transpose(node, order);
      case Op.Slice slice -> Moves.slice(node, slice);
      case Op.Split split -> Moves.split(node, split);
      case Op.Tile(List<Integer> repeats) -> Moves.tile(node, repeats);
      case Op.Surround surround -> Moves.surround(node, surround);
      case Op.Pad pad -> Moves.pad(pad);
      case Op.Crop crop -> Moves.crop(node, crop);
      case Op.ChannelShuffle(int groups) -> Moves.shuffle(node, groups);
      case Op.SelectChannels(List<Integer> channels) -> Moves.select(node, channels, constants);
      case Op.SpaceToDepth op -> Moves.spaceToDepth(node, op.block(), op.order());
    };
  }

  private Layer constant(Node node, Shape shape) {
    Tensor value = constants.get(node, Role.VALUE);
    return (_, _) -> List.of(Layout.fromGraph(value.unsqueeze(0), shape));
  }

  /**
   * Whether a value's numbers may be overwritten by those made of them: nobody else reads them, and
   * what gave them does not need them for its gradients.
   */
  private boolean overwrites(Value value) {
    Node maker = makers.get(value.id());
    return readers.get(value.id()) == 1
        && maker != null
        && switch (maker.op()) {
          case Op.Convolution _, Op.Dense _, Op.BatchNorm _, Op.Add _ -> true;
          default -> false;
        };
  }

  private static void requireReals(Node node) {
    for (Value value : node.outputs()) {
      if (value.type().dtype() != DType.F32) {
        throw untrainable(node);
      }
    }
  }

  private static UnsupportedModelException untrainable(Node node) {
    return new UnsupportedModelException(
        String.format(
            Locale.ROOT,
            "layer %s: %s has no gradient, so the network cannot be trained; take the part of it"
                + " before this layer, or a model of 32-bit floats",
            node.name(),
            node.op().getClass().getSimpleName()));
  }
}
