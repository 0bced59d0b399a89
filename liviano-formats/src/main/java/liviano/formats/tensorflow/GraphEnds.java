package liviano.formats.tensorflow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;

/** Where a graph ends, if nobody says it: at the nodes that nothing reads. */
final class GraphEnds {
  private static final int MOST = 8;

  /** Operations that give nothing, or nothing of the network. */
  private static final Set<String> OTHERS =
      Set.of(
          "Const",
          "Placeholder",
          "NoOp",
          "Assert",
          "Print",
          "SaveV2",
          "RestoreV2",
          "Assign",
          "VariableV2",
          "VarHandleOp");

  private GraphEnds() {}

  /**
   * Names of outputs.
   *
   * @throws UnsupportedModelException if there are too many for a network's answers
   */
  static List<String> of(GraphDef graph) {
    Set<String> read = new HashSet<>();
    for (GraphNode node : graph.nodes().values()) {
      node.inputs().forEach(input -> read.add(input.node()));
    }
    List<String> ends = new ArrayList<>();
    for (GraphNode node : graph.nodes().values()) {
      if (!read.contains(node.name())
          && !OTHERS.contains(node.op())
          && !graph.constants().containsKey(node.name())
          && !node.inputs().isEmpty()) {
        ends.add(node.name());
      }
    }
    if (ends.isEmpty()) {
      throw new MalformedModelException("it ends nowhere: every node is read by another");
    }
    if (ends.size() > MOST) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "nothing reads %d of its nodes (%s, ...); say which are its outputs with --outputs",
              ends.size(),
              ends.stream().limit(3).map(GraphNode::shortened).collect(Collectors.joining(", "))));
    }
    return ends;
  }
}
