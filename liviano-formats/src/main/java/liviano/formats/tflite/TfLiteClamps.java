package liviano.formats.tflite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;

/** The ReLUs that operators apply themselves to what they give. */
final class TfLiteClamps {
  /** As the format counts them. */
  static final int NONE = 0;

  static final int RELU = 1;
  static final int RELU6 = 3;

  /** By the node that applies it. */
  private final Map<Node, Node> fused = new HashMap<>();

  private final Set<Node> applied = new HashSet<>();

  /**
   * @param nodes of a graph; of one on integers the operation that it stands for
   */
  TfLiteClamps(Graph graph, List<Node> nodes) {
    Map<Value, List<Node>> readers = new HashMap<>();
    for (Node node : nodes) {
      node.inputs().forEach(v -> readers.computeIfAbsent(v, _ -> new ArrayList<>()).add(node));
    }
    for (Node node : nodes) {
      if (!takesOne(node.op())) {
        continue;
      }
      List<Node> next = readers.getOrDefault(node.output(), List.of());
      boolean alone = next.size() == 1 && !graph.outputs().containsValue(node.output());
      if (alone
          && isClamp(next.getFirst().op())
          && next.getFirst().output().type().equals(node.output().type())) {
        fused.put(node, next.getFirst());
        applied.add(next.getFirst());
      }
    }
  }

  /** Whether another node applies it. */
  boolean isApplied(Node clamp) {
    return applied.contains(clamp);
  }

  /** What the operator of a node gives: what the clamp does that it applies. */
  Value output(Node node) {
    return fused.getOrDefault(node, node).output();
  }

  /** What the options of a node's operator say. */
  int code(Node node) {
    if (!fused.containsKey(node)) {
      return NONE;
    }
    return fused.get(node).op() instanceof Op.Relu6 ? RELU6 : RELU;
  }

  /** The operators whose options have a field for the clamp after them, as far as it is used. */
  private static boolean takesOne(Op op) {
    return op instanceof Op.Convolution || op instanceof Op.Dense || op instanceof Op.Add;
  }

  private static boolean isClamp(Op op) {
    return op instanceof Op.Relu || op instanceof Op.Relu6;
  }
}
