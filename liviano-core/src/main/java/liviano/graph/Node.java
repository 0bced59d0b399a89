package liviano.graph;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.graph.ParamSpec.Role;
import liviano.tensor.DType;
import liviano.tensor.Shape;

/**
 * One operation at its place in a graph.
 *
 * @param name unique in the graph, among nodes and values
 * @param inputs what it reads; nothing, if it is a constant
 * @param outputs what it gives, at least one value; a single one is called as the node is
 */
public record Node(String name, Op op, List<Value> inputs, List<Value> outputs) {
  /**
   * @throws IllegalArgumentException if it gives nothing
   */
  public Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("layer " + name + " gives nothing");
    }
  }

  /** A node of one output. */
  public Node(String name, Op op, List<Value> inputs, Value output) {
    this(name, op, inputs, List.of(output));
  }

  /**
   * The one input, or the first of several.
   *
   * @throws java.util.NoSuchElementException if it reads nothing
   */
  public Value input() {
    return inputs.getFirst();
  }

  /**
   * The one output.
   *
   * @throws IllegalStateException if there are several
   */
  public Value output() {
    if (outputs.size() > 1) {
      throw new IllegalStateException("layer " + name + " gives " + outputs.size() + " values");
    }
    return outputs.getFirst();
  }

  /**
   * Checks the names of outputs by what the operation gives.
   *
   * @throws GraphException if there are more or fewer, or a single one has another name
   */
  static void requireOutputs(String layer, int count, List<String> outputs) {
    if (outputs.size() != count) {
      throw GraphException.at(
          layer,
          String.format(
              Locale.ROOT,
              "its operation gives %d %s, named are %d",
              count,
              count == 1 ? "value" : "values",
              outputs.size()));
    }
    if (count == 1 && !layer.equals(outputs.getFirst())) {
      throw GraphException.at(layer, "its output is called '" + outputs.getFirst() + "'");
    }
  }

  /**
   * The same operation on real numbers: where it is {@link Op.Quantized} or {@link Op.IntegerSums},
   * that inside it, and the integers as 32-bit floats; any other node is its own.
   */
  public Node onReals() {
    return switch (op) {
      case Op.Quantized(Op real, _, _, _, _) -> new Node(name, real, reals(inputs), reals(outputs));
      case Op.IntegerSums(Op real, _, _) ->
          new Node(
              name,
              real,
              List.of(value(input(), TensorType.f32(input().shape()))),
              List.of(value(output(), TensorType.f32(output().shape()))));
      default -> this;
    };
  }

  private static List<Value> reals(List<Value> values) {
    return values.stream().map(value -> value(value, value.type().real())).toList();
  }

  private static Value value(Value value, TensorType type) {
    return new Value(value.id(), value.name(), type);
  }

  /** The constant that plays a role; empty where it needs none. */
  public Optional<ParamSpec> param(Role role) {
    for (ParamSpec spec : params()) {
      if (spec.role() == role) {
        return Optional.of(spec);
      }
    }
    return Optional.empty();
  }

  /** The constants it needs, in a fixed order. */
  public List<ParamSpec> params() {
    int in = inputs.isEmpty() ? 0 : input().shape().channels();
    return params(name, op, in, outputs.getFirst().shape().channels());
  }

  /**
   * The constants that an operation needs.
   *
   * @param layer whose they are
   * @param in channels that it reads; 0 if it reads nothing
   * @param out channels that it gives, or that its first output has
   * @throws IllegalArgumentException if one would hold too many numbers
   */
  static List<ParamSpec> params(String layer, Op op, int in, int out) {
    Params params = new Params(layer, out);
    return switch (op) {
      case Op.Conv2d(_, Window w, int groups, boolean bias) ->
          params.filter(bias, out, w.kernelH(), w.kernelW(), in / groups);
      case Op.TransposedConv2d(_, Window w, _, _, int groups, boolean bias) ->
          params.filter(bias, out, w.kernelH(), w.kernelW(), in / groups);
      case Op.DepthwiseConv2d(Window w, _, boolean bias) ->
          params.filter(bias, w.kernelH(), w.kernelW(), out);
      case Op.Dense(_, boolean bias) -> params.filter(bias, out, in);
      case Op.BatchNorm _ ->
          List.of(
              params.of(Role.SCALE, out),
              params.of(Role.OFFSET, out),
              params.of(Role.MEAN, out),
              params.of(Role.VARIANCE, out));
      case Op.Scale(boolean bias) -> params.filter(bias, out);
      case Op.PRelu _ -> List.of(params.of(Role.SLOPE, out));
      case Op.SquaredDistance _ -> List.of(params.of(Role.CENTRE, out, in));
      case Op.Constant(Shape shape, DType format) -> List.of(params.of(Role.VALUE, shape, format));
      case Op.Activation _, Op.Move _, Op.Pool _, Op.GlobalAveragePool _ -> List.of();
      case Op.Softmax _, Op.LocalResponseNorm _, Op.L2Normalize _, Op.ResizeBilinear _ -> List.of();
      case Op.ResizeNearest _, Op.Mean _, Op.Reduce _, Op.ArgMax _, Op.Cast _ -> List.of();
      case Op.Pairwise _, Op.Concat _, Op.Gather _, Op.GatherNd _ -> List.of();
      case Op.DetectionPostProcess _ -> List.of();
      case Op.Quantized quantized ->
          QuantizedTypes.stored(quantized, params(layer, quantized.real(), in, out));
      case Op.IntegerSums(Op real, DType weights, _) ->
          params(layer, real, in, out).stream().map(spec -> spec.in(weights)).toList();
      case Op.Quantize _, Op.Dequantize _, Op.DynamicQuantize _ -> List.of();
    };
  }

  /** Names and shapes of a layer's constants. */
  private record Params(String layer, int out) {
    ParamSpec of(Role role, int... dims) {
      try {
        return of(role, Shape.of(dims), DType.F32);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("its " + role.suffix() + ": " + e.getMessage(), e);
      }
    }

    ParamSpec of(Role role, Shape shape, DType format) {
      return new ParamSpec(layer + "." + role.suffix(), role, shape, format);
    }

    List<ParamSpec> filter(boolean bias, int... dims) {
      ParamSpec weight = of(Role.WEIGHT, dims);
      return bias ? List.of(weight, of(Role.BIAS, out)) : List.of(weight);
    }
  }
}
