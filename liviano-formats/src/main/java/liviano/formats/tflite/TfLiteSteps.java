package liviano.formats.tflite;

import java.util.List;
import liviano.graph.Node;
import liviano.graph.ParamSpec;
import liviano.graph.ParamSpec.Role;
import liviano.weights.Weights;

/** What layers of several operators are written with. */
record TfLiteSteps(TfLiteGraph graph, TfLiteFile file, Weights weights) {
  int input(Node node) {
    return graph.tensor(node.input());
  }

  /** An operator on the way, whose output is called after the layer and has the input's extents. */
  int step(Node node, String part, BuiltinOp op, List<Integer> reads, Settings settings) {
    return step(node, part, op, reads, settings, TfLiteGraph.dims(node.input().shape()));
  }

  /** Integers of the same kind as the input's, where that holds such. */
  int step(
      Node node, String part, BuiltinOp op, List<Integer> reads, Settings settings, int... dims) {
    int output = file.tensor(node.name() + "." + part, node.input().type(), dims);
    file.operator(op, reads, output, settings);
    return output;
  }

  void last(Node node, BuiltinOp op, List<Integer> reads, Settings settings) {
    graph.operator(op, node, reads, settings);
  }

  List<Integer> shaped(Node node, String part, int tensor, int[] dims) {
    return List.of(tensor, file.integers(node.name() + "." + part + ".extents", dims, dims.length));
  }

  float[] values(Node node, Role role) {
    ParamSpec spec = node.param(role).orElseThrow();
    return weights.require(spec.name(), spec.shape().extents()).toFloats();
  }

  /** The numbers of a layer's parameter, along the innermost extent. */
  int constant(Node node, Role role) {
    float[] values = values(node, role);
    return file.constant(node.name() + "." + role.suffix(), values, values.length);
  }

  int scalar(Node node, String part, float value) {
    return file.constant(node.name() + "." + part, new float[] {value}, 1);
  }

  static Settings mul() {
    return new Settings(21); // MulOptions
  }
}
