package liviano.model;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.DType;
import liviano.tensor.Shape;

/**
 * The part of a network that turns a picture into an embedding, without the layers that make a
 * task's answer of it. Another head can be put on it.
 *
 * <p>Of a network that names its embedding, or whose logits a dense layer gives (or a convolution
 * of one position), it ends in what that layer reads. Of one that answers with maps, as detectors
 * do, it ends in the average of the widest map: that with the most channels on the way to the
 * coarsest map, and of several the last. In an SSD on MobileNetV2 this is the last convolution of
 * MobileNetV2, 1280 channels.
 *
 * @param graph whose only output is called {@value #EMBEDDING}: 32-bit floats, {@code [length]} or
 *     {@code [1, 1, length]}
 */
public record Backbone(Graph graph) {
  /** The name of the output. */
  public static final String EMBEDDING = "embedding";

  /**
   * @throws IllegalArgumentException if the graph does not give an embedding and nothing else
   */
  public Backbone {
    if (!graph.outputs().keySet().equals(Set.of(EMBEDDING))) {
      throw new IllegalArgumentException("a backbone gives an embedding, not " + graph.outputs());
    }
  }

  /** The backbone of a model; empty where nothing in it is an embedding. */
  public static Optional<Backbone> of(Model model) {
    return named(model)
        .or(() -> readByLogits(model))
        .map(embedding -> ending(model.graph(), embedding, false))
        .or(() -> widestMap(model.graph()).map(map -> ending(model.graph(), map, true)))
        .map(Backbone::new);
  }

  /** What the backbone gives. */
  public Value embedding() {
    return graph.outputs().get(EMBEDDING);
  }

  private static Optional<Value> named(Model model) {
    return model.find(Role.EMBEDDING);
  }

  /** What the layer reads that gives the logits: dense, or a convolution of a single position. */
  private static Optional<Value> readByLogits(Model model) {
    return model
        .find(Role.LOGITS)
        .or(() -> model.find(Role.PROBABILITIES))
        .flatMap(scores -> readByHead(givers(model.graph()), scores));
  }

  private static Optional<Value> readByHead(Map<Value, Node> givers, Value scores) {
    Node giver = givers.get(scores);
    while (giver != null) {
      switch (giver.onReals().op()) {
        case Op.Dense _ -> {
          return Optional.of(giver.input());
        }
        case Op.Conv2d _ -> {
          return Optional.of(giver.input()).filter(read -> positions(read) == 1);
        }
        case Op.Softmax _, Op.Reshape _, Op.Sigmoid _, Op.Quantize _, Op.Dequantize _ ->
            giver = givers.get(giver.input());
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Only among what the coarsest map is made of, and without maps that no further map is made of,
   * which are answers: those of an SSD may be wide, too. A map that a larger one is made of is not
   * the coarsest: it is inside a block that looks at the whole map.
   */
  private static Optional<Value> widestMap(Graph graph) {
    List<Value> maps =
        graph.nodes().stream()
            .flatMap(node -> node.outputs().stream())
            .filter(value -> value.shape().isMap())
            .toList();
    Map<Value, Long> largest = largestMadeOf(graph);
    Optional<Value> coarsest =
        maps.reversed().stream()
            .filter(map -> largest.get(map) == positions(map))
            .min(Comparator.comparingLong(Backbone::positions));
    Set<Value> before = coarsest.map(value -> madeOf(graph, value)).orElseGet(HashSet::new);
    before.retainAll(readForMaps(graph));
    return maps.reversed().stream() // the first of the greatest is the last of the network
        .filter(before::contains)
        .filter(map -> map.type().dtype() == DType.F32 || map.type().isQuantized())
        .max(Comparator.comparingInt(value -> value.shape().channels()));
  }

  /** What nodes read that give maps. */
  private static Set<Value> readForMaps(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> node.outputs().stream().anyMatch(value -> value.shape().isMap()))
        .flatMap(node -> node.inputs().stream())
        .collect(Collectors.toSet());
  }

  /** For each value the positions of the largest map that is it or is made of it. */
  private static Map<Value, Long> largestMadeOf(Graph graph) {
    Map<Value, Long> largest = new HashMap<>();
    for (Node node : graph.nodes().reversed()) {
      for (Value output : node.outputs()) {
        long positions = largest.merge(output, positions(output), Math::max);
        node.inputs().forEach(read -> largest.merge(read, positions, Math::max));
      }
    }
    return largest;
  }

  /** Of a map; 1 of what has no positions. */
  private static long positions(Value value) {
    return value.shape().isMap() ? (long) value.shape().height() * value.shape().width() : 1;
  }

  private static Map<Value, Node> givers(Graph graph) {
    Map<Value, Node> givers = new HashMap<>();
    graph.nodes().forEach(node -> node.outputs().forEach(value -> givers.put(value, node)));
    return givers;
  }

  /** The value and all that it is computed from. */
  private static Set<Value> madeOf(Graph graph, Value end) {
    Map<Value, Node> givers = givers(graph);
    Set<Value> found = new HashSet<>(Set.of(end));
    Deque<Value> waiting = new ArrayDeque<>(found);
    while (!waiting.isEmpty()) {
      Node giver = givers.get(waiting.remove());
      if (giver != null) {
        giver.inputs().stream().filter(found::add).forEach(waiting::add);
      }
    }
    return found;
  }

  /** The graph up to a value, in real numbers, averaged over its positions if asked for. */
  private static Graph ending(Graph graph, Value value, boolean averaged) {
    SequencedMap<String, Value> ends = new LinkedHashMap<>();
    ends.put(EMBEDDING, value);
    Graph part = graph.endingAt(ends);
    if (!averaged && value.type().dtype() == DType.F32) {
      return part;
    }
    GraphBuilder builder = part.toBuilder();
    Value end = builder.value(value.name());
    if (end.type().isQuantized()) {
      end = builder.add(free(graph, "embedding.real"), new Op.Dequantize(), end);
    }
    if (averaged) {
      end = builder.add(free(graph, "embedding.pool"), new Op.GlobalAveragePool(), end);
    }
    return builder.output(EMBEDDING, end).build();
  }

  private static String free(Graph graph, String name) {
    String free = name;
    for (int i = 2; graph.find(free).isPresent(); i++) {
      free = name + "_" + i;
    }
    return free;
  }

  /**
   * How many numbers an embedding has, for inputs of the size that the model's own graph has.
   *
   * @throws IllegalArgumentException if it has more than one position
   */
  public int length() {
    Shape shape = embedding().shape();
    if (shape.elements() != shape.channels()) {
      throw new IllegalArgumentException("an embedding of " + shape + " is a map");
    }
    return shape.channels();
  }
}
