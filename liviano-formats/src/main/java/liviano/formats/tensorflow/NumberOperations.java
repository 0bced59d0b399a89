package liviano.formats.tensorflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.formats.importer.ForeignOp;
import liviano.formats.importer.ForeignOp.Combination;
import liviano.formats.importer.TensorOp;
import liviano.graph.Op;
import liviano.tensor.UnaryFunction;
import liviano.tensor.UnaryFunction.Plain;

/** Operations number by number, and norms. */
record NumberOperations(Translation to) {
  private static final float LEAKY_SLOPE = 0.2f;
  private static final float NORM_EPSILON = 1e-4f;
  private static final float SELU_ALPHA = 1.6732632423543772f;
  private static final float SELU_SCALE = 1.0507009873554805f;

  private static final Map<String, Op.Activation> FUNCTIONS =
      Map.ofEntries(
          Map.entry("Relu", new Op.Relu()),
          Map.entry("Relu6", new Op.Relu6()),
          Map.entry("Sigmoid", new Op.Sigmoid()),
          Map.entry("Tanh", new Op.Tanh(1, 1)),
          Map.entry("Elu", new Op.Map(new UnaryFunction.Elu(1))),
          Map.entry("Selu", new Op.Map(new UnaryFunction.Selu(SELU_ALPHA, SELU_SCALE))),
          Map.entry("Softplus", new Op.Map(Plain.SOFTPLUS)),
          Map.entry("Softsign", new Op.Map(Plain.SOFTSIGN)),
          Map.entry("Abs", new Op.Map(Plain.ABS)),
          Map.entry("Neg", new Op.Map(Plain.NEGATE)),
          Map.entry("Exp", new Op.Map(Plain.EXP)),
          Map.entry("Log", new Op.Map(Plain.LOG)),
          Map.entry("Sqrt", new Op.Map(Plain.SQRT)),
          Map.entry("Rsqrt", new Op.Map(Plain.RECIPROCAL_SQRT)),
          Map.entry("Reciprocal", new Op.Map(Plain.RECIPROCAL)),
          Map.entry("Inv", new Op.Map(Plain.RECIPROCAL)),
          Map.entry("Square", new Op.Map(Plain.SQUARE)),
          Map.entry("Floor", new Op.Map(Plain.FLOOR)),
          Map.entry("Ceil", new Op.Map(Plain.CEIL)),
          Map.entry("Round", new Op.Map(Plain.ROUND)),
          Map.entry("Sign", new Op.Map(Plain.SIGN)),
          Map.entry("Erf", new Op.Map(Plain.ERF)),
          Map.entry("Sin", new Op.Map(Plain.SIN)),
          Map.entry("Cos", new Op.Map(Plain.COS)));

  private static final Map<String, Combination> COMBINATIONS =
      Map.ofEntries(
          Map.entry("Add", Combination.ADD),
          Map.entry("AddV2", Combination.ADD),
          Map.entry("BiasAdd", Combination.ADD),
          Map.entry("BiasAddV1", Combination.ADD),
          Map.entry("Sub", Combination.SUBTRACT),
          Map.entry("Mul", Combination.MULTIPLY),
          Map.entry("RealDiv", Combination.DIVIDE),
          Map.entry("Div", Combination.DIVIDE),
          Map.entry("FloorDiv", Combination.FLOOR_DIVIDE),
          Map.entry("Pow", Combination.POWER),
          Map.entry("Maximum", Combination.MAXIMUM),
          Map.entry("Minimum", Combination.MINIMUM));

  /** A function of one number. */
  static Optional<Op.Activation> function(String name) {
    return Optional.ofNullable(FUNCTIONS.get(name));
  }

  /** Whether the node is one of these; translates it then. */
  boolean translate(GraphNode node) {
    if (FUNCTIONS.containsKey(node.op())) {
      to.as(node, new ForeignOp.Activate(FUNCTIONS.get(node.op())), 1);
      return true;
    }
    if (COMBINATIONS.containsKey(node.op())) {
      if (node.op().startsWith("Bias")) {
        WindowOperations.requireChannelsLast(node);
      }
      to.as(node, new ForeignOp.Combine(COMBINATIONS.get(node.op())), 2);
      return true;
    }
    switch (node.op()) {
      case "LeakyRelu" ->
          to.as(
              node,
              new ForeignOp.Activate(new Op.LeakyRelu(node.real("alpha").orElse(LEAKY_SLOPE))),
              1);
      case "Prelu" -> to.as(node, new ForeignOp.PRelu(), 2);
      case "Softmax" -> to.as(node, new ForeignOp.Softmax(1), 1);
      case "LogSoftmax" -> to.as(node, new TensorOp.Softmax(-1, false, true), 1);
      case "AddN" -> sum(node);
      case "SquaredDifference" -> {
        int difference =
            to.part(
                node,
                "difference",
                new ForeignOp.Combine(Combination.SUBTRACT),
                to.input(node, 0),
                to.input(node, 1));
        to.add(node, function("Square", node), List.of(difference), to.output(node));
      }
      case "FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3" -> norm(node);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void sum(GraphNode node) {
    int sum = to.input(node, 0);
    for (int i = 1; i < node.inputs().size() - 1; i++) {
      sum =
          to.part(node, "sum" + i, new ForeignOp.Combine(Combination.ADD), sum, to.input(node, i));
    }
    if (node.inputs().size() == 1) {
      to.add(node, new ForeignOp.Same(), List.of(sum), to.output(node));
    } else {
      int last = to.input(node, node.inputs().size() - 1);
      to.add(node, new ForeignOp.Combine(Combination.ADD), List.of(sum, last), to.output(node));
    }
  }

  /**
   * With the mean and variance of the file; or, where it says so, of the one picture that is
   * computed.
   */
  private void norm(GraphNode node) {
    WindowOperations.requireChannelsLast(node);
    float epsilon = node.real("epsilon").orElse(NORM_EPSILON);
    boolean stated = to.constant(node, 3).filter(mean -> mean.dims().equals(List.of(0))).isEmpty();
    if (node.flag("is_training").orElse(!stated)) {
      ofThePicture(node, epsilon);
    } else {
      to.as(node, new ForeignOp.BatchNorm(epsilon), 5);
    }
  }

  private void ofThePicture(GraphNode node, float epsilon) {
    int positions = to.integers("", List.of(1, 2));
    int data = to.input(node, 0);
    ForeignOp mean = new ForeignOp.Mean(true);
    ForeignOp times = new ForeignOp.Combine(Combination.MULTIPLY);
    ForeignOp plus = new ForeignOp.Combine(Combination.ADD);
    ForeignOp minus = new ForeignOp.Combine(Combination.SUBTRACT);
    int average = to.part(node, "mean", mean, data, positions);
    int centred = to.part(node, "centred", minus, data, average);
    int squares = to.part(node, "squares", function("Square", node), centred);
    int variance = to.part(node, "variance", mean, squares, positions);
    int raised = to.part(node, "raised", plus, variance, to.real("", epsilon));
    int inverse = to.part(node, "inverse", function("Rsqrt", node), raised);
    int normed = to.part(node, "normed", times, centred, inverse);
    int scaled = to.part(node, "scaled", times, normed, to.input(node, 1));
    to.add(node, plus, List.of(scaled, to.input(node, 2)), to.output(node));
  }

  private static ForeignOp function(String name, GraphNode node) {
    return new ForeignOp.Activate(function(name).orElseThrow(() -> node.unsupported(name)));
  }
}
