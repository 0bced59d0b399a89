package liviano.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import liviano.tensor.Shape;

/** Builds a {@link Graph} node by node, inferring shapes and refusing what does not fit. */
public final class GraphBuilder {
  private final List<Value> inputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Value> outputs = new LinkedHashMap<>();
  private final Map<String, Value> values = new HashMap<>();

  /** Of values, and of nodes that give several. */
  private final Set<String> names = new HashSet<>();

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
   * Adds a node that gives one value, which has the node's name.
   *
   * @return what it gives
   * @throws GraphException if the name is taken, an input is not of this graph, the operation does
   *     not fit its inputs, or it gives several values
   */
  public Value add(String name, Op op, Value... reads) {
    return add(name, op, List.of(reads));
  }

  /**
   * Adds a node that gives one value, which has the node's name.
   *
   * @return what it gives
   * @throws GraphException if the name is taken, an input is not of this graph, the operation does
   *     not fit its inputs, or it gives several values
   */
  public Value add(String name, Op op, List<Value> reads) {
    return add(name, op, reads, List.of(name)).getFirst();
  }

  /**
   * Adds a node of any number of outputs.
   *
   * @param outputs their names; where there is one, the node's
   * @return what it gives
   * @throws GraphException if a name is taken, an input is not of this graph, the operation does
   *     not fit its inputs, or it gives more or fewer values
   */
  public List<Value> add(String name, Op op, List<Value> reads, List<String> outputs) {
    for (Value read : reads) {
      Value known = values.get(read.name());
      if (known != read && !read.equals(known)) {
        throw GraphException.at(name, "'" + read.name() + "' is not a value of this graph");
      }
    }
    List<TensorType> types = Inference.outputs(name, op, Value.types(reads));
    Node.requireOutputs(name, types.size(), outputs);
    if (types.size() > 1) {
      take(name);
    }
    List<Value> given = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      given.add(value(outputs.get(i), types.get(i)));
    }
    nodes.add(new Node(name, op, reads, given));
    return List.copyOf(given);
  }

  /**
   * Adds a node of another graph under its own names.
   *
   * @param reads what it reads in this graph
   * @return what it gives
   * @throws GraphException if a name is taken, an input is not of this graph, or the operation does
   *     not fit its inputs
   */
  public List<Value> add(Node node, List<Value> reads) {
    return add(node.name(), node.op(), reads, node.outputs().stream().map(Value::name).toList());
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

  /** The value of that name, which an input or a node gives. */
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
    take(name);
    Value value = new Value(values.size(), name, type);
    values.put(name, value);
    return value;
  }

  private void take(String name) {
    if (name.isBlank()) {
      throw new GraphException("a layer has no name");
    }
    if (!names.add(name)) {
      throw GraphException.at(name, "the name is taken");
    }
  }
}
