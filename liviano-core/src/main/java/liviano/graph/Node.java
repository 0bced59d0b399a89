package liviano.graph;

import java.util.ArrayList;
import java.util.List;
import liviano.graph.ParamSpec.Role;

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
    int in = input().shape().channels();
    int out = output.shape().channels();
    return switch (op) {
      case Op.Conv2d(_, Window w, int groups, boolean bias) ->
          filter(Shape.of(out, w.kernelH(), w.kernelW(), in / groups), bias);
      case Op.DepthwiseConv2d(Window w, _, boolean bias) ->
          filter(Shape.of(w.kernelH(), w.kernelW(), out), bias);
      case Op.Dense(_, boolean bias) -> filter(Shape.of(out, in), bias);
      case Op.BatchNorm _ -> {
        Shape each = Shape.of(out);
        yield List.of(
            param(Role.SCALE, each),
            param(Role.OFFSET, each),
            param(Role.MEAN, each),
            param(Role.VARIANCE, each));
      }
      case Op.Scale(boolean bias) -> filter(Shape.of(out), bias);
      case Op.SquaredDistance _ -> List.of(param(Role.CENTRE, Shape.of(out, in)));
      case Op.Relu _, Op.Relu6 _, Op.LeakyRelu _, Op.Tanh _, Op.Sigmoid _, Op.Softmax _ ->
          List.of();
      case Op.LocalResponseNorm _, Op.L2Normalize _, Op.Add _, Op.Concat _ -> List.of();
      case Op.AveragePool _, Op.MaxPool _, Op.GlobalAveragePool _, Op.ResizeBilinear _ -> List.of();
      case Op.ChannelShuffle _, Op.SelectChannels _, Op.SpaceToDepth _ -> List.of();
      case Op.Crop _, Op.Reshape _ -> List.of();
    };
  }

  private List<ParamSpec> filter(Shape weight, boolean bias) {
    List<ParamSpec> params = new ArrayList<>();
    params.add(param(Role.WEIGHT, weight));
    if (bias) {
      params.add(param(Role.BIAS, Shape.of(output.shape().channels())));
    }
    return List.copyOf(params);
  }

  private ParamSpec param(Role role, Shape shape) {
    return new ParamSpec(name + "." + role.suffix(), role, shape);
  }
}
