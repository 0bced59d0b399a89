package liviano.graph;

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

  /**
   * The part of the graph that gives the named values, which become its outputs under these names:
   * feature maps for a detector, the embedding of a classifier.
   *
   * @param names names of nodes, inputs or outputs
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
    Set<Value> needed = new HashSet<>(ends.values());
    for (Node node : nodes.reversed()) {
      if (needed.contains(node.output())) {
        needed.addAll(node.inputs());
      }
    }
    return new Graph(
        inputs, nodes.stream().filter(node -> needed.contains(node.output())).toList(), ends);
  }

  /**
   * The same network for inputs of other sizes.
   *
   * @param shapes new shapes by the input's name; the others stay
   * @throws GraphException if there is no such input, or a layer does not fit the new size
   */
  public Graph withInputs(Map<String, Shape> shapes) {
    GraphBuilder builder = builder();
    Set<String> known = new HashSet<>();
    for (Value input : inputs) {
      known.add(input.name());
      builder.input(
          input.name(), input.type().withShape(shapes.getOrDefault(input.name(), input.shape())));
    }
    for (String name : shapes.keySet()) {
      if (!known.contains(name)) {
        throw new GraphException("there is no input '" + name + "'; there are " + known);
      }
    }
    for (Node node : nodes) {
      builder.add(
          node.name(),
          node.op(),
          node.inputs().stream().map(value -> builder.value(value.name())).toList());
    }
    outputs.forEach((name, value) -> builder.output(name, builder.value(value.name())));
    return builder.build();
  }

  /** The value that an output, a node or an input of that name gives. */
  public Optional<Value> find(String name) {
    return Optional.ofNullable(outputs.get(name))
        .or(() -> values().filter(value -> value.name().equals(name)).findFirst());
  }

  /** Every constant that the network needs, node by node. */
  public Stream<ParamSpec> params() {
    return nodes.stream().flatMap(node -> node.params().stream());
  }

  private Stream<Value> values() {
    return Stream.concat(inputs.stream(), nodes.stream().map(Node::output));
  }

  private List<String> lastNames() {
    return nodes.stream().skip(Math.max(0, nodes.size() - 5)).map(Node::name).toList();
  }

  private static void validate(
      List<Value> inputs, List<Node> nodes, SequencedMap<String, Value> outputs) {
    Map<String, Value> known = new HashMap<>();
    Set<Integer> ids = new HashSet<>();
    for (Value input : inputs) {
      define(known, ids, input);
    }
    for (Node node : nodes) {
      for (Value read : node.inputs()) {
        if (!read.equals(known.get(read.name()))) {
          throw GraphException.at(node.name(), "nothing before it gives '" + read.name() + "'");
        }
      }
      TensorType type =
          Inference.output(
              node.name(), node.op(), node.inputs().stream().map(Value::type).toList());
      TensorType given = node.output().type();
      if (!given.shape().equals(type.shape())) {
        throw GraphException.at(
            node.name(),
            String.format(Locale.ROOT, "it gives %s, not %s", type.shape(), given.shape()));
      }
      if (!given.equals(type)) {
        throw GraphException.at(
            node.name(), "it gives " + type.dtype() + ", quantized as its input or not at all");
      }
      if (!node.name().equals(node.output().name())) {
        throw GraphException.at(node.name(), "its output is called '" + node.output().name() + "'");
      }
      define(known, ids, node.output());
    }
    outputs.forEach(
        (name, value) -> {
          if (!value.equals(known.get(value.name()))) {
            throw new GraphException("output " + name + ": nothing gives '" + value.name() + "'");
          }
        });
    if (inputs.isEmpty() || outputs.isEmpty()) {
      throw new GraphException("a graph needs an input and an output");
    }
  }

  private static void define(Map<String, Value> known, Set<Integer> ids, Value value) {
    if (known.putIfAbsent(value.name(), value) != null) {
      throw GraphException.at(value.name(), "the name is taken");
    }
    if (!ids.add(value.id())) {
      throw GraphException.at(value.name(), "the number " + value.id() + " is taken");
    }
  }
}
