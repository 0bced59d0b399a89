package liviano.formats.onnx;

import java.util.List;
import java.util.Locale;
import liviano.UnsupportedModelException;
import liviano.graph.Node;
import liviano.graph.ParamSpec.Role;
import liviano.tensor.UnaryFunction;

/** Operations that are formulas of several ONNX nodes, and functions number by number. */
record NumberOperations(Translation translation, OnnxGraph onnx, Constants constants) {

  void map(Node node, UnaryFunction function) {
    switch (function) {
      case UnaryFunction.Elu(float alpha) -> one(node, "Elu", Attribute.of("alpha", alpha));
      case UnaryFunction.Selu(float alpha, float gamma) ->
          one(node, "Selu", Attribute.of("alpha", alpha), Attribute.of("gamma", gamma));
      case UnaryFunction.Celu(float alpha) -> one(node, "Celu", Attribute.of("alpha", alpha));
      case UnaryFunction.ThresholdedRelu(float alpha) ->
          one(node, "ThresholdedRelu", Attribute.of("alpha", alpha));
      case UnaryFunction.HardSigmoid(float alpha, float beta) ->
          one(node, "HardSigmoid", Attribute.of("alpha", alpha), Attribute.of("beta", beta));
      case UnaryFunction.Shrink(float bias, float lambda) ->
          one(node, "Shrink", Attribute.of("bias", bias), Attribute.of("lambd", lambda));
      case UnaryFunction.Plain plain -> map(node, plain);
    }
  }

  private void map(Node node, UnaryFunction.Plain function) {
    String x = input(node);
    switch (function) {
      case ABS, EXP, LOG, SQRT, RECIPROCAL, FLOOR, CEIL, ROUND, SIGN, ERF, SOFTPLUS, SOFTSIGN ->
          one(node, called(function));
      case SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH ->
          one(node, called(function));
      case NEGATE -> one(node, "Neg");
      case SQUARE -> onnx.node(node.name(), "Mul", List.of(x, x), output(node));
      case RECIPROCAL_SQRT -> {
        String root = translation.step(node, "root", "Sqrt", List.of(x));
        onnx.node(node.name(), "Reciprocal", List.of(root), output(node));
      }
      case SWISH -> {
        String gate = translation.step(node, "gate", "Sigmoid", List.of(x));
        onnx.node(node.name(), "Mul", List.of(x, gate), output(node));
      }
      case MISH -> {
        String plus = translation.step(node, "plus", "Softplus", List.of(x));
        String gate = translation.step(node, "gate", "Tanh", List.of(plus));
        onnx.node(node.name(), "Mul", List.of(x, gate), output(node));
      }
      case GELU, GELU_BY_TANH ->
          throw new UnsupportedModelException(
              String.format(
                  Locale.ROOT, "layer %s: %s is not written to ONNX", node.name(), function));
    }
  }

  /** ONNX writes the names of functions with one capital. */
  private static String called(UnaryFunction.Plain function) {
    String name = function.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  void floorDivide(Node node, String second) {
    String ratio = translation.step(node, "ratio", "Div", List.of(input(node), second));
    onnx.node(node.name(), "Floor", List.of(ratio), output(node));
  }

  void tanh(Node node, float amplitude, float rate) {
    String x =
        translation.step(
            node, "rate", "Mul", List.of(input(node), translation.scalar(node, "rate", rate)));
    x = translation.step(node, "tanh", "Tanh", List.of(x));
    onnx.node(
        node.name(),
        "Mul",
        List.of(x, translation.scalar(node, "amplitude", amplitude)),
        output(node));
  }

  /** ONNX divides alpha by the number of channels, as Caffe does. */
  void localResponseNorm(Node node, int size, float alpha, float beta, float offset) {
    onnx.node(
        node.name(),
        "LRN",
        List.of(input(node)),
        output(node),
        Attribute.of("size", size),
        Attribute.of("alpha", alpha * size),
        Attribute.of("beta", beta),
        Attribute.of("bias", offset));
  }

  void l2Normalize(Node node, float epsilon) {
    String x = input(node);
    String axis =
        onnx.integers(node.name() + ".axis", Translation.channelAxis(node.input().shape()));
    String squares = translation.step(node, "squares", "Mul", List.of(x, x));
    String sum = translation.step(node, "sum", "ReduceSum", List.of(squares, axis));
    String more =
        translation.step(
            node, "more", "Add", List.of(sum, translation.scalar(node, "epsilon", epsilon)));
    String norm = translation.step(node, "norm", "Sqrt", List.of(more));
    onnx.node(node.name(), "Div", List.of(x, norm), output(node));
  }

  /** {@code [batch, 1, in]} against {@code [units, in]}. */
  void squaredDistance(Node node) {
    int in = node.input().shape().channels();
    String sample = onnx.tensor(node.name() + ".sample");
    translation.reshape(node.name() + ".sample", input(node), sample, translation.batch(), 1, in);
    String away =
        translation.step(node, "away", "Sub", List.of(sample, constants.plain(node, Role.CENTRE)));
    String squares = translation.step(node, "squares", "Mul", List.of(away, away));
    String axis = onnx.integers(node.name() + ".axis", 2);
    onnx.node(
        node.name(),
        "ReduceSum",
        List.of(squares, axis),
        output(node),
        Attribute.of("keepdims", 0));
  }

  private void one(Node node, String type, Attribute... settings) {
    onnx.node(node.name(), type, List.of(input(node)), output(node), settings);
  }

  private String input(Node node) {
    return translation.tensor(node.input());
  }

  private String output(Node node) {
    return translation.tensor(node.output());
  }
}
