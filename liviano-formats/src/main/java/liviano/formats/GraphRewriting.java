package liviano.formats;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/** A graph that is built from another one node by node, and the weights of what was kept. */
public final class GraphRewriting {
  private final Graph from;
  private final Weights weights;
  private final GraphBuilder builder = Graph.builder();
  private final Map<Value, Value> now = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final List<Tensor> tensors = new ArrayList<>();

  public GraphRewriting(Graph from, Weights weights) {
    this.from = from;
    this.weights = weights;
    from.inputs().forEach(input -> names.add(input.name()));
    for (Node node : from.nodes()) {
      names.add(node.name());
      node.outputs().forEach(output -> names.add(output.name()));
    }
  }

  /** What was built. */
  public record Rewritten(Graph graph, Weights weights) {
    /** Without the layers that lead to no output. */
    public Rewritten withoutUnread() {
      Graph read = graph.endingAt(graph.outputs());
      return new Rewritten(
          read, Weights.of(read.params().map(spec -> weights.get(spec.name())).toList()));
    }
  }

  /** An input under the same name, of a type of its own. */
  public Value input(Value old, TensorType type) {
    Value given = builder.input(old.name(), type);
    now.put(old, given);
    return given;
  }

  /** What stands for a value of the old graph. */
  public Value now(Value old) {
    return now.get(old);
  }

  public List<Value> now(List<Value> old) {
    return old.stream().map(now::get).toList();
  }

  /** Lets a value of the new graph stand for one of the old. */
  public void put(Value old, Value given) {
    now.put(old, given);
  }

  /** A node of the old graph with its name and its constants, and another operation. */
  public List<Value> keep(Node node, Op op, List<Value> reads) {
    List<Value> given =
        builder.add(node.name(), op, reads, node.outputs().stream().map(Value::name).toList());
    for (int i = 0; i < given.size(); i++) {
      now.put(node.outputs().get(i), given.get(i));
    }
    node.params()
        .forEach(spec -> tensors.add(weights.require(spec.name(), spec.shape().extents())));
    return given;
  }

  /** The same with constants of the caller's. */
  public Value keep(Node node, Op op, List<Value> reads, List<Tensor> constants) {
    Value given = builder.add(node.name(), op, reads);
    now.put(node.output(), given);
    tensors.addAll(constants);
    return given;
  }

  /** A node without constants that the old graph does not have. */
  public Value add(String wish, Op op, Value... reads) {
    String name = wish;
    for (int i = 2; !names.add(name); i++) {
      name = wish + i;
    }
    return builder.add(name, op, reads);
  }

  public Tensor constant(String name) {
    return weights.get(name);
  }

  /**
   * The whole.
   *
   * @param ends what an output becomes that stands for this value
   */
  public Rewritten build(BiFunction<String, Value, Value> ends) {
    from.outputs().forEach((name, value) -> builder.output(name, ends.apply(name, now.get(value))));
    return new Rewritten(builder.build(), Weights.of(tensors));
  }
}
