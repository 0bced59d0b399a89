package liviano.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.BlockOrder;
import liviano.tensor.DType;
import liviano.tensor.DetectionRule;
import liviano.tensor.Shape;

/**
 * What a graph asks for, counted from its shapes alone, before anything is allocated or computed.
 * Counts are upper bounds over all providers, and stay at {@link Long#MAX_VALUE} once they are
 * beyond it.
 *
 * @param multiplyAdds of convolutions and dense layers, for one sample
 * @param steps of all other work for one sample, as {@link Limit#STEPS} counts them
 * @param tableBytes of tables that are made at compile time
 * @param packedBytes of weights that are made of others: folded, and in the layouts of kernels
 */
record Demand(long multiplyAdds, long steps, long tableBytes, long packedBytes) {
  /** Numbers of the widest vector. */
  private static final int LANES = 16;

  /** Outputs that the widest panel of packed weights holds. */
  private static final int PANEL = 2 * LANES;

  /** Vectors that are copied in a step: copying is bound by memory alone. */
  private static final int COPIED_A_STEP = 4;

  /** Bytes that a kernel keeps of a channel in an order of channels: boxed, and as a table. */
  private static final int CHANNEL_BYTES = 24;

  /** Bytes that a kernel keeps of a column of a resize. */
  private static final int COLUMN_BYTES = 24;

  /** Bytes that a kernel keeps of a group of a convolution: its code, masks and bias. */
  private static final int GROUP_BYTES = 2048;

  /** Bytes that a kernel keeps of each rectangle of taps that the border of a map leaves. */
  private static final int TAPS_BYTES = 64;

  /** Bytes that a kernel keeps of a phase of a transposed convolution: its window and panels. */
  private static final int PHASE_BYTES = 1024;

  /** How often numbers are looked at that are quantized by their own range. */
  private static final int READS_OF_RANGE = 4;

  /** Phases beyond which transposed convolutions are left to the plain loops, which keep none. */
  private static final int MOST_PHASES = 64;

  static final Demand NONE = new Demand(0, 0, 0, 0);

  /** What all nodes ask for together. */
  static Demand of(Graph graph) {
    Folding folding = new Folding();
    return graph.nodes().stream().map(node -> of(node, folding)).reduce(NONE, Demand::plus);
  }

  /** A quantized layer asks for what it would as one of floats, and for rounding its result. */
  private static Demand of(Node node, Folding folding) {
    Node real = node.onReals();
    return new Demand(
        multiplyAdds(real),
        sum(steps(real), real == node ? 0 : everyVector(node)),
        tableBytes(real),
        sum(packedBytes(real), folding.bytes(real)));
  }

  /** Weights into which a norm or a scale is folded are made anew each time. */
  private static final class Folding {
    /** What reads these folds itself into so many bytes. */
    private final Map<Value, Long> weights = new HashMap<>();

    private final Set<Value> constants = new HashSet<>();

    /** Bytes of the weights that are made of others for a node; nodes come in their order. */
    long bytes(Node node) {
      return switch (node.op()) {
        case Op.Convolution _, Op.TransposedConv2d _, Op.Dense _ -> {
          weights.put(node.output(), Demand.packedBytes(node));
          yield 0;
        }
        case Op.BatchNorm _, Op.Scale _ -> again(node);
        case Op.Activation _, Op.Move _, Op.Pool _, Op.GlobalAveragePool _ -> 0;
        case Op.Softmax _, Op.LocalResponseNorm _, Op.L2Normalize _, Op.ResizeBilinear _ -> 0;
        case Op.SquaredDistance _, Op.PRelu _, Op.Concat _ -> 0;
        case Op.ResizeNearest _, Op.Mean _, Op.Reduce _, Op.ArgMax _ -> 0;
        case Op.Cast _, Op.Gather _, Op.GatherNd _, Op.DetectionPostProcess _ -> 0;
        case Op.Constant _ -> {
          constants.add(node.output());
          yield 0;
        }
        case Op.Quantize _, Op.Dequantize _, Op.DynamicQuantize _ -> 0;
        case Op.Quantized _, Op.IntegerSums _ -> throw notReal(node);
        case Op.Pairwise _ -> constants.contains(node.inputs().get(1)) ? again(node) : 0;
      };
    }

    /** What a node reads is made anew with what the node does folded into it. */
    private long again(Node node) {
      long folded = weights.getOrDefault(node.input(), 0L);
      weights.put(node.output(), folded);
      return folded;
    }
  }

  /**
   * Checks a graph against limits.
   *
   * @throws liviano.UnsupportedModelException naming the layer at which a limit is passed
   */
  static void require(Graph graph, Limits limits) {
    long ends = (long) graph.inputs().size() + graph.outputs().size();
    long given = 0;
    for (Node node : graph.nodes()) {
      given += node.outputs().size();
    }
    limits.require(Limit.NODES, ends + given, "the network");
    Demand sum = NONE;
    Folding folding = new Folding();
    for (Node node : graph.nodes()) {
      sum = sum.plus(of(node, folding));
      sum.require(limits, "layers up to " + node.name());
    }
  }

  private void require(Limits limits, String where) {
    limits.require(Limit.MULTIPLY_ADDS, multiplyAdds, where);
    limits.require(Limit.STEPS, steps, where);
    limits.require(Limit.TABLE_BYTES, tableBytes, where);
    limits.require(Limit.PACKED_BYTES, packedBytes, where);
  }

  Demand plus(Demand other) {
    return new Demand(
        sum(multiplyAdds, other.multiplyAdds),
        sum(steps, other.steps),
        sum(tableBytes, other.tableBytes),
        sum(packedBytes, other.packedBytes));
  }

  private static long multiplyAdds(Node node) {
    return switch (node.op()) {
      case Op.Conv2d(_, Window w, int groups, _) ->
          product(out(node).elements(), w.kernelH(), w.kernelW(), in(node).channels() / groups);
      case Op.TransposedConv2d(int channels, Window w, _, _, int groups, _) ->
          product(in(node).elements(), w.kernelH(), w.kernelW(), channels / groups);
      case Op.Dense _, Op.SquaredDistance _ -> product(out(node).elements(), in(node).channels());
      case Op.DepthwiseConv2d _, Op.Activation _, Op.Move _, Op.Pool _ -> 0;
      case Op.BatchNorm _, Op.Scale _, Op.PRelu _, Op.LocalResponseNorm _, Op.L2Normalize _ -> 0;
      case Op.ResizeNearest _, Op.Mean _, Op.Reduce _, Op.ArgMax _ -> 0;
      case Op.Cast _, Op.Gather _, Op.GatherNd _, Op.DetectionPostProcess _ -> 0;
      case Op.Softmax _, Op.GlobalAveragePool _, Op.ResizeBilinear _, Op.Pairwise _, Op.Concat _ ->
          0;
      case Op.Constant _ -> 0;
      case Op.Quantize _, Op.Dequantize _, Op.DynamicQuantize _ -> 0;
      case Op.Quantized _, Op.IntegerSums _ -> throw notReal(node);
    };
  }

  private static long steps(Node node) {
    return switch (node.op()) {
      case Op.DepthwiseConv2d(Window w, _, _) -> windows(w, out(node));
      case Op.TransposedConv2d(_, Window w, _, _, _, _) -> transposed(node, w);
      case Op.Pool pool -> windows(pool.window(), out(node));
      case Op.Conv2d(_, Window w, _, _) -> copiedLines(w, in(node), out(node));
      case Op.LocalResponseNorm(int size, _, _, _) ->
          product(in(node).elements(), Math.min(size, in(node).channels()));
      case Op.Tanh _, Op.ChannelShuffle _, Op.SelectChannels _ -> out(node).elements();
      case Op.Map _, Op.FloorDivide _, Op.Power _, Op.Cast _ -> out(node).elements();
      case Op.DetectionPostProcess(DetectionRule rule) -> detections(node, rule);
      case Op.Reduce _, Op.ArgMax _ -> sum(in(node).elements(), out(node).elements());
      case Op.Gather _, Op.GatherNd _ ->
          sum(out(node).elements(), node.inputs().get(1).shape().elements());
      case Op.Mean mean ->
          mean.isOfWholeMaps(in(node).rank())
              ? everyVector(node)
              : sum(in(node).elements(), out(node).elements());
      case Op.SpaceToDepth(_, BlockOrder order) ->
          order == BlockOrder.DARKNET ? out(node).elements() : vectors(out(node));
      case Op.Slice _, Op.Split _, Op.Transpose _, Op.Tile _, Op.Surround _ -> given(node);
      case Op.Reshape _ -> 0;
      case Op.Quantize _, Op.Dequantize _ -> everyVector(node);
      case Op.DynamicQuantize _ -> product(READS_OF_RANGE, in(node).elements());
      case Op.Quantized _, Op.IntegerSums _ -> throw notReal(node);
      case Op.Relu _, Op.Relu6 _, Op.Clip _, Op.LeakyRelu _, Op.Sigmoid _ -> everyVector(node);
      case Op.HardSigmoid _, Op.HardSwish _, Op.PRelu _, Op.Pad _, Op.Crop _ -> everyVector(node);
      case Op.Dense _, Op.SquaredDistance _, Op.BatchNorm _, Op.Scale _ -> everyVector(node);
      case Op.Softmax _, Op.L2Normalize _, Op.GlobalAveragePool _ -> everyVector(node);
      case Op.ResizeBilinear _, Op.ResizeNearest _, Op.Pairwise _, Op.Concat _, Op.Constant _ ->
          everyVector(node);
    };
  }

  /** Every vector of the inputs is read once, and every vector of the outputs written. */
  private static long everyVector(Node node) {
    long visits = 0;
    for (Value input : node.inputs()) {
      visits = sum(visits, visits(input));
    }
    for (Value output : node.outputs()) {
      visits = sum(visits, visits(output));
    }
    return visits;
  }

  /** Each box that is kept is held against all others; scores are sorted and looked through. */
  private static long detections(Node node, DetectionRule rule) {
    long anchors = in(node).dims().getFirst();
    long looked = product(anchors, rule.classes(), rule.classesOfEach() + 1L);
    long times = rule.classByClass() ? rule.classes() : 1;
    long kept = rule.classByClass() ? rule.mostOfClass() : rule.most();
    return sum(looked, product(times, anchors, Math.min(kept, anchors) + Integer.SIZE));
  }

  /** Every output position reads its whole window, a vector of channels at a time. */
  private static long windows(Window w, Shape out) {
    return product(vectors(out), w.kernelH(), w.kernelW());
  }

  /**
   * Lines that a convolution copies with padding around them: for each line of the output at most
   * those from the first that its windows read to the last.
   */
  private static long copiedLines(Window w, Shape in, Shape out) {
    long lines = sum(product(w.kernelH() - 1, w.dilationH()), 1);
    long columns =
        sum(product(out.width() - 1, w.strideW()), product(w.kernelW() - 1, w.dilationW()) + 1);
    return product(out.height(), lines, vectors(columns, in.channels())) / COPIED_A_STEP;
  }

  /**
   * Every number of the output is written, and with strides the plain loops look at taps that do
   * not meet it.
   */
  private static long transposed(Node node, Window w) {
    boolean strided = w.strideH() > 1 || w.strideW() > 1;
    return sum(everyVector(node), strided ? windows(w, node.output().shape()) : 0);
  }

  private static long tableBytes(Node node) {
    return switch (node.op()) {
      case Op.ChannelShuffle _, Op.SelectChannels _ -> product(CHANNEL_BYTES, out(node).channels());
      case Op.ResizeBilinear(_, int width, _) -> product(COLUMN_BYTES, width);
      case Op.ResizeNearest(_, int width, _) -> product(COLUMN_BYTES, width);
      case Op.SpaceToDepth(_, BlockOrder order) ->
          order == BlockOrder.DARKNET ? product(Integer.BYTES, in(node).elements()) : 0;
      case Op.TransposedConv2d(_, Window w, _, _, _, _) ->
          product(PHASE_BYTES, Math.min(MOST_PHASES, product(w.strideH(), w.strideW())));
      case Op.Crop(_, _, _, int width) -> product(Float.BYTES, width, in(node).channels());
      case Op.Pad _ -> product(Float.BYTES, out(node).width(), out(node).channels());
      case Op.Conv2d(_, _, int groups, _) -> product(GROUP_BYTES, groups);
      case Op.DepthwiseConv2d(Window w, _, _) ->
          product(TAPS_BYTES, w.kernelH() + 1, w.kernelW() + 1);
      case Op.Activation _, Op.Pool _, Op.GlobalAveragePool _, Op.Mean _, Op.Reshape _ -> 0;
      case Op.Dense _, Op.SquaredDistance _, Op.BatchNorm _, Op.Scale _, Op.Softmax _ -> 0;
      case Op.LocalResponseNorm _, Op.L2Normalize _, Op.PRelu _, Op.Pairwise _, Op.Concat _ -> 0;
      case Op.Slice _, Op.Split _, Op.Transpose _, Op.Tile _, Op.Surround _, Op.Constant _ -> 0;
      case Op.Reduce _, Op.ArgMax _, Op.Cast _, Op.Gather _ -> 0;
      case Op.GatherNd _, Op.DetectionPostProcess _ -> 0;
      case Op.Quantize _, Op.Dequantize _, Op.DynamicQuantize _ -> 0;
      case Op.Quantized _, Op.IntegerSums _ -> throw notReal(node);
    };
  }

  private static long packedBytes(Node node) {
    int out = node.outputs().getFirst().shape().channels();
    return switch (node.op()) {
      case Op.Conv2d(_, Window w, int groups, _) ->
          panels(
              out / groups,
              product(groups, w.kernelH(), w.kernelW(), in(node).channels() / groups));
      case Op.TransposedConv2d(_, Window w, _, _, int groups, _) ->
          panels(
              out / groups,
              product(groups, w.kernelH(), w.kernelW(), in(node).channels() / groups));
      case Op.Dense _, Op.SquaredDistance _ -> panels(out, in(node).channels());
      case Op.DepthwiseConv2d(Window w, _, _) -> panels(out, product(w.kernelH(), w.kernelW()));
      case Op.BatchNorm _, Op.Scale _ -> product(2, Float.BYTES, out);
      case Op.PRelu _ -> product(Float.BYTES, out);
      case Op.ResizeNearest _, Op.Mean _, Op.Reduce _, Op.ArgMax _ -> 0;
      case Op.Cast _, Op.Gather _, Op.GatherNd _, Op.DetectionPostProcess _ -> 0;
      case Op.Activation _, Op.Move _, Op.Pool _, Op.GlobalAveragePool _ -> 0;
      case Op.Softmax _, Op.LocalResponseNorm _, Op.L2Normalize _, Op.ResizeBilinear _ -> 0;
      case Op.Pairwise _ -> product(2, Float.BYTES, out); // as a scale, if the second is a constant
      case Op.Concat _ -> 0;
      case Op.Constant(Shape shape, DType format) -> product(format.bytes(), shape.elements());
      case Op.Quantize _, Op.Dequantize _, Op.DynamicQuantize _ -> 0;
      case Op.Quantized _, Op.IntegerSums _ -> throw notReal(node);
    };
  }

  private static AssertionError notReal(Node node) {
    return new AssertionError("not on real numbers: " + node);
  }

  /** Bytes of weights whose outputs are padded to whole panels. */
  private static long panels(long outputs, long each) {
    return product(Float.BYTES, Math.ceilDiv(outputs, PANEL) * PANEL, each);
  }

  /** The first of what it reads. */
  private static Shape in(Node node) {
    return node.input().shape();
  }

  private static Shape out(Node node) {
    return node.output().shape();
  }

  private static long given(Node node) {
    return node.outputs().stream().mapToLong(v -> v.shape().elements()).reduce(0, Demand::sum);
  }

  /** Only numbers of 32-bit floats are computed with vectors of them. */
  private static long visits(Value value) {
    return value.type().dtype() == DType.F32 ? vectors(value.shape()) : value.shape().elements();
  }

  /** Vectors of a tensor, each of channels of one position. */
  private static long vectors(Shape shape) {
    return vectors(shape.elements() / shape.channels(), shape.channels());
  }

  private static long vectors(long positions, long channels) {
    return product(positions, Math.ceilDiv(channels, LANES));
  }

  private static long product(long... factors) {
    long product = 1;
    for (long factor : factors) {
      if (factor == 0) {
        return 0;
      }
      product = product > Long.MAX_VALUE / factor ? Long.MAX_VALUE : product * factor;
    }
    return product;
  }

  private static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }
}
