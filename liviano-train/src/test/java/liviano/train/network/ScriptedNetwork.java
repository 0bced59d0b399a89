package liviano.train.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.graph.ParamSpec.Role;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.weights.Weights;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;

/**
 * The layers of MobileNets as a TorchScript module that trains, as one would write them in PyTorch:
 * what the training of a graph is timed against.
 */
final class ScriptedNetwork implements AutoCloseable {
  private final JitModule module = new JitModule(new QualifiedName("liviano.Scripted"));
  private final Map<String, String> attributes = new HashMap<>();
  private final List<Tensor> parameters = new ArrayList<>();
  private final StringBuilder lines = new StringBuilder("def forward(self, v0):\n");

  /**
   * @param output what forward gives
   */
  ScriptedNetwork(Graph graph, Weights weights, String output) {
    for (Node node : graph.nodes()) {
      for (ParamSpec spec : node.params()) {
        register(node, spec, weights.get(spec.name()).toFloats());
      }
      lines.append(
          String.format(Locale.ROOT, "  %s = %s%n", name(node.output()), expression(node)));
    }
    lines.append("  return ").append(name(graph.outputs().get(output))).append('\n');
    module.define(lines.toString());
    module.train(true);
  }

  private void register(Node node, ParamSpec spec, float[] values) {
    String attribute = "p" + attributes.size();
    attributes.put(spec.name(), attribute);
    Tensor tensor = Stored.tensor(node, spec, values);
    boolean trained = spec.role() != Role.MEAN && spec.role() != Role.VARIANCE;
    if (trained) {
      tensor.set_requires_grad(true);
      parameters.add(tensor);
    }
    module.register_parameter(attribute, tensor, !trained);
  }

  private String expression(Node node) {
    String x = name(node.input());
    return switch (node.op()) {
      case Op.Conv2d(_, Window window, int groups, _) -> convolution(node, window, groups);
      case Op.DepthwiseConv2d(Window window, _, _) ->
          convolution(node, window, node.input().shape().channels());
      case Op.BatchNorm(float epsilon) ->
          String.format(
              Locale.ROOT,
              "torch.batch_norm(%s, %s, %s, %s, %s, True, 0.1, %s, True)",
              x,
              parameter(node, Role.SCALE),
              parameter(node, Role.OFFSET),
              parameter(node, Role.MEAN),
              parameter(node, Role.VARIANCE),
              epsilon);
      case Op.Relu6 _ -> "torch.hardtanh_(" + x + ", 0.0, 6.0)";
      case Op.Add _ -> "torch.add(" + x + ", " + name(node.inputs().get(1)) + ")";
      case Op.GlobalAveragePool _ -> "torch.mean(" + x + ", [2, 3])";
      case Op.Dense _ ->
          "torch.linear("
              + x
              + ", "
              + parameter(node, Role.WEIGHT)
              + ", "
              + parameter(node, Role.BIAS)
              + ")";
      case Op.Softmax _ -> "torch.softmax(" + x + ", 1)";
      default -> throw new IllegalArgumentException(node.name());
    };
  }

  private String convolution(Node node, Window window, int groups) {
    Borders borders = Borders.of(window, node.input().shape(), node.output().shape(), false);
    String x = name(node.input());
    return String.format(
        Locale.ROOT,
        "torch.conv2d(%s, %s, None, [%d, %d], %s, [1, 1], %d)",
        borders.isExplicit()
            ? "torch.constant_pad_nd(" + x + ", " + Arrays.toString(borders.explicit()) + ", 0.0)"
            : x,
        parameter(node, Role.WEIGHT),
        window.strideH(),
        window.strideW(),
        Arrays.toString(borders.before()),
        groups);
  }

  private String parameter(Node node, Role role) {
    return "self." + attributes.get(node.name() + "." + role.suffix());
  }

  private static String name(Value value) {
    return "v" + value.id();
  }

  List<Tensor> parameters() {
    return parameters;
  }

  /** In the scope that is open. */
  Tensor forward(Tensor maps) {
    return module.forward(new IValueVector(new IValue(maps))).toTensor();
  }

  @Override
  public void close() {
    module.close();
  }
}
