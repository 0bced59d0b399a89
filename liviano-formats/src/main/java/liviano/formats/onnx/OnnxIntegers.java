package liviano.formats.onnx;

import java.util.List;
import liviano.formats.GraphRewriting;
import liviano.formats.GraphRewriting.Rewritten;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Rescaling;
import liviano.weights.Weights;

/**
 * A quantized network as ONNX has it. A ReLU that changes none of the integers, because these do
 * not reach beyond its range, is left out: ONNX Runtime makes an operation on integers of a
 * convolution only if QuantizeLinear follows at once. Sums are rounded to the nearest ({@link
 * Rescaling#NEAREST}), as ONNX Runtime does.
 */
public final class OnnxIntegers {
  private final Graph graph;
  private final GraphRewriting rewriting;

  private OnnxIntegers(Graph graph, Weights weights) {
    this.graph = graph;
    this.rewriting = new GraphRewriting(graph, weights);
  }

  /**
   * The network in that form; the same one, if it is not quantized. One that is in this form stays
   * so.
   */
  public static Rewritten of(Graph graph, Weights weights) {
    return graph.isQuantized()
        ? new OnnxIntegers(graph, weights).rewritten()
        : new Rewritten(graph, weights);
  }

  private Rewritten rewritten() {
    graph.inputs().forEach(input -> rewriting.input(input, input.type()));
    graph.nodes().forEach(this::rewrite);
    return rewriting.build((_, value) -> value);
  }

  private void rewrite(Node node) {
    List<Value> reads = rewriting.now(node.inputs());
    switch (node.op()) {
      case Op.Quantized(Op real, DType format, Quantization how, var weights, _) -> {
        if (changesNothing(node, real)) {
          rewriting.put(node.output(), reads.getFirst());
        } else {
          rewriting.keep(
              node, new Op.Quantized(real, format, how, weights, Rescaling.NEAREST), reads);
        }
      }
      case Op.Move move when node.input().type().isQuantized() -> {
        TensorType type = node.input().type();
        rewriting.keep(
            node, new Op.Quantized(move, type.dtype(), type.quantization().orElseThrow()), reads);
      }
      case Op.Quantize(DType format, Quantization how, _) ->
          rewriting.keep(node, new Op.Quantize(format, how), reads);
      default -> rewriting.keep(node, node.op(), reads);
    }
  }

  /** A clamp to a range that every integer of the format is in. */
  private static boolean changesNothing(Node node, Op real) {
    TensorType type = node.output().type();
    if (!node.input().type().equals(type)) {
      return false;
    }
    Quantization how = type.quantization().orElseThrow();
    if (how.isPerChannel()) {
      return false;
    }
    float least = how.real(type.dtype().least(), 0);
    // Half a step beyond the end is rounded to it.
    float greatest = how.real(type.dtype().greatest(), 0) - how.scale(0) / 2;
    return switch (real) {
      case Op.Relu _ -> least >= 0;
      case Op.Relu6 _ -> least >= 0 && greatest < 6;
      default -> false;
    };
  }
}
