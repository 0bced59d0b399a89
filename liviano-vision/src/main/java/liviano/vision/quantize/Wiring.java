package liviano.vision.quantize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;

/** Who gives and who reads each value of a network. */
final class Wiring {
  private final Map<Value, Node> givers = new HashMap<>();
  private final Map<Value, List<Node>> readers = new HashMap<>();
  private final Set<Value> outputs;

  Wiring(Graph graph) {
    for (Node node : graph.nodes()) {
      node.outputs().forEach(value -> givers.put(value, node));
      new HashSet<>(node.inputs())
          .forEach(value -> readers.computeIfAbsent(value, _ -> new ArrayList<>()).add(node));
    }
    this.outputs = new HashSet<>(graph.outputs().values());
  }

  /** The node that gives a value; none gives an input. */
  Optional<Node> giver(Value value) {
    return Optional.ofNullable(givers.get(value));
  }

  /** Nodes that read a value. */
  List<Node> readers(Value value) {
    return readers.getOrDefault(value, List.of());
  }

  boolean isOutput(Value value) {
    return outputs.contains(value);
  }

  /** The only node that reads a value, which is no output. */
  Optional<Node> onlyReader(Value value) {
    List<Node> all = readers(value);
    return all.size() == 1 && !isOutput(value) ? Optional.of(all.getFirst()) : Optional.empty();
  }

  /** The ReLU or ReLU6 that alone reads a value. */
  Optional<Node> clamp(Value value) {
    return onlyReader(value).filter(node -> isClamp(node.op()));
  }

  static boolean isClamp(Op op) {
    return op instanceof Op.Relu || op instanceof Op.Relu6;
  }
}
