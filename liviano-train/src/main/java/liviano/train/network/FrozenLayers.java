package liviano.train.network;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.ParamSpec;

/** Which layers stay as they are while others are trained. */
public final class FrozenLayers {
  private static final int MOST_NAMES = 24;

  private FrozenLayers() {}

  /**
   * The names of all nodes up to a layer, or to the last one of a block.
   *
   * @param last its name, or that of the block, such as {@code blocks.3}
   * @throws IllegalArgumentException if there is no such layer, or none is left to train; the
   *     message names some
   */
  public static Set<String> upTo(String last, Graph graph) {
    List<Node> nodes = graph.nodes();
    int end = -1;
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).name().equals(last) || nodes.get(i).name().startsWith(last + ".")) {
        end = i;
      }
    }
    if (end < 0) {
      throw new IllegalArgumentException(
          "no layer and no block is called '" + last + "'; some that are: " + names(nodes));
    }
    if (nodes.subList(end + 1, nodes.size()).stream().allMatch(node -> node.params().isEmpty())) {
      throw new IllegalArgumentException("behind '" + last + "' nothing is left to train");
    }
    return nodes.subList(0, end + 1).stream().map(Node::name).collect(Collectors.toSet());
  }

  /** Blocks, and layers that are in none, as many as a line holds. */
  private static String names(List<Node> nodes) {
    Set<String> names = new LinkedHashSet<>();
    for (Node node : nodes) {
      if (node.params().stream().anyMatch(spec -> spec.role() == ParamSpec.Role.WEIGHT)) {
        names.add(block(node.name()));
      }
    }
    String some = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    return names.size() > MOST_NAMES ? some + ", ..." : some;
  }

  private static String block(String name) {
    int end = name.lastIndexOf('.');
    return end < 0 ? name : name.substring(0, end);
  }
}
