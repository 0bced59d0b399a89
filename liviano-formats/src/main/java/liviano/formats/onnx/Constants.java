package liviano.formats.onnx;

import liviano.graph.Node;
import liviano.graph.ParamSpec;
import liviano.graph.ParamSpec.Role;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/** The constants of layers, in ONNX's layouts; of quantized ones, what their integers stand for. */
record Constants(Scales scales, OnnxGraph onnx, Weights weights) {

  /** As it is, under other extents. */
  String as(Node node, Role role, int... dims) {
    ParamSpec spec = node.param(role).orElseThrow();
    if (role == Role.BIAS && scales.hasIntegers(node)) {
      return scales.bias(node, spec.name(), tensor(spec));
    }
    return constant(node, spec, values(spec), dims);
  }

  /** As it is. */
  String plain(Node node, Role role) {
    return as(node, role, dims(node.param(role).orElseThrow()));
  }

  /** From {@code [out, kernelH, kernelW, in]} to {@code [out, in, kernelH, kernelW]}. */
  String filter(Node node) {
    ParamSpec spec = node.param(Role.WEIGHT).orElseThrow();
    int[] d = dims(spec);
    float[] values = transposed(values(spec), d[0], d[1] * d[2], d[3]);
    return constant(node, spec, values, d[0], d[3], d[1], d[2]);
  }

  /**
   * From {@code [out, kernelH, kernelW, in / groups]} to {@code [in, out / groups, kernelH,
   * kernelW]}.
   */
  String transposedFilter(Node node, int groups) {
    ParamSpec spec = node.param(Role.WEIGHT).orElseThrow();
    int[] d = dims(spec);
    int out = d[0] / groups;
    float[] values = transposed(values(spec), groups, out * d[1] * d[2], d[3]);
    scales.requireOneScale(node);
    return constant(node, spec, values, d[3] * groups, out, d[1], d[2]);
  }

  /** From {@code [kernelH, kernelW, out]} to {@code [out, 1, kernelH, kernelW]}. */
  String depthwiseFilter(Node node) {
    ParamSpec spec = node.param(Role.WEIGHT).orElseThrow();
    int[] d = dims(spec);
    float[] values = transposed(values(spec), 1, d[0] * d[1], d[2]);
    return constant(node, spec, values, d[2], 1, d[0], d[1]);
  }

  /** What a constant of the graph gives: channels first if it is a map. */
  String value(Node node, Shape shape) {
    ParamSpec spec = node.param(Role.VALUE).orElseThrow();
    float[] values = values(spec);
    if (shape.isMap()) {
      values = transposed(values, 1, shape.height() * shape.width(), shape.channels());
    }
    return constant(node, spec, values, Translation.ofOne(shape));
  }

  /** Output channels are the outermost extent. */
  private String constant(Node node, ParamSpec spec, float[] values, int... dims) {
    if (spec.role() == Role.WEIGHT && scales.hasIntegers(node)) {
      return scales.weight(node, spec.name(), values, dims);
    }
    if (spec.role() == Role.VALUE) {
      scales.toReals(node, values);
    }
    return onnx.constant(spec.name(), values, dims);
  }

  /** Each of {@code count} matrices of {@code rows x columns}, turned. */
  private static float[] transposed(float[] values, int count, int rows, int columns) {
    float[] turned = new float[values.length];
    for (int n = 0; n < count; n++) {
      int from = n * rows * columns;
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          turned[from + column * rows + row] = values[from + row * columns + column];
        }
      }
    }
    return turned;
  }

  private float[] values(ParamSpec spec) {
    return Scales.numbers(tensor(spec));
  }

  private Tensor tensor(ParamSpec spec) {
    return weights.require(spec.name(), spec.shape().extents());
  }

  private static int[] dims(ParamSpec spec) {
    return spec.shape().toArray();
  }
}
