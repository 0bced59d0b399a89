package liviano.formats.tensorflow;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import liviano.Limits;
import liviano.LivianoException;
import liviano.formats.GraphCut;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.importer.GraphImporter;
import liviano.formats.importer.ImportedGraph;

/**
 * The size to which a graph brings pictures of any size, where it computes that from the picture's
 * own: what it makes of two small ones. A graph that fills pictures up to the size of its network
 * makes the same of both.
 */
final class PreparedSize {
  private static final List<Integer> SMALL = List.of(2, 3);
  private static final List<Integer> OTHER = List.of(5, 4);

  /** What leaves extents as they are, if it reads one tensor and single numbers. */
  private static final Set<String> BY_NUMBER =
      Set.of("Sub", "Mul", "Add", "AddV2", "Cast", "Identity");

  private static final int MOST_STEPS = 8;

  private PreparedSize() {}

  /**
   * The graph, with the extents of what becomes the prepared picture number by number asked of the
   * prepared picture itself: they are the same.
   */
  static GraphDef askedOf(GraphDef graph, GraphNode prepared) {
    Set<String> same = new HashSet<>();
    Optional<GraphNode> at = Optional.of(prepared);
    for (int i = 0; i < MOST_STEPS && at.isPresent(); i++) {
      same.add(at.get().name());
      at = at.filter(node -> BY_NUMBER.contains(node.op())).flatMap(node -> tensor(graph, node));
    }
    SequencedMap<String, GraphNode> nodes = new LinkedHashMap<>(graph.nodes());
    Port extents = new Port(prepared.name(), 0);
    nodes.replaceAll(
        (_, node) ->
            node.op().equals("Shape") && same.contains(node.input(0).node())
                ? new GraphNode(node.name(), node.op(), List.of(extents), node.attributes())
                : node);
    return graph.withNodes(nodes);
  }

  /** What a node reads beside single numbers; empty if that is more than one tensor. */
  private static Optional<GraphNode> tensor(GraphDef graph, GraphNode node) {
    List<String> tensors =
        node.inputs().stream().map(Port::node).filter(name -> !isNumber(graph, name)).toList();
    return tensors.size() == 1 ? graph.find(tensors.getFirst()) : Optional.empty();
  }

  private static boolean isNumber(GraphDef graph, String name) {
    ForeignConstant constant = graph.constants().get(name);
    return constant != null && constant.dims().stream().allMatch(extent -> extent == 1);
  }

  /**
   * Height and width of the prepared picture.
   *
   * @param prepared gives it
   * @return empty if they depend on the picture, or the preparation is not computed here
   */
  static Optional<List<Integer>> of(GraphDef graph, GraphNode prepared) {
    List<GraphNode> pictures =
        graph.nodes().values().stream()
            .filter(node -> node.op().equals("Placeholder") && !Aliases.isTrainingFlag(node))
            .toList();
    if (pictures.size() != 1) {
      return Optional.empty();
    }
    String picture = pictures.getFirst().name();
    Optional<List<Integer>> size = of(graph, picture, SMALL, prepared);
    return size.equals(of(graph, picture, OTHER, prepared)) ? size : Optional.empty();
  }

  private static Optional<List<Integer>> of(
      GraphDef graph, String picture, List<Integer> size, GraphNode prepared) {
    GraphCut cut =
        new GraphCut(List.of(new GraphCut.Input(picture, size)), List.of(prepared.name()));
    try {
      ImportedGraph preparation = GraphImporter.of(GraphNetwork.of(graph, cut), Limits.defaults());
      List<Integer> dims = preparation.layouts().get(prepared.name()).extents();
      return dims.size() == 4 ? Optional.of(dims.subList(1, 3)) : Optional.empty();
    } catch (LivianoException e) {
      return Optional.empty(); // the graph is read as any other, and that says what is wrong
    }
  }
}
