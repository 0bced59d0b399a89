package liviano.formats.tensorflow;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import liviano.formats.GraphCut;
import liviano.formats.importer.ForeignConstant;
import liviano.model.Normalization;
import liviano.model.Rgb;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.LittleEndian;
import liviano.weights.Tensor;

/**
 * Some segmenters, DeepLab's among them, prepare pictures of any size in the graph and give a class
 * for each pixel: the network between is cut out, as preparing pictures and comparing scores is
 * done here.
 *
 * @param graph in which the part that is cut out asks no extents of what is before it
 * @param cut from the prepared picture to the scores of each pixel
 * @param normalization that the graph does before
 * @param notice what was cut off
 */
record Preparation(GraphDef graph, GraphCut cut, Normalization normalization, String notice) {
  /** What only changes extents or formats of the classes found. */
  private static final Set<String> PASSING =
      Set.of(
          "Slice",
          "StridedSlice",
          "Squeeze",
          "ExpandDims",
          "Cast",
          "Reshape",
          "Identity",
          "ResizeNearestNeighbor");

  private static final int MOST_STEPS = 16;

  /**
   * Finds such a graph's ends.
   *
   * @param ends names of the nodes that nothing reads
   */
  static Optional<Preparation> of(GraphDef graph, List<String> ends) {
    Optional<GraphNode> scores = scores(graph, ends);
    Optional<GraphNode> prepared = scores.flatMap(_ -> prepared(graph));
    Optional<List<Integer>> size =
        prepared.flatMap(
            picture ->
                scores
                    .flatMap(resize -> size(graph, resize))
                    .or(() -> PreparedSize.of(graph, picture)));
    if (size.isEmpty()) {
      return Optional.empty();
    }
    GraphNode input = prepared.get();
    Optional<GraphNode> scaled = giver(graph, input, 0);
    float factor = scaled.flatMap(node -> number(graph, node)).orElse(0f);
    float less = number(graph, input).orElse(0f);
    if (!(factor > 0) || !Float.isFinite(1 / factor)) {
      return Optional.empty();
    }
    GraphCut cut =
        new GraphCut(
            List.of(new GraphCut.Input(input.name(), size.get())), List.of(scores.get().name()));
    return Optional.of(
        new Preparation(
            PreparedSize.askedOf(graph, input),
            cut,
            new Normalization(Rgb.all(rounded(less / factor)), Rgb.all(rounded(1 / factor))),
            String.format(
                Locale.ROOT,
                "cut from '%s' to '%s': the graph's own preparation of pictures and its choice of"
                    + " the greatest score are done outside",
                GraphNode.shortened(input.name()),
                GraphNode.shortened(scores.get().name()))));
  }

  /** Files have 2 / 255 with a few digits: what it stands for, where it is as near as that. */
  private static float rounded(float number) {
    float half = Math.round(2 * number) / 2f;
    return Math.abs(number - half) < 1e-3f ? half : number;
  }

  /**
   * The scores of each pixel: resized, and read by the choice of a class. Another end may give
   * their softmax.
   */
  private static Optional<GraphNode> scores(GraphDef graph, List<String> ends) {
    Map<String, GraphNode> choices = new HashMap<>();
    for (String end : ends) {
      Optional<GraphNode> choice = choice(graph, end);
      if (choice.isEmpty()) {
        return Optional.empty();
      }
      choices.put(choice.get().op(), choice.get());
    }
    Optional<GraphNode> read =
        Optional.ofNullable(choices.get("ArgMax")).flatMap(choice -> giver(graph, choice, 0));
    boolean same = choices.values().stream().allMatch(node -> giver(graph, node, 0).equals(read));
    return read.filter(node -> same && node.op().equals("ResizeBilinear"));
  }

  /** The node before an end that chooses classes or makes probabilities. */
  private static Optional<GraphNode> choice(GraphDef graph, String end) {
    Optional<GraphNode> node = graph.find(end);
    for (int i = 0; i < MOST_STEPS && node.isPresent(); i++) {
      if (node.get().op().equals("ArgMax") || node.get().op().equals("Softmax")) {
        return node;
      }
      node = node.filter(n -> PASSING.contains(n.op())).flatMap(n -> giver(graph, n, 0));
    }
    return Optional.empty();
  }

  /** What the first convolution reads, if it is a product with a number less a number. */
  private static Optional<GraphNode> prepared(GraphDef graph) {
    return graph.nodes().values().stream()
        .filter(node -> node.op().equals("Conv2D") || node.op().equals("_FusedConv2D"))
        .flatMap(node -> giver(graph, node, 0).stream())
        .filter(node -> node.op().equals("Sub") && number(graph, node).isPresent())
        .filter(node -> giver(graph, node, 0).filter(n -> n.op().equals("Mul")).isPresent())
        .findFirst();
  }

  /** Height and width to which scores are brought, if they are constant. */
  private static Optional<List<Integer>> size(GraphDef graph, GraphNode resize) {
    if (resize.inputs().size() != 2) {
      return Optional.empty();
    }
    ForeignConstant size = graph.constants().get(resize.input(1).node());
    if (size == null || size.type() != DType.I32 || !size.dims().equals(List.of(2))) {
      return Optional.empty();
    }
    MemorySegment bytes = size.bytes().get();
    return Optional.of(
        List.of(
            bytes.get(LittleEndian.INT_UNALIGNED, 0),
            bytes.get(LittleEndian.INT_UNALIGNED, Integer.BYTES)));
  }

  private static Optional<GraphNode> giver(GraphDef graph, GraphNode node, int input) {
    return input < node.inputs().size() ? graph.find(node.input(input).node()) : Optional.empty();
  }

  /** The one number among the inputs of a node of two. */
  private static Optional<Float> number(GraphDef graph, GraphNode node) {
    return node.inputs().stream()
        .limit(2)
        .map(input -> graph.constants().get(input.node()))
        .filter(c -> c != null && c.type() == DType.F32)
        .filter(c -> c.dims().stream().allMatch(extent -> extent == 1))
        .map(c -> new Tensor("", c.type(), Extents.of(1), c.bytes().get()).toFloats()[0])
        .findFirst();
  }
}
