package liviano.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import liviano.tensor.Shape;

/** Builds a {@link Graph} node by node, inferring shapes and refusing what does not fit. */
public final class GraphBuilder {
  private final List<Value> inputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Value> outputs = new LinkedHashMap<>();
  private final Map<String, Value> values = new HashMap<>();

  GraphBuilder() {}

  /**
   * Adds an input of 32-bit floats.
   *
   * @throws GraphException if the name is taken
   */
  public Value input(String name, Shape shape) {
    return input(name, TensorType.f32(shape));
  }

  /**
   * Adds an input.
   *
   * @throws GraphException if the name is taken
   */
  public Value input(String name, TensorType type) {
    Value value = value(name, type);
    inputs.add(value);
    return value;
  }

  /**
   * Adds a node.
   *
   * @return what it gives
   * @throws GraphException if the name is taken, an input is not of this graph, or the operation
   *     does not fit its inputs
   */
  public Value add(String name, Op op, Value... reads) {
    return add(name, op, List.of(reads));
  }

  /**
   * Adds a node.
   *
   * @return what it gives
   * @throws GraphException if the name is taken, an input is not of this graph, or the operation
   *     does not fit its inputs
   */
  public Value add(String name, Op op, List<Value> reads) {
    for (Value read : reads) {
      Value known = values.get(read.name());
      if (known != read && !read.equals(known)) {
        throw GraphException.at(name, "'" + read.name() + "' is not a value of this graph");
      }
    }
    if (reads.isEmpty()) {
      throw GraphException.at(name, "it reads nothing");
    }
    TensorType type = Inference.output(name, op, reads.stream().map(Value::type).toList());
    Value output = value(name, type);
    nodes.add(new Node(name, op, reads, output));
    return output;
  }

  /**
   * Names an output.
   *
   * @throws GraphException if the name is taken by another output, or the value is not of this
   *     graph
   */
  public GraphBuilder output(String name, Value value) {
    if (!value.equals(values.get(value.name()))) {
      throw new GraphException("output " + name + ": '" + value.name() + "' is not of this graph");
    }
    if (outputs.putIfAbsent(name, value) != null) {
      throw new GraphException("output " + name + ": the name is taken");
    }
    return this;
  }

  /** The value of that name, which an input or a node gave. */
  public Value value(String name) {
    Value value = values.get(name);
    if (value == null) {
      throw new GraphException("there is no value '" + name + "'");
    }
    return value;
  }

  /**
   * The graph.
   *
   * @throws GraphException if it has no output
   */
  public Graph build() {
    return new Graph(inputs, nodes, outputs);
  }

  private Value value(String name, TensorType type) {
    if (name.isBlank()) {
      throw new GraphException("a layer has no name");
    }
    Value value = new Value(values.size(), name, type);
    if (values.putIfAbsent(name, value) != null) {
      throw GraphException.at(name, "the name is taken");
    }
    return value;
  }
}
