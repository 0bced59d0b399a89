package liviano.formats.tflite;

import java.util.List;
import liviano.formats.GraphRewriting;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.tensor.Rescaling;

/**
 * A network of a TensorFlow Lite file as XNNPACK rounds it, which computes such files on phones and
 * desktops, and not as TensorFlow Lite's own kernels do, which is how it is read. Sums of products,
 * means and changes of scale are rounded to the nearest ({@link Rescaling#NEAREST}) and no longer
 * in fixed point, sums of two tensors by {@link Rescaling#SHIFTED}. Products of tensors,
 * differences, pools and resizing stay as they are.
 */
public final class XnnpackRounding {
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

  private static Op op(Node node) {
    return switch (node.op()) {
      case Op.Quantized(Op.Add real, var format, var how, var weights, _) ->
          new Op.Quantized(real, format, how, weights, Rescaling.SHIFTED);
      case Op.Quantized(var real, var format, var how, var weights, _) when isNearest(real) ->
          new Op.Quantized(real, format, how, weights, Rescaling.NEAREST);
      case Op.Quantize(var format, var how, _) -> new Op.Quantize(format, how, Rescaling.NEAREST);
      default -> node.op();
    };
  }

  private static boolean isNearest(Op real) {
    return switch (real) {
      case Op.Convolution _, Op.TransposedConv2d _, Op.Dense _ -> true;
      case Op.GlobalAveragePool _, Op.Mean _, Op.Relu _, Op.Relu6 _ -> true;
      default -> false;
    };
  }
}
