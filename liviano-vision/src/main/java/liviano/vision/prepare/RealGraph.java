package liviano.vision.prepare;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.tensor.DType;

/**
 * Networks whose inputs and outputs are real numbers, whatever they compute with: integers that
 * stand for real numbers are made of these at the beginning, and these of them at the end. Tasks
 * prepare pictures in real numbers and read answers so.
 */
final class RealGraph {
  private final Set<String> names = new HashSet<>();
  private final GraphBuilder builder = Graph.builder();
  private final Map<String, Value> values = new HashMap<>();

  private RealGraph(Graph graph) {
    graph.inputs().forEach(input -> names.add(input.name()));
    for (Node node : graph.nodes()) {
      names.add(node.name());
      node.outputs().forEach(output -> names.add(output.name()));
    }
  }

  /** Whether a network can be given real numbers there. */
  static boolean canBeReal(TensorType type) {
    return switch (type.dtype()) {
      case F32 -> true;
      case U8 -> true;
      case I8 -> type.quantization().isPresent();
      default -> false;
    };
  }

  /**
   * The network on real numbers; itself if it is one.
   *
   * @param graph whose inputs can be real
   */
  static Graph of(Graph graph) {
    boolean real = areReal(graph.inputs()) && areReal(graph.outputs().values());
    return real ? graph : new RealGraph(graph).built(graph);
  }

  private static boolean areReal(Collection<Value> values) {
    for (Value value : values) {
      if (!isReal(value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isReal(Value value) {
    return value.type().dtype() == DType.F32;
  }

  private Graph built(Graph graph) {
    graph.inputs().forEach(this::input);
    for (Node node : graph.nodes()) {
      List<Value> reads = node.inputs().stream().map(read -> values.get(read.name())).toList();
      List<Value> gives = builder.add(node, reads);
      for (int i = 0; i < gives.size(); i++) {
        values.put(node.outputs().get(i).name(), gives.get(i));
      }
    }
    graph.outputs().forEach((name, value) -> builder.output(name, real(values.get(value.name()))));
    return builder.build();
  }

  private void input(Value input) {
    TensorType type = input.type();
    if (isReal(input)) {
      values.put(input.name(), builder.input(input.name(), type));
      return;
    }
    Value given = builder.input(input.name(), TensorType.f32(type.shape()));
    Op op =
        type.quantization()
            .<Op>map(quantization -> new Op.Quantize(type.dtype(), quantization))
            .orElseGet(() -> new Op.Cast(type.dtype()));
    values.put(input.name(), builder.add(free(input.name() + ".integers"), op, given));
  }

  private Value real(Value value) {
    if (isReal(value)) {
      return value;
    }
    Optional<Op> dequantize = value.type().quantization().map(_ -> new Op.Dequantize());
    return builder.add(
        free(value.name() + ".real"), dequantize.orElseGet(() -> new Op.Cast(DType.F32)), value);
  }

  private String free(String name) {
    String free = name;
    for (int i = 2; !names.add(free); i++) {
      free = name + "_" + i;
    }
    return free;
  }
}
