package liviano.cost;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.Shape;

/**
 * A part of a network that is computed as one operation, so that nothing inside it has to be whole
 * in memory (section 5.1 of the paper): a stage of the network by its layers' names. Where the
 * first block has no expansion, the stem is inside it.
 *
 * @param name of its first layer's stage
 * @param inputs what it reads of others
 * @param outputs what others, or the caller, read of it
 * @param inner tensors that only the block itself reads
 */
public record Block(String name, List<Shape> inputs, List<Shape> outputs, List<Shape> inner) {
  public Block {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    inner = List.copyOf(inner);
  }

  /** The blocks of a network, in its order. */
  public static List<Block> of(Graph graph) {
    List<List<Node>> groups = new ArrayList<>(stages(graph).values());
    if (groups.size() > 1 && groups.get(1).getFirst().op() instanceof Op.DepthwiseConv2d) {
      List<Node> first = new ArrayList<>(groups.removeFirst());
      first.addAll(groups.removeFirst());
      groups.addFirst(first);
    }
    return groups.stream().map(nodes -> of(graph, nodes)).toList();
  }

  /** Numbers of all it reads and gives: its share of the paper's M(G). */
  public long elements() {
    return sum(inputs) + sum(outputs);
  }

  /**
   * The same and the largest tensor inside it, of which a part is in memory at a time.
   *
   * @param split into how many groups of channels it falls
   */
  public long elements(int split) {
    long most = 0;
    for (Shape shape : inner) {
      long positions = shape.elements() / shape.channels();
      most = Math.max(most, positions * Math.ceilDiv(shape.channels(), split));
    }
    return elements() + most;
  }

  private static SequencedMap<String, List<Node>> stages(Graph graph) {
    SequencedMap<String, List<Node>> stages = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      stages.computeIfAbsent(Stage.of(node.name()), name -> new ArrayList<>()).add(node);
    }
    return stages;
  }

  private static Block of(Graph graph, List<Node> nodes) {
    Set<Node> members = new HashSet<>(nodes);
    Set<Value> inside = new LinkedHashSet<>();
    Set<Value> read = new LinkedHashSet<>();
    for (Node node : nodes) {
      inside.addAll(node.outputs());
      read.addAll(node.inputs());
    }
    Set<Value> readByOthers = new HashSet<>(graph.outputs().values());
    graph.nodes().stream()
        .filter(node -> !members.contains(node))
        .forEach(node -> readByOthers.addAll(node.inputs()));
    return new Block(
        Stage.of(nodes.getFirst().name()),
        read.stream().filter(value -> !inside.contains(value)).map(Value::shape).toList(),
        inside.stream().filter(readByOthers::contains).map(Value::shape).toList(),
        inside.stream().filter(value -> !readByOthers.contains(value)).map(Value::shape).toList());
  }

  private static long sum(List<Shape> shapes) {
    return shapes.stream().mapToLong(Shape::elements).reduce(0, Math::addExact);
  }
}
