package liviano.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import liviano.tensor.Shape;

/**
 * A network: what is computed, in an order in which it can be computed.
 *
 * @param inputs what it reads
 * @param nodes every node after those it reads from
 * @param outputs what it gives, by name
 */
public record Graph(List<Value> inputs, List<Node> nodes, SequencedMap<String, Value> outputs) {

  /**
   * @throws GraphException if names repeat, a node reads a value that no earlier node produces, a
   *     type is not the one that the operation produces, or there is no input or output
   */
  public Graph {
    inputs = List.copyOf(inputs);
    nodes = List.copyOf(nodes);
    outputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outputs));
    validate(inputs, nodes, outputs);
  }

  public static GraphBuilder builder() {
    return new GraphBuilder();
  }

  /** A builder that has these inputs and nodes already, but no outputs. */
  public GraphBuilder toBuilder() {
    GraphBuilder builder = builder();
    inputs.forEach(input -> builder.input(input.name(), input.type()));
    for (Node node : nodes) {
      builder.add(node, node.inputs().stream().map(read -> builder.value(read.name())).toList());
    }
    return builder;
  }

  /**
   * The part of the graph that gives the named values, which become its outputs under these names:
   * feature maps for a detector, the embedding of a classifier.
   *
   * @param names names of values, of which a node that gives one value has the name, or of outputs
   * @throws GraphException if there is no such value; the message names some that there are
   */
  public Graph endingAt(String... names) {
    SequencedMap<String, Value> ends = new LinkedHashMap<>();
    for (String name : names) {
      ends.put(
          name,
          find(name)
              .orElseThrow(
                  () ->
                      new GraphException(
                          String.format(
                              Locale.ROOT,
                              "there is no value '%s'; the last are %s",
                              name,
                              lastNames()))));
    }
    return endingAt(ends);
  }

  /**
   * The part of the graph that gives these values, which become its outputs under these names.
   *
   * @throws GraphException if one of the values is not of this graph
   */
  public Graph endingAt(SequencedMap<String, Value> ends) {
    Set<Value> needed = new HashSet<>(ends.values());
    List<Node> kept = new ArrayList<>();
    for (Node node : nodes.reversed()) {
      if (!Collections.disjoint(needed, node.outputs())) {
        needed.addAll(node.inputs());
        kept.add(node);
      }
    }
    return new Graph(inputs, kept.reversed(), ends);
  }

  /**
   * The same network for inputs of other sizes.
   *
   * @param shapes new shapes by the input's name; the others stay
   * @throws GraphException if there is no such input, or a layer does not fit the new size
   */
  public Graph withInputs(Map<String, Shape> shapes) {
    requireInputs(shapes.keySet());
    return rebuilt(
        Value::name,
        input -> input.type().withShape(shapes.getOrDefault(input.name(), input.shape())));
  }

  /**
   * The same network whose inputs have other names.
   *
   * @param names new names by the old ones; the others stay
   * @throws GraphException if there is no such input, or a name is taken
   */
  public Graph withInputNames(Map<String, String> names) {
    requireInputs(names.keySet());
    return rebuilt(input -> names.getOrDefault(input.name(), input.name()), Value::type);
  }

  private void requireInputs(Set<String> names) {
    List<String> known = inputs.stream().map(Value::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new GraphException("there is no input '" + name + "'; there are " + known);
      }
    }
  }

  private Graph rebuilt(Function<Value, String> name, Function<Value, TensorType> type) {
    GraphBuilder builder = builder();
    Map<String, String> renamed = new HashMap<>();
    for (Value input : inputs) {
      renamed.put(input.name(), builder.input(name.apply(input), type.apply(input)).name());
    }
    Function<Value, Value> found =
        value -> builder.value(renamed.getOrDefault(value.name(), value.name()));
    for (Node node : nodes) {
      builder.add(node, node.inputs().stream().map(found).toList());
    }
    outputs.forEach((output, value) -> builder.output(output, found.apply(value)));
    return builder.build();
  }

  /** The value that an output has under that name, or that is called so. */
  public Optional<Value> find(String name) {
    return Optional.ofNullable(outputs.get(name))
        .or(() -> values().filter(value -> value.name().equals(name)).findFirst());
  }

  /** Whether a layer computes with integers that stand for real numbers, or makes such. */
  public boolean isQuantized() {
    return nodes.stream().anyMatch(node -> FormatRules.isOfQuantized(node.op()));
  }

  /** Every constant that the network needs, node by node. */
  public Stream<ParamSpec> params() {
    return nodes.stream().flatMap(node -> node.params().stream());
  }

  private Stream<Value> values() {
    return Stream.concat(inputs.stream(), nodes.stream().flatMap(node -> node.outputs().stream()));
  }

  /** Their numbers alone: a network of many layers would fill a log. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "Graph[%d inputs, %d nodes, %d outputs]",
        inputs.size(),
        nodes.size(),
        outputs.size());
  }

  private List<String> lastNames() {
    return nodes.stream()
        .skip(Math.max(0, nodes.size() - 5))
        .flatMap(node -> node.outputs().stream())
        .map(Value::name)
        .limit(5)
        .toList();
  }

  private static void validate(
      List<Value> inputs, List<Node> nodes, SequencedMap<String, Value> outputs) {
    Names known = new Names();
    inputs.forEach(known::define);
    for (Node node : nodes) {
      for (Value read : node.inputs()) {
        if (!read.equals(known.values.get(read.name()))) {
          throw GraphException.at(node.name(), "nothing before it gives '" + read.name() + "'");
        }
      }
      requireTypes(node);
      known.define(node);
    }
    outputs.forEach(
        (name, value) -> {
          if (!value.equals(known.values.get(value.name()))) {
            throw new GraphException("output " + name + ": nothing gives '" + value.name() + "'");
          }
        });
    if (inputs.isEmpty() || outputs.isEmpty()) {
      throw new GraphException("a graph needs an input and an output");
    }
  }

  private static void requireTypes(Node node) {
    List<TensorType> types = Inference.outputs(node.name(), node.op(), Value.types(node.inputs()));
    List<String> names = new ArrayList<>();
    for (Value output : node.outputs()) {
      names.add(output.name());
    }
    Node.requireOutputs(node.name(), types.size(), names);
    for (int i = 0; i < types.size(); i++) {
      TensorType type = types.get(i);
      TensorType given = node.outputs().get(i).type();
      if (!given.shape().equals(type.shape())) {
        throw GraphException.at(
            node.name(),
            String.format(Locale.ROOT, "it gives %s, not %s", type.shape(), given.shape()));
      }
      if (!given.equals(type)) {
        throw GraphException.at(
            node.name(), "it gives " + type.dtype() + ", quantized as its input or not at all");
      }
    }
  }

  /** Names and numbers that are taken, and the values that have them. */
  private static final class Names {
    private final Map<String, Value> values = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Set<Integer> ids = new HashSet<>();

    void define(Node node) {
      if (node.outputs().size() > 1) {
        take(node.name());
      }
      node.outputs().forEach(this::define);
    }

    void define(Value value) {
      take(value.name());
      values.put(value.name(), value);
      if (!ids.add(value.id())) {
        throw GraphException.at(value.name(), "the number " + value.id() + " is taken");
      }
    }

    private void take(String name) {
      if (!names.add(name)) {
        throw GraphException.at(name, "the name is taken");
      }
    }
  }
}
