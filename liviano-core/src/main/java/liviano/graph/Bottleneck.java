package liviano.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A linear bottleneck in a graph: a depthwise convolution with its non-linearity, and the 1x1
 * convolution without one that projects to few channels (MobileNetV2, section 3.2). Found by its
 * shape, so that networks of any origin have them.
 *
 * @param name of the block: what its layers' names begin with
 * @param expanded what the non-linearity of its expanding 1x1 convolution gives; empty where the
 *     block does not expand
 * @param narrow channels that the block reads
 * @param output what the block gives: the projection, or the sum with the shortcut
 */
public record Bottleneck(String name, Optional<Value> expanded, int narrow, Value output) {

  /** Every linear bottleneck of the graph, in its order. */
  public static List<Bottleneck> of(Graph graph) {
    Finder finder = new Finder(graph);
    return graph.nodes().stream().flatMap(node -> finder.at(node).stream()).toList();
  }

  private static final class Finder {
    private final Map<Value, Node> giver = new HashMap<>();
    private final Map<Value, List<Node>> readers = new HashMap<>();

    Finder(Graph graph) {
      for (Node node : graph.nodes()) {
        node.outputs().forEach(value -> giver.put(value, node));
        node.inputs().forEach(v -> readers.computeIfAbsent(v, _ -> new ArrayList<>()).add(node));
      }
    }

    /** The bottleneck whose projection this node is. */
    Optional<Bottleneck> at(Node projection) {
      if (!isPointwise(projection) || !isActivation(giver.get(projection.input()))) {
        return Optional.empty();
      }
      Value projected = normed(projection.output());
      Node filter = convolution(projection.input());
      if (filter == null
          || !(filter.op() instanceof Op.DepthwiseConv2d)
          || readers(projected).stream().anyMatch(Finder::isActivation)) {
        return Optional.empty();
      }
      Node expansion = convolution(filter.input());
      boolean expands =
          isActivation(giver.get(filter.input()))
              && expansion != null
              && isPointwise(expansion)
              && expansion.output().shape().channels() > expansion.input().shape().channels();
      int narrow = (expands ? expansion : filter).input().shape().channels();
      return Optional.of(
          new Bottleneck(
              prefix(projection.name()),
              expands ? Optional.of(filter.input()) : Optional.empty(),
              narrow,
              joined(projected)));
    }

    private List<Node> readers(Value value) {
      return readers.getOrDefault(value, List.of());
    }

    /** After batch norm, if there is one. */
    private Value normed(Value convolved) {
      List<Node> next = readers(convolved);
      return next.size() == 1 && next.getFirst().op() instanceof Op.BatchNorm
          ? next.getFirst().output()
          : convolved;
    }

    /** After the shortcut, if the projection has no other consumer. */
    private Value joined(Value projected) {
      List<Node> next = readers(projected);
      return next.size() == 1 && next.getFirst().op() instanceof Op.Add
          ? next.getFirst().output()
          : projected;
    }

    /** What gives a value, before activation and batch norm; null where it is an input. */
    private Node convolution(Value value) {
      Node node = giver.get(value);
      while (node != null && (isActivation(node) || node.op() instanceof Op.BatchNorm)) {
        node = giver.get(node.input());
      }
      return node;
    }

    private static boolean isActivation(Node node) {
      return node != null && node.op() instanceof Op.Activation;
    }

    private static boolean isPointwise(Node node) {
      return node.op() instanceof Op.Conv2d(_, Window window, int groups, _)
          && window.kernelH() == 1
          && window.kernelW() == 1
          && window.strideH() == 1
          && window.strideW() == 1
          && groups == 1;
    }

    private static String prefix(String name) {
      int dot = name.lastIndexOf('.');
      return dot > 0 ? name.substring(0, dot) : name;
    }
  }
}
