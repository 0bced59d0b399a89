package liviano.formats.tflite;

import java.util.ArrayList;
import java.util.List;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec.Role;
import liviano.tensor.Shape;

/** Functions of numbers that are a few TensorFlow Lite operators, or one with constants. */
record TfLiteFunctions(TfLiteSteps steps) {
  /** {@code amplitude * tanh(rate * x)}. */
  void tanh(Node node, float amplitude, float rate) {
    int x = steps.input(node);
    if (rate != 1) {
      x =
          steps.step(
              node,
              "rate",
              BuiltinOp.MUL,
              List.of(x, steps.scalar(node, "rate", rate)),
              TfLiteSteps.mul());
    }
    if (amplitude == 1) {
      steps.last(node, BuiltinOp.TANH, List.of(x), Settings.none());
      return;
    }
    x = steps.step(node, "tanh", BuiltinOp.TANH, List.of(x), Settings.none());
    steps.last(
        node,
        BuiltinOp.MUL,
        List.of(x, steps.scalar(node, "amplitude", amplitude)),
        TfLiteSteps.mul());
  }

  void hardSigmoid(Node node) {
    Settings clamped = new Settings(11).small(0, TfLiteClamps.RELU6); // AddOptions
    int x =
        steps.step(
            node,
            "sum",
            BuiltinOp.ADD,
            List.of(steps.input(node), steps.scalar(node, "three", 3)),
            clamped);
    steps.last(
        node, BuiltinOp.MUL, List.of(x, steps.scalar(node, "sixth", 1 / 6f)), TfLiteSteps.mul());
  }

  void clip(Node node, float least, float most) {
    int x = steps.input(node);
    if (least != Float.NEGATIVE_INFINITY) {
      List<Integer> reads = List.of(x, steps.scalar(node, "least", least));
      if (most == Float.POSITIVE_INFINITY) {
        steps.last(node, BuiltinOp.MAXIMUM, reads, Settings.none());
        return;
      }
      x = steps.step(node, "above", BuiltinOp.MAXIMUM, reads, Settings.none());
    }
    steps.last(
        node, BuiltinOp.MINIMUM, List.of(x, steps.scalar(node, "most", most)), Settings.none());
  }

  /** On a map it is a filter of one position. */
  void scale(Node node, boolean bias) {
    Shape shape = node.input().shape();
    if (shape.isMap()) {
      float[] weight = steps.values(node, Role.WEIGHT);
      float[] sums = bias ? steps.values(node, Role.BIAS) : new float[weight.length];
      List<Integer> reads =
          List.of(
              steps.input(node),
              steps.file().constant(node.name() + ".weight", weight, 1, 1, 1, weight.length),
              steps.file().constant(node.name() + ".bias", sums, weight.length));
      Settings settings =
          new Settings(2) // DepthwiseConv2DOptions
              .small(0, TfLitePadding.VALID)
              .integer(1, 1)
              .integer(2, 1)
              .integer(3, 1)
              .integer(5, 1)
              .integer(6, 1);
      steps.last(node, BuiltinOp.DEPTHWISE_CONV_2D, reads, settings);
      return;
    }
    List<Integer> scaled = List.of(steps.input(node), steps.constant(node, Role.WEIGHT));
    if (!bias) {
      steps.last(node, BuiltinOp.MUL, scaled, TfLiteSteps.mul());
      return;
    }
    int x = steps.step(node, "scaled", BuiltinOp.MUL, scaled, TfLiteSteps.mul());
    steps.last(node, BuiltinOp.ADD, List.of(x, steps.constant(node, Role.BIAS)), new Settings(11));
  }

  /** What is not folded into a convolution is a product and a sum. */
  void batchNorm(Node node, float epsilon) {
    float[] scale = steps.values(node, Role.SCALE);
    float[] offset = steps.values(node, Role.OFFSET);
    float[] mean = steps.values(node, Role.MEAN);
    float[] variance = steps.values(node, Role.VARIANCE);
    for (int c = 0; c < scale.length; c++) {
      double factor = scale[c] / Math.sqrt((double) variance[c] + epsilon);
      scale[c] = (float) factor;
      offset[c] = (float) (offset[c] - mean[c] * factor);
    }
    int factors = steps.file().constant(node.name() + ".scale", scale, scale.length);
    int x =
        steps.step(
            node, "scaled", BuiltinOp.MUL, List.of(steps.input(node), factors), TfLiteSteps.mul());
    int offsets = steps.file().constant(node.name() + ".offset", offset, offset.length);
    steps.last(node, BuiltinOp.ADD, List.of(x, offsets), new Settings(11));
  }

  /** {@code x / sqrt(sum of squares + epsilon)}. */
  void l2Normalize(Node node, float epsilon) {
    int x = steps.input(node);
    Shape shape = node.input().shape();
    List<Integer> alone = new ArrayList<>(shape.dims());
    alone.set(alone.size() - 1, 1);
    int[] ones = TfLiteGraph.dims(new Shape(alone));
    int squares = steps.step(node, "squares", BuiltinOp.MUL, List.of(x, x), TfLiteSteps.mul());
    int axis = steps.file().integers(node.name() + ".axis", new int[] {shape.rank()}, 1);
    Settings kept = new Settings(27).small(0, 1); // ReducerOptions
    int sum = steps.step(node, "sum", BuiltinOp.SUM, List.of(squares, axis), kept, ones);
    int more =
        steps.step(
            node,
            "more",
            BuiltinOp.ADD,
            List.of(sum, steps.scalar(node, "epsilon", epsilon)),
            new Settings(11),
            ones);
    int norm = steps.step(node, "norm", BuiltinOp.RSQRT, List.of(more), Settings.none(), ones);
    steps.last(node, BuiltinOp.MUL, List.of(x, norm), TfLiteSteps.mul());
  }

  void localResponseNorm(Node node, Op.LocalResponseNorm op) {
    Settings settings =
        new Settings(13) // LocalResponseNormalizationOptions
            .integer(0, op.size() / 2)
            .real(1, op.offset())
            .real(2, op.alpha())
            .real(3, op.beta());
    steps.last(node, BuiltinOp.LOCAL_RESPONSE_NORMALIZATION, List.of(steps.input(node)), settings);
  }

  /** {@code [1, in]} against {@code [units, in]}. */
  void squaredDistance(Node node, int units) {
    int in = node.input().shape().channels();
    int centres =
        steps.file().constant(node.name() + ".centre", steps.values(node, Role.CENTRE), units, in);
    int away =
        steps.step(
            node,
            "away",
            BuiltinOp.SUB,
            List.of(steps.input(node), centres),
            new Settings(28),
            units,
            in);
    int squares =
        steps.step(
            node, "squares", BuiltinOp.MUL, List.of(away, away), TfLiteSteps.mul(), units, in);
    int axis = steps.file().integers(node.name() + ".axis", new int[] {1}, 1);
    int sums =
        steps.step(node, "sums", BuiltinOp.SUM, List.of(squares, axis), new Settings(27), units);
    steps.last(
        node,
        BuiltinOp.RESHAPE,
        steps.shaped(node, "shape", sums, new int[] {1, units}),
        new Settings(17));
  }
}
