package liviano.formats.tflite;

import java.util.List;
import liviano.formats.GraphRewriting;
import liviano.formats.IntegerRounding;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.tensor.Rescaling;

/**
 * A network of a TensorFlow Lite file as XNNPACK rounds it, which computes such files on phones and
 * desktops, and not as TensorFlow Lite's own kernels do. Sums of products, means and changes of
 * scale are rounded to the nearest ({@link Rescaling#NEAREST}) and no longer in fixed point, sums
 * of two tensors by {@link Rescaling#SHIFTED}. Products of tensors, differences, pools and resizing
 * stay as they are.
 */
public final class XnnpackRounding {
  /** Of the scale of a summand over that of the sum: TensorFlow Lite keeps sums beyond it. */
  private static final float LEAST_FACTOR = 0x1p-10f;

  private static final float GREATEST_FACTOR = 0x1p8f;

  private XnnpackRounding() {}

  /** The model with such a network; the same one where there is nothing to change. */
  public static Model of(Model model) {
    Graph graph = model.graph();
    if (graph.nodes().stream().allMatch(node -> op(node).equals(node.op()))) {
      return model;
    }
    GraphRewriting rewriting = new GraphRewriting(graph, model.weights());
    graph.inputs().forEach(input -> rewriting.input(input, input.type()));
    for (Node node : graph.nodes()) {
      List<Value> reads = rewriting.now(node.inputs());
      rewriting.keep(node, op(node), reads);
    }
    GraphRewriting.Rewritten made = rewriting.build((_, value) -> value);
    return new Model(made.graph(), made.weights(), model.card(), model.recipe());
  }

  /**
   * Whose rounding a quantized network has: that of TensorFlow Lite's own kernels where one of its
   * layers that XNNPACK would take is rounded in fixed point.
   */
  public static IntegerRounding roundingOf(Graph graph) {
    return graph.nodes().stream()
            .anyMatch(node -> isFixed(node.op()) && !op(node).equals(node.op()))
        ? IntegerRounding.TFLITE
        : IntegerRounding.XNNPACK;
  }

  private static boolean isFixed(Op op) {
    return switch (op) {
      case Op.Quantized(_, _, _, _, var rescaling) -> isFixed(rescaling);
      case Op.Quantize(_, _, var rescaling) -> isFixed(rescaling);
      default -> false;
    };
  }

  private static boolean isFixed(Rescaling rescaling) {
    return rescaling == Rescaling.FIXED_POINT || rescaling == Rescaling.FIXED_POINT_AS_THEY_LIE;
  }

  private static Op op(Node node) {
    return switch (node.op()) {
      case Op.Quantized(Op.Add real, var format, var how, var weights, _) when isSum(node) ->
          new Op.Quantized(real, format, how, weights, Rescaling.SHIFTED);
      case Op.Quantized(var real, var format, var how, var weights, _) when isNearest(node, real) ->
          new Op.Quantized(real, format, how, weights, Rescaling.NEAREST);
      case Op.Quantize(var format, var how, _) -> new Op.Quantize(format, how, Rescaling.NEAREST);
      default -> node.op();
    };
  }

  /** Whether neither factor of a sum is out of the range that XNNPACK takes. */
  private static boolean isSum(Node node) {
    float given = scale(node.output());
    return node.inputs().stream()
        .map(read -> scale(read) / given)
        .allMatch(factor -> factor >= LEAST_FACTOR && factor < GREATEST_FACTOR);
  }

  private static float scale(Value value) {
    return value.type().quantization().orElseThrow().scale(0);
  }

  private static boolean isNearest(Node node, Op real) {
    return switch (real) {
      case Op.Convolution _, Op.TransposedConv2d _, Op.Dense _ -> true;
      case Op.GlobalAveragePool _, Op.Relu _, Op.Relu6 _ -> true;
      case Op.Mean(var axes, _) -> node.input().shape().isMap() && axes.equals(List.of(0, 1));
      default -> false;
    };
  }
}
