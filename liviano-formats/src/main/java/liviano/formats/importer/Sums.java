package liviano.formats.importer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.Shape;

/**
 * Which layer's sums a vector holds. Between both there may be what changes their format or their
 * scale: where weights are quantized and inputs are not, the sums are integers, which are made real
 * and multiplied by scales, and the bias comes last.
 *
 * @param givers the node that gives each value
 */
record Sums(Map<Value, Node> givers) {

  /** The dense layer, or a convolution that is one: it reads a vector and gives one. */
  Optional<Node> layer(Value vector) {
    Optional<Value> at = Optional.of(vector);
    while (at.isPresent() && givers.containsKey(at.get())) {
      Node node = givers.get(at.get());
      if (isDense(node)) {
        return Optional.of(node);
      }
      at = scaled(node);
    }
    return Optional.empty();
  }

  /** The numbers that a dense layer reads, before they were turned into its integers. */
  Value read(Node dense) {
    Value at = dense.input();
    while (isOtherFormat(givers.get(at))) {
      at = givers.get(at).input();
    }
    return at;
  }

  private boolean isOtherFormat(Node giver) {
    if (giver == null) {
      return false;
    }
    return switch (giver.onReals().op()) {
      case Op.DynamicQuantize _ -> true;
      case Op.Reshape _ -> isOtherFormat(givers.get(giver.input()));
      default -> false;
    };
  }

  static boolean isDense(Node node) {
    return switch (node.onReals().op()) {
      case Op.Dense _ -> true;
      case Op.Conv2d conv ->
          conv.groups() == 1 && isVector(node.input().shape()) && isVector(node.output().shape());
      default -> false;
    };
  }

  /** What a node multiplies by numbers that are the same for every run or one number, or shifts. */
  private Optional<Value> scaled(Node node) {
    return switch (node.onReals().op()) {
      case Op.Scale _ -> Optional.of(node.input());
      case Op.Add _, Op.Subtract _, Op.Multiply _, Op.Divide _ -> onlyVector(node);
      case Op op when Ending.isPassedOver(op) -> Optional.of(node.input());
      default -> Optional.empty();
    };
  }

  /** The operand that is no constant and no single number, if there is but one. */
  private Optional<Value> onlyVector(Node node) {
    Set<Value> vectors =
        node.inputs().stream()
            .filter(value -> value.shape().elements() > 1 && !isConstant(value))
            .collect(Collectors.toSet());
    return vectors.size() == 1 ? Optional.of(List.copyOf(vectors).getFirst()) : Optional.empty();
  }

  private boolean isConstant(Value value) {
    Node giver = givers.get(value);
    return giver != null && giver.onReals().op() instanceof Op.Constant;
  }

  static boolean isVector(Shape shape) {
    return shape.elements() == shape.channels();
  }
}
