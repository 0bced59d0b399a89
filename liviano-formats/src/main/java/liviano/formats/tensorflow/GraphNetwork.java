package liviano.formats.tensorflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.GraphCut;
import liviano.formats.importer.ForeignGraph;

/** A TensorFlow graph, or a part of it, as the importer takes networks. */
final class GraphNetwork {
  private static final int CHANNELS = 3;
  private static final int FEW_NAMES = 5;
  private static final Set<String> VARIABLES = Set.of("Variable", "VariableV2", "VarHandleOp");

  private final GraphDef graph;
  private final GraphCut cut;

  private GraphNetwork(GraphDef graph, GraphCut cut) {
    this.graph = graph;
    this.cut = cut;
  }

  /**
   * The part between inputs and outputs.
   *
   * @param cut with outputs
   * @throws MalformedModelException if that part is broken
   * @throws UnsupportedModelException if it holds operations that are not computed here, or an
   *     input has no size
   */
  static ForeignGraph of(GraphDef graph, GraphCut cut) {
    return new GraphNetwork(graph, cut).network();
  }

  private ForeignGraph network() {
    Set<Port> ends =
        cut.inputs().stream().map(input -> named(input.name())).collect(Collectors.toSet());
    Aliases aliases = Aliases.of(graph, ends, cut.outputs().stream().map(this::named).toList());
    SequencedMap<String, Port> outputs = new LinkedHashMap<>();
    cut.outputs().forEach(name -> outputs.put(name, aliases.resolved(named(name))));
    Region region = Region.of(aliases, List.copyOf(outputs.values()));
    requireAllInputs(region, ends);
    Translation translation = new Translation(aliases);
    SequencedMap<Integer, List<Integer>> inputs = new LinkedHashMap<>();
    for (Port input : ordered(region)) {
      inputs.put(translation.number(input), dims(input, region));
    }
    translate(region, translation);
    SequencedMap<String, Integer> numbers = new LinkedHashMap<>();
    outputs.forEach((name, port) -> numbers.put(name, translation.number(port)));
    ChannelFolding.fold(translation, numbers.values());
    return new ForeignGraph(
        inputs, translation.constants(), translation.nodes(), numbers, translation.names());
  }

  private Port named(String name) {
    Port port = Port.of(name);
    graph.node(port.node());
    return port;
  }

  /** In the order in which they were named, or in which the outputs read them. */
  private List<Port> ordered(Region region) {
    SequencedSet<Port> ordered = new LinkedHashSet<>();
    cut.inputs().stream()
        .map(input -> Port.of(input.name()))
        .filter(region.inputs()::contains)
        .forEach(ordered::add);
    ordered.addAll(region.inputs());
    return List.copyOf(ordered);
  }

  private void requireAllInputs(Region region, Set<Port> ends) {
    if (region.inputs().isEmpty()) {
      throw new MalformedModelException("its outputs are constant: they read no input");
    }
    for (Port input : region.inputs()) {
      if (!ends.isEmpty() && !ends.contains(input)) {
        throw new UnsupportedModelException(
            "the outputs also need '"
                + GraphNode.shortened(input.toString())
                + "', which --inputs does not name");
      }
    }
    for (Port end : ends) {
      if (!region.inputs().contains(end)) {
        throw new UnsupportedModelException(
            "the outputs do not read '" + GraphNode.shortened(end.toString()) + "'");
      }
    }
  }

  /** Extents of an input, the batch among them. */
  private List<Integer> dims(Port input, Region region) {
    List<Integer> size =
        cut.inputs().stream()
            .filter(named -> Port.of(named.name()).equals(input))
            .map(GraphCut.Input::size)
            .findFirst()
            .orElse(List.of());
    GraphNode node = graph.node(input.node());
    Optional<List<Long>> stated =
        node.op().equals("Placeholder")
            ? node.dims("shape").flatMap(Attribute.Dims::dims)
            : Optional.empty();
    if (!size.isEmpty()) {
      int channels = size.size() > 2 ? size.get(2) : channels(input, stated, region);
      return List.of(1, size.get(0), size.get(1), channels);
    }
    if (stated.isEmpty() || stated.get().stream().skip(1).limit(2).anyMatch(d -> d < 1)) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "input '%s' has no fixed size%s; give it one: convert --inputs %s:HEIGHTxWIDTH",
              GraphNode.shortened(input.toString()),
              stated.map(d -> ": " + d).orElse(""),
              GraphNode.shortened(input.toString())));
    }
    List<Integer> dims = new ArrayList<>();
    for (long dim : stated.get()) {
      if (dim > Integer.MAX_VALUE) {
        throw node.malformed("its shape is " + stated.get());
      }
      boolean last = dims.size() == 3 && dim < 1;
      dims.add(last ? channels(input, stated, region) : dim < 1 ? -1 : (int) dim);
    }
    return dims;
  }

  /**
   * As the file says, or as the convolution that reads the input has them, or three of a picture.
   */
  private int channels(Port input, Optional<List<Long>> stated, Region region) {
    if (stated.isPresent() && stated.get().size() == 4 && stated.get().getLast() > 0) {
      return Math.toIntExact(Math.min(stated.get().getLast(), Integer.MAX_VALUE));
    }
    return region.nodes().stream()
        .filter(node -> node.op().contains("Conv2"))
        .filter(node -> node.inputs().size() > 1 && node.input(0).equals(input))
        .map(node -> graph.constants().get(node.input(1).node()))
        .filter(filter -> filter != null && filter.dims().size() == 4)
        .map(filter -> filter.dims().get(2))
        .findFirst()
        .orElse(CHANNELS);
  }

  private static void translate(Region region, Translation translation) {
    Operations operations = new Operations(translation);
    List<GraphNode> unknown = new ArrayList<>();
    for (GraphNode node : region.nodes()) {
      if (VARIABLES.contains(node.op())) {
        throw new UnsupportedModelException(
            node.where()
                + "its weights are in a checkpoint beside the file; freeze the graph, which puts"
                + " them into it");
      }
      if (node.op().equals("Const")) {
        throw node.malformed("the file holds no numbers for it");
      }
      if (!operations.translate(node)) {
        unknown.add(node);
      }
    }
    if (!unknown.isEmpty()) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "%d of %d operations are not computed here: %s; cut the graph before them with"
                  + " --outputs",
              unknown.size(),
              region.nodes().size(),
              listed(unknown)));
    }
  }

  /** An operation of each kind. */
  private static String listed(List<GraphNode> unknown) {
    SequencedMap<String, String> kinds = new LinkedHashMap<>();
    for (GraphNode node : unknown) {
      kinds.putIfAbsent(
          node.op(),
          GraphNode.shortened(node.op()) + " ('" + GraphNode.shortened(node.name()) + "')");
    }
    String few = kinds.values().stream().limit(FEW_NAMES).collect(Collectors.joining(", "));
    return kinds.size() > FEW_NAMES ? few + " and " + (kinds.size() - FEW_NAMES) + " kinds" : few;
  }
}
