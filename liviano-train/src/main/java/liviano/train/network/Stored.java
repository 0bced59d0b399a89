package liviano.train.network;

import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.graph.ParamSpec.Role;
import liviano.tensor.Shape;
import liviano.train.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * The extents of a constant in a graph and in libtorch. The weight of a convolution is {@code [out,
 * in / groups, rows, columns]} there, of a transposed one {@code [in, out / groups, rows,
 * columns]}. The dense ones lie in memory with the channels innermost, as the graph has them;
 * depthwise ones, which have one input channel, with the columns innermost.
 */
final class Stored {
  private Stored() {}

  /**
   * A constant's numbers as libtorch takes them.
   *
   * @param values in the order of the graph
   */
  static Tensor tensor(Node node, ParamSpec spec, float[] values) {
    Tensor plain = Tensors.of(values, Layout.extents64(spec.shape()));
    if (spec.role() != Role.WEIGHT) {
      return plain;
    }
    return switch (node.op()) {
      case Op.Conv2d _ -> dense(plain.permute(0, 3, 1, 2));
      case Op.DepthwiseConv2d _ -> single(plain.permute(2, 0, 1).contiguous().unsqueeze(1));
      case Op.TransposedConv2d op -> transposed(plain, spec.shape(), op.groups());
      default -> plain;
    };
  }

  /** The numbers of such a tensor in the order of the graph. */
  static float[] values(Node node, ParamSpec spec, Tensor tensor) {
    if (spec.role() != Role.WEIGHT) {
      return Tensors.floats(tensor);
    }
    return Tensors.floats(
        switch (node.op()) {
          case Op.Conv2d _ -> tensor.permute(0, 2, 3, 1);
          case Op.DepthwiseConv2d _ -> tensor.squeeze(1).permute(1, 2, 0);
          case Op.TransposedConv2d op -> untransposed(tensor, spec.shape(), op.groups());
          default -> tensor;
        });
  }

  private static Tensor dense(Tensor weight) {
    return weight.size(1) == 1 ? single(weight.contiguous()) : weight;
  }

  /**
   * The same {@code [channels, 1, rows, columns]} with 1 as the stride of its single extent, as its
   * gradients have it: the workers' buffers of gradients then lie as these do.
   */
  private static Tensor single(Tensor weight) {
    long rows = weight.size(2);
    long columns = weight.size(3);
    return weight.as_strided(
        new long[] {weight.size(0), 1, rows, columns}, new long[] {rows * columns, 1, columns, 1});
  }

  /**
   * From {@code [groups * out, rows, columns, in]} to {@code [groups * in, out, rows, columns]}.
   */
  private static Tensor transposed(Tensor plain, Shape shape, long groups) {
    long out = shape.dims().get(0) / groups;
    long rows = shape.dims().get(1);
    long columns = shape.dims().get(2);
    long in = shape.dims().get(3);
    return plain
        .view(groups, out, rows, columns, in)
        .permute(0, 4, 1, 2, 3)
        .reshape(groups * in, out, rows, columns);
  }

  private static Tensor untransposed(Tensor weight, Shape shape, long groups) {
    long out = shape.dims().get(0) / groups;
    long rows = shape.dims().get(1);
    long columns = shape.dims().get(2);
    long in = shape.dims().get(3);
    return weight
        .reshape(groups, in, out, rows, columns)
        .permute(0, 2, 3, 4, 1)
        .reshape(groups * out, rows, columns, in);
  }
}
