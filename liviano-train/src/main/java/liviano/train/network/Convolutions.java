package liviano.train.network;

import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec.Role;
import liviano.graph.Window;
import liviano.tensor.Shape;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Layers that multiply with trained weights. */
final class Convolutions {
  private static final long[] NONE = {0, 0};
  private static final long[] ONE = {1, 1};

  private Convolutions() {}

  /**
   * A window of one position that steps over some is one that steps over none on what is left of
   * the map: oneDNN's gradients of the former, for fewer than 16 channels that lie innermost, write
   * beyond their memory, which gives wrong numbers or never ends.
   *
   * @see <a href="https://github.com/uxlfoundation/oneDNN/issues/6035">oneDNN 6035</a>
   */
  static Layer convolution(Node node, Window window, int groups, Constants constants) {
    Borders borders = Borders.of(window, node.input().shape(), node.output().shape(), false);
    Tensor weight = constants.get(node, Role.WEIGHT);
    TensorOptional bias = constants.optional(node, Role.BIAS);
    long[] stride = {window.strideH(), window.strideW()};
    long[] dilation = {window.dilationH(), window.dilationW()};
    if (isPointwise(window) && (stride[0] > 1 || stride[1] > 1)) {
      Layer.Function layer =
          map -> {
            Tensor seen = every(every(map, 2, stride[0]), 3, stride[1]); // has no padding
            return torch.conv2d(seen, weight, bias, ONE, NONE, ONE, groups);
          };
      return layer.layer();
    }
    Layer.Function layer =
        map ->
            torch.conv2d(
                borders.padded(map, 0), weight, bias, stride, borders.before(), dilation, groups);
    return layer.layer();
  }

  /**
   * The whole of what the windows reach, then the part of it that is the output, which may go
   * beyond; the bias is added there too.
   */
  static Layer transposed(Node node, Op.TransposedConv2d op, Constants constants) {
    Window window = op.window();
    Shape in = node.input().shape();
    Shape out = node.output().shape();
    Tensor weight = constants.get(node, Role.WEIGHT);
    long[] stride = {window.strideH(), window.strideW()};
    long[] dilation = {window.dilationH(), window.dilationW()};
    int top = window.transposedRows(in.height(), op.outputPaddingH()).padBefore();
    int left = window.transposedColumns(in.width(), op.outputPaddingW()).padBefore();
    int rows =
        (in.height() - 1) * window.strideH() + Borders.reach(window.kernelH(), window.dilationH());
    int columns =
        (in.width() - 1) * window.strideW() + Borders.reach(window.kernelW(), window.dilationW());
    long[] part = {-left, out.width() + left - columns, -top, out.height() + top - rows};
    Layer.Function layer =
        map -> {
          Tensor whole =
              torch.conv_transpose2d(
                  map, weight, new TensorOptional(), stride, NONE, NONE, op.groups(), dilation);
          Tensor cut = torch.constant_pad_nd(whole, part, new Scalar(0.0));
          return op.bias() ? cut.add(Layout.perChannel(constants.get(node, Role.BIAS), out)) : cut;
        };
    return layer.layer();
  }

  private static boolean isPointwise(Window window) {
    return window.kernelH() == 1 && window.kernelW() == 1;
  }

  private static Tensor every(Tensor map, int axis, long step) {
    return map.slice(axis, new LongOptional(0), new LongOptional(), step);
  }

  static Layer dense(Node node, Constants constants) {
    Tensor weight = constants.get(node, Role.WEIGHT);
    TensorOptional bias = constants.optional(node, Role.BIAS);
    Layer.Function layer = vector -> torch.linear(vector, weight, bias);
    return layer.layer();
  }

  /** Of a vector from centres. */
  static Layer squaredDistance(Node node, Constants constants) {
    Tensor centres = constants.get(node, Role.CENTRE);
    Layer.Function layer = vector -> vector.unsqueeze(1).sub(centres).square().sum(2);
    return layer.layer();
  }
}
