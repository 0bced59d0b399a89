package liviano.formats.onnx;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All operations of ONNX that are read. */
final class NodeKinds {
  private static final Map<String, NodeKind> KINDS = kinds();

  private NodeKinds() {}

  private static Map<String, NodeKind> kinds() {
    Map<String, NodeKind> kinds = new HashMap<>();
    kinds.putAll(FunctionNodes.kinds());
    kinds.putAll(ArithmeticNodes.kinds());
    kinds.putAll(WindowNodes.kinds());
    kinds.putAll(ReductionNodes.kinds());
    kinds.putAll(ShapeNodes.kinds());
    kinds.putAll(PlaceNodes.kinds());
    kinds.putAll(QuantizedNodes.kinds());
    return Map.copyOf(kinds);
  }

  /** The operation's kind; empty if it is not computed here. */
  static Optional<NodeKind> find(OnnxNode node) {
    boolean standard = node.domain().isEmpty() || node.domain().equals(OnnxModel.STANDARD);
    return standard ? Optional.ofNullable(KINDS.get(node.type())) : Optional.empty();
  }
}
