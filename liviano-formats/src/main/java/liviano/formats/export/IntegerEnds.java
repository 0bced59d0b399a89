package liviano.formats.export;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import liviano.UnsupportedModelException;
import liviano.formats.GraphRewriting;
import liviano.formats.GraphRewriting.Rewritten;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.tensor.DType;
import liviano.tensor.Quantization;

/**
 * A quantized network whose inputs and outputs are bytes, for devices that compute no floats: an
 * input is given in the integers that the first layers read, an output in those that the last ones
 * give. A softmax or a sigmoid at an end is computed on integers, its probabilities in steps of
 * 1/256.
 */
final class IntegerEnds {
  private static final Quantization PROBABILITIES = Quantization.of(1 / 256f, 0);

  private final Graph graph;
  private final GraphRewriting rewriting;
  private final DType format;
  private final Map<Value, Node> givers = new HashMap<>();

  private IntegerEnds(Model model, DType format) {
    this.graph = model.graph();
    this.rewriting = new GraphRewriting(graph, model.weights());
    this.format = format;
    graph.nodes().forEach(node -> node.outputs().forEach(value -> givers.put(value, node)));
  }

  /**
   * The network with such ends.
   *
   * @param format {@link DType#U8} or {@link DType#I8}
   * @throws UnsupportedModelException if it is not quantized, or an input or an output is one of
   *     layers on floats; the message names it
   */
  static Rewritten of(Model model, DType format) {
    if (!model.graph().isQuantized()) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "'%s' is a network of floats, and has no bytes as inputs and outputs: quantize it"
                  + " first, with 'liviano quantize'",
              model.card().title()));
    }
    return new IntegerEnds(model, format).rewritten();
  }

  private Rewritten rewritten() {
    graph.inputs().forEach(this::input);
    for (Node node : graph.nodes()) {
      List<Value> reads = rewriting.now(node.inputs());
      if (node.op() instanceof Op.Quantize
          && reads.getFirst().type().equals(node.output().type())) {
        rewriting.put(node.output(), reads.getFirst());
      } else if (probabilities(node).isPresent()) {
        Value logits = rewriting.now(probabilities(node).get());
        Op.Quantized op = new Op.Quantized(node.op(), DType.U8, PROBABILITIES);
        rewriting.keep(node, op, List.of(logits));
      } else {
        rewriting.keep(node, node.op(), reads);
      }
    }
    return rewriting.build(this::output).withoutUnread();
  }

  /** In the integers of the one layer that reads it first, whatever the format of these. */
  private void input(Value input) {
    List<TensorType> read =
        graph.nodes().stream()
            .filter(node -> node.inputs().contains(input))
            .map(node -> node.op() instanceof Op.Quantize ? node.output().type() : input.type())
            .distinct()
            .toList();
    if (read.isEmpty() || input.type().isQuantizedByte()) {
      rewriting.input(input, input.type());
      return;
    }
    if (read.size() > 1 || read.getFirst().equals(input.type())) {
      throw refused("input '" + input.name() + "'", "is read");
    }
    TensorType type = read.getFirst();
    Value given = rewriting.input(input, in(format, type));
    if (!given.type().equals(type)) {
      Op back = new Op.Quantize(type.dtype(), type.quantization().orElseThrow());
      rewriting.put(input, rewriting.add(input.name() + ".moved", back, given));
    }
  }

  /** What a softmax or sigmoid that is an answer reads as integers. */
  private Optional<Value> probabilities(Node node) {
    boolean fixed = node.op() instanceof Op.Softmax || node.op() instanceof Op.Sigmoid;
    if (!fixed || !graph.outputs().containsValue(node.output())) {
      return Optional.empty();
    }
    boolean read = graph.nodes().stream().anyMatch(n -> n.inputs().contains(node.output()));
    return read ? Optional.empty() : integers(node.input());
  }

  private Optional<Value> integers(Value reals) {
    Node giver = givers.get(reals);
    return giver != null && giver.op() instanceof Op.Dequantize
        ? Optional.of(giver.input())
        : Optional.empty();
  }

  private Value output(String name, Value value) {
    Value old = graph.outputs().get(name);
    Value given = integers(old).map(rewriting::now).orElse(value);
    if (!given.type().isQuantizedByte()) {
      throw refused("output '" + name + "'", "is given");
    }
    TensorType wanted = in(format, given.type());
    return given.type().equals(wanted)
        ? given
        : rewriting.add(
            name + ".moved",
            new Op.Quantize(wanted.dtype(), wanted.quantization().orElseThrow()),
            given);
  }

  /** The bytes of a format that stand for the same real numbers. */
  private static TensorType in(DType format, TensorType type) {
    int more = format.least() - type.dtype().least();
    Quantization how = type.quantization().orElseThrow();
    List<Integer> zeros = how.zeroPoints().stream().map(zero -> zero + more).toList();
    return new TensorType(type.shape(), format, Optional.of(new Quantization(how.scales(), zeros)));
  }

  private static UnsupportedModelException refused(String what, String verb) {
    return new UnsupportedModelException(
        String.format(
            Locale.ROOT,
            "%s %s by layers on floats, so that it cannot be bytes: write it with floats at its ends",
            what,
            verb));
  }
}
