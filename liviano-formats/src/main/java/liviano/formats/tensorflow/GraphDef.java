package liviano.formats.tensorflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.MalformedModelException;
import liviano.formats.importer.ForeignConstant;

/**
 * A graph as its file describes it.
 *
 * @param nodes in the file's order
 * @param constants by the names of their nodes
 */
record GraphDef(SequencedMap<String, GraphNode> nodes, Map<String, ForeignConstant> constants) {
  GraphDef {
    nodes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(nodes));
    constants = Map.copyOf(constants);
  }

  /**
   * Of nodes, and of constants that these do not hold themselves.
   *
   * @throws MalformedModelException if two nodes have the same name
   */
  static GraphDef of(List<GraphNode> all, Map<String, ForeignConstant> apart) {
    SequencedMap<String, GraphNode> nodes = new LinkedHashMap<>();
    Map<String, ForeignConstant> constants = new LinkedHashMap<>(apart);
    for (GraphNode node : all) {
      if (nodes.putIfAbsent(node.name(), node) != null) {
        throw node.malformed("there are two of that name");
      }
      if (node.op().equals("Const")
          && node.attributes().get("value") instanceof Attribute.Constant(ForeignConstant c)) {
        constants.putIfAbsent(node.name(), c);
      }
    }
    return new GraphDef(nodes, constants);
  }

  Optional<GraphNode> find(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  /**
   * The node that a name stands for.
   *
   * @throws MalformedModelException if there is none
   */
  GraphNode node(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new MalformedModelException(
                    "there is no node '" + GraphNode.shortened(name) + "'"));
  }

  /** The same with other nodes. */
  GraphDef withNodes(SequencedMap<String, GraphNode> newNodes) {
    return new GraphDef(newNodes, constants);
  }
}
