package liviano.formats.importer;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.graph.Value;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * Takes transpositions out of a network by turning the weights that read their numbers. A file that
 * counts channels first flattens maps in another order than ours lie in: what is between the map
 * and the dense layer works number by number, so that the layer may as well read the numbers in our
 * order, its weights {@code [units, in]} put into that order too.
 */
final class FlattenedMaps {
  private final Graph graph;
  private final Map<Value, List<Node>> readers = new HashMap<>();
  private final Set<Value> outputs;

  /** By their names, as the new graph reads them. */
  private final Map<String, Tensor> weights = new HashMap<>();

  /** Transpositions that are left out. */
  private final Set<Node> absorbed = new HashSet<>();

  /** A file may use the same weights often; no more is copied than it holds. */
  private long bytesLeft;

  private FlattenedMaps(Graph graph, Weights weights) {
    this.graph = graph;
    this.outputs = new HashSet<>(graph.outputs().values());
    for (Node node : graph.nodes()) {
      node.inputs().stream()
          .distinct()
          .forEach(read -> readers.computeIfAbsent(read, _ -> new ArrayList<>()).add(node));
    }
    Set<MemorySegment> memory = new HashSet<>();
    for (Tensor tensor : weights.tensors()) {
      this.weights.put(tensor.name(), tensor);
      bytesLeft += memory.add(tensor.data()) ? tensor.data().byteSize() : 0;
    }
  }

  /** The same network with fewer transpositions; those that other layers read stay. */
  static ImportedGraph absorbed(ImportedGraph network) {
    FlattenedMaps maps = new FlattenedMaps(network.graph(), network.weights());
    network.graph().nodes().forEach(maps::absorb);
    if (maps.absorbed.isEmpty()) {
      return network;
    }
    List<Tensor> turned =
        network.weights().tensors().stream().map(t -> maps.weights.get(t.name())).toList();
    return new ImportedGraph(maps.rebuilt(), Weights.of(turned), network.layouts());
  }

  private void absorb(Node node) {
    if (!(node.onReals().op() instanceof Op.Transpose(List<Integer> order))) {
      return;
    }
    List<ParamSpec> turned =
        owners(node.output()).stream()
            .flatMap(List::stream)
            .flatMap(owner -> owner.params().stream().filter(spec -> countsInputs(owner, spec)))
            .toList();
    long bytes =
        turned.stream().mapToLong(spec -> weights.get(spec.name()).data().byteSize()).sum();
    if (turned.isEmpty() || bytes > bytesLeft) {
      return;
    }
    bytesLeft -= bytes;
    absorbed.add(node);
    turned.forEach(spec -> turn(spec.name(), node.output().shape(), order));
  }

  /**
   * The layers whose weights count a value's numbers, or those of what is made of it number by
   * number; empty if anything else reads them, for which their order matters.
   */
  private Optional<List<Node>> owners(Value value) {
    List<Node> owners = new ArrayList<>();
    Deque<Value> ahead = new ArrayDeque<>(List.of(value));
    while (!ahead.isEmpty()) {
      Value next = ahead.pop();
      List<Node> reading = readers.getOrDefault(next, List.of());
      if (outputs.contains(next) || reading.isEmpty()) {
        return Optional.empty();
      }
      for (Node node : reading) {
        if (!node.input().equals(next) || node.inputs().lastIndexOf(next) > 0) {
          return Optional.empty();
        }
        switch (order(node)) {
          case MATTERS -> {
            return Optional.empty();
          }
          case PASSED_ON -> ahead.push(node.outputs().getFirst());
          case IN_WEIGHTS_PASSED_ON -> {
            owners.add(node);
            ahead.push(node.output());
          }
          case IN_WEIGHTS -> owners.add(node);
        }
      }
    }
    return Optional.of(owners);
  }

  /** What the order of the numbers that a layer reads is to it. */
  private enum Order {
    MATTERS,
    /** Any will do, and the layer gives its numbers in the same. */
    PASSED_ON,
    /** The same, if its weights are in it. */
    IN_WEIGHTS_PASSED_ON,
    /** Any will do that its weights are in, too. */
    IN_WEIGHTS
  }

  private static Order order(Node node) {
    boolean vector = node.input().shape().rank() == 1;
    return switch (node.onReals().op()) {
      case Op.Activation _, Op.Reshape _, Op.Cast _, Op.Dequantize _, Op.DynamicQuantize _ ->
          Order.PASSED_ON;
      case Op.Quantize to when !to.quantization().isPerChannel() -> Order.PASSED_ON;
      case Op.BatchNorm _, Op.Scale _, Op.PRelu _ when vector -> Order.IN_WEIGHTS_PASSED_ON;
      case Op.Dense _ -> Order.IN_WEIGHTS;
      default -> Order.MATTERS;
    };
  }

  /** Whether a parameter's innermost extent counts the numbers that the layer reads. */
  private static boolean countsInputs(Node owner, ParamSpec spec) {
    return !(owner.onReals().op() instanceof Op.Dense) || spec.role() == ParamSpec.Role.WEIGHT;
  }

  /** Puts the innermost extent of a parameter, which counts transposed numbers, into our order. */
  private void turn(String name, Shape transposed, List<Integer> order) {
    Tensor tensor = weights.get(name);
    long rows = tensor.rank() > 1 ? tensor.dim(0) : 1;
    List<Integer> dims = new ArrayList<>(List.of(Math.toIntExact(rows)));
    dims.addAll(transposed.dims());
    List<Integer> axes = new ArrayList<>(List.of(0));
    IntStream.range(0, order.size()).forEach(axis -> axes.add(1 + order.indexOf(axis)));
    Tensor turned = Numbers.transposed(Numbers.reshaped(tensor, dims), axes);
    weights.put(name, new Tensor(name, tensor.type(), tensor.dims(), turned.data()));
  }

  private Graph rebuilt() {
    GraphBuilder builder = Graph.builder();
    Map<Value, Value> now = new HashMap<>();
    graph.inputs().forEach(input -> now.put(input, builder.input(input.name(), input.type())));
    for (Node node : graph.nodes()) {
      List<Value> reads = node.inputs().stream().map(now::get).toList();
      List<Value> given =
          absorbed.contains(node)
              ? List.of(renamed(builder, node, reads.getFirst()))
              : builder.add(node, reads);
      for (int i = 0; i < given.size(); i++) {
        now.put(node.outputs().get(i), given.get(i));
      }
    }
    graph.outputs().forEach((name, value) -> builder.output(name, now.get(value)));
    return builder.build();
  }

  /** What a transposition reads, in the shape of what it gives, unless another shape is next. */
  private Value renamed(GraphBuilder builder, Node node, Value read) {
    boolean shaped =
        readers.get(node.output()).stream()
            .allMatch(reader -> reader.onReals().op() instanceof Op.Reshape);
    if (shaped || read.shape().equals(node.output().shape())) {
      return read;
    }
    Op reshape = new Op.Reshape(node.output().shape());
    Optional<Op> quantized =
        read.type().quantization().map(how -> new Op.Quantized(reshape, read.type().dtype(), how));
    return builder.add(node.name(), quantized.orElse(reshape), read);
  }
}
