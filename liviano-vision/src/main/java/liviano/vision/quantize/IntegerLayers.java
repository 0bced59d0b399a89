package liviano.vision.quantize;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
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
  private final Set<Value> answers;

  IntegerLayers(Graph graph) {
    this.wiring = new Wiring(graph);
    this.answers = answers(graph);
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
    return answers.contains(value);
  }

  /** From the last layers to the first, so that what reads a value is known before it. */
  private static Set<Value> answers(Graph graph) {
    Set<Value> answers = new HashSet<>(graph.outputs().values());
    for (Node node : graph.nodes().reversed()) {
      boolean hands =
          switch (kind(node.op())) {
            case REAL -> true;
            case KEPT -> node.outputs().stream().anyMatch(answers::contains);
            case RANGED -> node.op() instanceof Op.Concat && answers.contains(node.output());
            case PRODUCT -> false;
          };
      if (hands) {
        answers.addAll(node.inputs());
      }
    }
    return answers;
  }
}
