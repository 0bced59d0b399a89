package liviano.graph;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Inserts operations into a graph; the result is another graph. */
public final class GraphSurgery {
  private GraphSurgery() {}

  /**
   * The graph with an operation after each of the named values: every consumer of the value, node
   * or output, reads the operation's result instead. The new nodes are called {@code NAME.SUFFIX};
   * outputs keep their names, and all constants theirs.
   *
   * @param values their names, each at most once
   * @param operation reads one tensor and has no constants, so that the weights still fit
   * @throws GraphException if there is no such value, a new name is taken, a layer does not fit
   *     what the operation gives, or the operation needs constants
   */
  public static Graph insertAfter(
      Graph graph, Collection<String> values, String suffix, Op operation) {
    Set<String> wanted = new HashSet<>(values);
    GraphBuilder builder = Graph.builder();
    Map<String, Value> now = new HashMap<>(); // the new value for each value of the old graph
    for (Value input : graph.inputs()) {
      Value same = builder.input(input.name(), input.type());
      now.put(
          input.name(),
          wanted.remove(input.name()) ? after(builder, same, suffix, operation) : same);
    }
    for (Node node : graph.nodes()) {
      List<Value> reads = node.inputs().stream().map(read -> now.get(read.name())).toList();
      for (Value same : builder.add(node, reads)) {
        now.put(
            same.name(),
            wanted.remove(same.name()) ? after(builder, same, suffix, operation) : same);
      }
    }
    if (!wanted.isEmpty()) {
      throw new GraphException("there is no value '" + wanted.iterator().next() + "'");
    }
    graph.outputs().forEach((name, value) -> builder.output(name, now.get(value.name())));
    return builder.build();
  }

  private static Value after(GraphBuilder builder, Value value, String suffix, Op operation) {
    Node node = new Node(value.name() + "." + suffix, operation, List.of(value), value);
    if (!node.params().isEmpty()) {
      throw GraphException.at(node.name(), "it needs constants, and the model has none for it");
    }
    return builder.add(node.name(), operation, value);
  }
}
