package liviano.formats.importer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.VisionTask;
import liviano.tensor.Shape;

/**
 * What a network answers, told by how it ends: one that ends in a softmax over one number a class
 * classifies, one that brings scores to the size of its input says what each pixel shows.
 *
 * @param graph with outputs called by their roles, where these are known
 * @param classes how many; 0 where there are none
 */
record Roles(Graph graph, VisionTask task, int classes) {
  private static final String LOGITS = "logits";
  private static final String PROBABILITIES = "probabilities";
  private static final String UPSAMPLED = "upsampled";

  static Roles of(Graph graph) {
    Map.Entry<String, Value> first = graph.outputs().firstEntry();
    Optional<Node> last =
        graph.nodes().stream().filter(node -> gives(node, first.getValue())).findFirst();
    return last.flatMap(node -> classifier(graph, node))
        .or(() -> last.flatMap(node -> segmenter(graph, node)))
        .orElseGet(() -> new Roles(graph, VisionTask.OTHER, 0));
  }

  private static boolean gives(Node node, Value value) {
    return node.output().equals(value);
  }

  private static Optional<Roles> classifier(Graph graph, Node last) {
    Shape shape = last.output().shape();
    if (!(last.op() instanceof Op.Softmax) || shape.elements() != shape.channels()) {
      return Optional.empty();
    }
    return Optional.of(
        new Roles(
            renamed(graph, last, PROBABILITIES), VisionTask.CLASSIFICATION, shape.channels()));
  }

  private static Optional<Roles> segmenter(Graph graph, Node last) {
    Shape shape = last.output().shape();
    Shape image = graph.inputs().getFirst().shape();
    boolean scores =
        last.op() instanceof Op.ResizeBilinear
            && image.isMap()
            && shape.height() == image.height()
            && shape.width() == image.width()
            && shape.channels() > 1
            && graph.outputs().size() == 1;
    return scores
        ? Optional.of(
            new Roles(renamed(graph, last, UPSAMPLED), VisionTask.SEGMENTATION, shape.channels()))
        : Optional.empty();
  }

  /** The first output by its role, after the logits that it is made of. */
  private static Graph renamed(Graph graph, Node last, String role) {
    SequencedMap<String, Value> outputs = new LinkedHashMap<>();
    outputs.put(LOGITS, last.input());
    outputs.put(role, last.output());
    List<Map.Entry<String, Value>> all = List.copyOf(graph.outputs().entrySet());
    all.subList(1, all.size()).forEach(o -> outputs.putIfAbsent(o.getKey(), o.getValue()));
    return new Graph(graph.inputs(), graph.nodes(), outputs);
  }
}
