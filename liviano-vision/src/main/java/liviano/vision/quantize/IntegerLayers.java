package liviano.vision.quantize;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.DType;

/** Which layers are computed in integers, and which values need a range for that. */
final class IntegerLayers {

  /** How a layer goes on. */
  enum Kind {
    /** It sums products with weights. */
    PRODUCT,
    /** Its result has a range of its own. */
    RANGED,
    /** It gives numbers that it reads. */
    KEPT,
    /** It is computed on real numbers. */
    REAL
  }

  private final Wiring wiring;
  private final Map<Value, Boolean> answers = new HashMap<>();

  IntegerLayers(Graph graph) {
    this.wiring = new Wiring(graph);
  }

  static Kind kind(Op op) {
    return switch (op) {
      case Op.Convolution _, Op.Dense _ -> Kind.PRODUCT;
      case Op.Add _, Op.AveragePool _, Op.GlobalAveragePool _, Op.Mean _, Op.Concat _ ->
          Kind.RANGED;
      case Op.Relu _, Op.Relu6 _ -> Kind.RANGED;
      case Op.MaxPool _, Op.Reshape _, Op.Transpose _ -> Kind.KEPT;
      case Op.ChannelShuffle _, Op.SelectChannels _, Op.Slice _, Op.Split _ -> Kind.KEPT;
      default -> Kind.REAL;
    };
  }

  /** The values that may need a range: what products read, and what becomes integers. */
  static SequencedSet<Value> ranged(Graph graph) {
    SequencedSet<Value> values = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      Kind kind = kind(node.op());
      if (kind == Kind.PRODUCT) {
        values.add(node.input());
      }
      if (kind == Kind.PRODUCT || kind == Kind.RANGED) {
        values.add(node.output());
      }
    }
    values.removeIf(value -> value.type().dtype() != DType.F32);
    return values;
  }

  /**
   * The value whose range a value has: that of the ReLU which alone reads it, because there it is
   * clamped; else its own.
   */
  Value ranging(Value value) {
    Optional<Node> clamp = wiring.giver(value).isPresent() ? wiring.clamp(value) : Optional.empty();
    return clamp.map(Node::output).orElse(value);
  }

  /** Whether a value is an answer of the network, or leads to one through real numbers alone. */
  boolean isAnswer(Value value) {
    Boolean known = answers.get(value);
    if (known == null) {
      known = leadsToAnswer(value);
      answers.put(value, known);
    }
    return known;
  }

  private boolean leadsToAnswer(Value value) {
    return wiring.isOutput(value)
        || wiring.readers(value).stream()
            .anyMatch(
                reader ->
                    switch (kind(reader.op())) {
                      case REAL -> true;
                      case KEPT -> reader.outputs().stream().anyMatch(this::isAnswer);
                      case RANGED -> reader.op() instanceof Op.Concat && isAnswer(reader.output());
                      case PRODUCT -> false;
                    });
  }
}
