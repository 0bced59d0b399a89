package liviano.formats.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import liviano.formats.importer.ForeignOp;
import liviano.graph.Op;
import liviano.tensor.UnaryFunction;
import liviano.tensor.UnaryFunction.Plain;

/** Functions of each number by itself. */
final class FunctionNodes {
  private static final float SELU_ALPHA = 1.67326319217681884765625f;
  private static final float SELU_GAMMA = 1.05070102214813232421875f;

  private FunctionNodes() {}

  static Map<String, NodeKind> kinds() {
    Map<String, NodeKind> kinds = new HashMap<>();
    Map<String, Plain> plain =
        Map.ofEntries(
            Map.entry("Abs", Plain.ABS),
            Map.entry("Neg", Plain.NEGATE),
            Map.entry("Exp", Plain.EXP),
            Map.entry("Log", Plain.LOG),
            Map.entry("Sqrt", Plain.SQRT),
            Map.entry("Reciprocal", Plain.RECIPROCAL),
            Map.entry("Floor", Plain.FLOOR),
            Map.entry("Ceil", Plain.CEIL),
            Map.entry("Round", Plain.ROUND),
            Map.entry("Sign", Plain.SIGN),
            Map.entry("Erf", Plain.ERF),
            Map.entry("Softplus", Plain.SOFTPLUS),
            Map.entry("Softsign", Plain.SOFTSIGN),
            Map.entry("Mish", Plain.MISH),
            Map.entry("Sin", Plain.SIN),
            Map.entry("Cos", Plain.COS),
            Map.entry("Tan", Plain.TAN),
            Map.entry("Asin", Plain.ASIN),
            Map.entry("Acos", Plain.ACOS),
            Map.entry("Atan", Plain.ATAN),
            Map.entry("Sinh", Plain.SINH),
            Map.entry("Cosh", Plain.COSH),
            Map.entry("Asinh", Plain.ASINH),
            Map.entry("Acosh", Plain.ACOSH),
            Map.entry("Atanh", Plain.ATANH));
    plain.forEach((type, function) -> kinds.put(type, kind(_ -> new Op.Map(function))));
    kinds.put("Relu", kind(_ -> new Op.Relu()));
    kinds.put("Sigmoid", kind(_ -> new Op.Sigmoid()));
    kinds.put("Tanh", kind(_ -> new Op.Tanh(1, 1)));
    kinds.put("HardSwish", kind(_ -> new Op.HardSwish()));
    kinds.put("LeakyRelu", kind(node -> new Op.LeakyRelu(node.real("alpha", 0.01f))));
    kinds.put("HardSigmoid", kind(FunctionNodes::hardSigmoid));
    kinds.put("Elu", function(node -> new UnaryFunction.Elu(node.real("alpha", 1))));
    kinds.put("Celu", function(node -> new UnaryFunction.Celu(node.real("alpha", 1))));
    kinds.put(
        "Selu",
        function(
            node ->
                new UnaryFunction.Selu(
                    node.real("alpha", SELU_ALPHA), node.real("gamma", SELU_GAMMA))));
    kinds.put(
        "ThresholdedRelu",
        function(node -> new UnaryFunction.ThresholdedRelu(node.real("alpha", 1))));
    kinds.put(
        "Shrink",
        function(node -> new UnaryFunction.Shrink(node.real("bias", 0), node.real("lambd", 0.5f))));
    kinds.put("Gelu", function(FunctionNodes::gelu));
    return kinds;
  }

  private static NodeKind function(Function<OnnxNode, UnaryFunction> function) {
    return kind(node -> new Op.Map(function.apply(node)));
  }

  private static NodeKind kind(Function<OnnxNode, Op.Activation> activation) {
    return (node, sheet) ->
        sheet.add(
            node, new ForeignOp.Activate(activation.apply(node)), List.of(sheet.input(node, 0)));
  }

  private static Op.Activation hardSigmoid(OnnxNode node) {
    float alpha = node.real("alpha", 0.2f);
    float beta = node.real("beta", 0.5f);
    return alpha == 1f / 6 && beta == 0.5f
        ? new Op.HardSigmoid()
        : new Op.Map(new UnaryFunction.HardSigmoid(alpha, beta));
  }

  private static UnaryFunction gelu(OnnxNode node) {
    return switch (node.text("approximate", "none")) {
      case "none" -> Plain.GELU;
      case "tanh" -> Plain.GELU_BY_TANH;
      default -> throw node.unsupported("it approximates by " + node.text("approximate", ""));
    };
  }
}
