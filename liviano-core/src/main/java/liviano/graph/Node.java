package liviano.graph;

import java.util.List;
import liviano.graph.ParamSpec.Role;
import liviano.tensor.Shape;

/**
 * One operation at its place in a graph.
 *
 * @param name unique in the graph; the output's name too
 * @param inputs what it reads
 * @param output what it gives
 */
public record Node(String name, Op op, List<Value> inputs, Value output) {
  public Node {
    inputs = List.copyOf(inputs);
  }

  /** The one input, or the first of several. */
  public Value input() {
    return inputs.getFirst();
  }

  /** The constants it needs, in a fixed order. */
  public List<ParamSpec> params() {
    return params(name, op, input().shape().channels(), output.shape().channels());
  }

  /**
   * The constants that an operation needs.
   *
   * @param layer whose they are
   * @param in channels that it reads
   * @param out channels that it gives
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
      case Op.Activation _, Op.Move _, Op.Pool _, Op.GlobalAveragePool _ -> List.of();
      case Op.Softmax _, Op.LocalResponseNorm _, Op.L2Normalize _, Op.ResizeBilinear _ -> List.of();
      case Op.ResizeNearest _, Op.Mean _ -> List.of();
      case Op.Pairwise _, Op.Concat _ -> List.of();
    };
  }

  /** Names and shapes of a layer's constants. */
  private record Params(String layer, int out) {
    ParamSpec of(Role role, int... dims) {
      String name = layer + "." + role.suffix();
      try {
        return new ParamSpec(name, role, Shape.of(dims));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("its " + role.suffix() + ": " + e.getMessage(), e);
      }
    }

    List<ParamSpec> filter(boolean bias, int... dims) {
      ParamSpec weight = of(Role.WEIGHT, dims);
      return bias ? List.of(weight, of(Role.BIAS, out)) : List.of(weight);
    }
  }
}
