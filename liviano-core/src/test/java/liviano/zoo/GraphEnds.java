package liviano.zoo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import liviano.cost.LayerCost;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.GraphException;
import liviano.graph.Node;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.tensor.Shape;

/**
 * As much of a network from either end as a test can afford to fill with weights and to run: the
 * middle of a large network repeats what stands there.
 */
final class GraphEnds {
  private static final long MOST_NUMBERS = 700_000;
  private static final long MOST_MULTIPLY_ADDS = 25_000_000;

  /** Of the pictures at the beginning, where the network was made for larger ones. */
  private static final int MOST_PIXELS = 96;

  private GraphEnds() {}

  /** The whole graph if it is small enough, else its beginning and its end. */
  static List<Graph> of(Graph graph) {
    Graph head = head(graph);
    return head.nodes().size() == graph.nodes().size() ? List.of(head) : List.of(head, tail(graph));
  }

  /** What the nodes added so far cost. */
  private static final class Budget {
    private long numbers;
    private long multiplyAdds;

    boolean allows(Node node) {
      LayerCost cost = LayerCost.of(node);
      numbers += cost.parameters() + cost.statistics();
      multiplyAdds += cost.multiplyAdds();
      return numbers <= MOST_NUMBERS && multiplyAdds <= MOST_MULTIPLY_ADDS;
    }
  }

  /** Its outputs are what the rest of the graph reads. */
  private static Graph head(Graph graph) {
    GraphBuilder head = Graph.builder();
    graph.inputs().forEach(input -> head.input(input.name(), atMost(input.type())));
    Budget budget = new Budget();
    Set<String> given = new HashSet<>();
    for (Node node : graph.nodes()) {
      List<Value> reads = reads(head, node);
      try {
        List<Value> outputs = head.add(node, reads);
        if (!budget.allows(new Node(node.name(), node.op(), reads, outputs))) {
          return head(graph, given);
        }
      } catch (GraphException e) {
        // A later window does not fit a picture that is smaller than the network's own.
        return head(graph, given);
      }
      node.outputs().forEach(value -> given.add(value.name()));
    }
    return head(graph, given);
  }

  private static Graph head(Graph graph, Set<String> names) {
    GraphBuilder head = Graph.builder();
    graph.inputs().forEach(input -> head.input(input.name(), atMost(input.type())));
    SequencedSet<String> read = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      if (node.outputs().stream().anyMatch(value -> names.contains(value.name()))) {
        head.add(node, reads(head, node));
      } else {
        node.inputs().forEach(value -> read.add(value.name()));
      }
    }
    read.retainAll(names);
    read.forEach(name -> head.output(name, head.value(name)));
    graph
        .outputs()
        .forEach(
            (name, value) -> {
              if (names.contains(value.name())) {
                head.output(name, head.value(value.name()));
              }
            });
    return head.build();
  }

  /** Its inputs are what it reads of the rest. */
  private static Graph tail(Graph graph) {
    List<Node> nodes = new ArrayList<>();
    Budget budget = new Budget();
    for (Node node : graph.nodes().reversed()) {
      if (!budget.allows(node)) {
        break;
      }
      nodes.addFirst(node);
    }
    SequencedSet<Value> read = new LinkedHashSet<>();
    nodes.forEach(node -> read.addAll(node.inputs()));
    read.addAll(graph.outputs().values());
    nodes.forEach(node -> node.outputs().forEach(read::remove));
    GraphBuilder tail = Graph.builder();
    read.forEach(value -> tail.input(value.name(), value.type()));
    nodes.forEach(node -> tail.add(node, reads(tail, node)));
    graph.outputs().forEach((name, value) -> tail.output(name, tail.value(value.name())));
    return tail.build();
  }

  private static List<Value> reads(GraphBuilder graph, Node node) {
    return node.inputs().stream().map(value -> graph.value(value.name())).toList();
  }

  private static TensorType atMost(TensorType type) {
    Shape shape = type.shape();
    return type.withShape(
        Shape.of(
            Math.min(MOST_PIXELS, shape.height()),
            Math.min(MOST_PIXELS, shape.width()),
            shape.channels()));
  }
}
