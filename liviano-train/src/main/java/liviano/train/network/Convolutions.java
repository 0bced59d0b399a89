package liviano.train.network;

import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec.Role;
import liviano.graph.Window;
import liviano.tensor.Shape;
import liviano.train.torch.Autocast;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Layers that multiply with trained weights. */
final class Convolutions {
  private static final long[] NONE = {0, 0};
  private static final long[] ONE = {1, 1};

  /** Channels that oneDNN computes at a time with AVX-512. */
  private static final int CHANNEL_BLOCK = 16;

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
    Shape in = node.input().shape();
    int outputs = node.output().shape().channels();
    boolean inFloats = !isRightIn16Bits(window, in, outputs);
    long[] stride = {window.strideH(), window.strideW()};
    if (isPointwise(window) && (stride[0] > 1 || stride[1] > 1)) {
      Filters filters = new Filters(weight, bias, ONE, NONE, ONE, groups, inFloats);
      Layer.Function layer = // has no padding
          map -> filters.of(every(every(map, 2, stride[0]), 3, stride[1]));
      return layer.layer();
    }
    long[] dilation = {window.dilationH(), window.dilationW()};
    int times = groups > 1 && groups == in.channels() ? outputs / groups : 1;
    Filters filters =
        new Filters(weight, bias, stride, borders.before(), dilation, groups * times, inFloats);
    Layer.Function layer = map -> filters.of(repeated(borders.padded(map, 0), times));
    return layer.layer();
  }

  /**
   * A convolution of a map that has its padding, but for what stands before it.
   *
   * @param inFloats in 32 bits, though products around it may be in 16
   */
  private record Filters(
      Tensor weight,
      TensorOptional bias,
      long[] stride,
      long[] before,
      long[] dilation,
      int groups,
      boolean inFloats) {
    Tensor of(Tensor map) {
      return inFloats ? Autocast.inFloats(map, this::product) : product(map);
    }

    private Tensor product(Tensor map) {
      return torch.conv2d(map, weight, bias, stride, before, dilation, groups);
    }
  }

  /**
   * Each channel as often as it has filters, which are then filters of channels of their own:
   * oneDNN 3.7 sums wrong numbers for several filters of a channel on processors with AVX-512.
   */
  private static Tensor repeated(Tensor map, int times) {
    return times == 1 ? map : map.repeat_interleave(times, new LongOptional(1), new LongOptional());
  }

  /**
   * Whether a layer can be trained in 16 bits. Of windows larger than the map oneDNN 3.7 leaves the
   * gradients of weights that see no position as they were in memory, and of channels that do not
   * fill its blocks some of the gradients of the map.
   */
  private static boolean isRightIn16Bits(Window window, Shape map, int outputs) {
    return map.channels() % CHANNEL_BLOCK == 0
        && outputs % CHANNEL_BLOCK == 0
        && Borders.reach(window.kernelH(), window.dilationH()) <= map.height()
        && Borders.reach(window.kernelW(), window.dilationW()) <= map.width();
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
          Tensor whole = groupwise(map, weight, op.groups(), stride, dilation);
          Tensor cut = torch.constant_pad_nd(whole, part, new Scalar(0.0));
          return op.bias() ? cut.add(Layout.perChannel(constants.get(node, Role.BIAS), out)) : cut;
        };
    return layer.layer();
  }

  /** Group by group: oneDNN 3.7 sums wrong numbers for several on processors with AVX-512. */
  private static Tensor groupwise(
      Tensor map, Tensor weight, int groups, long[] stride, long[] dilation) {
    if (groups == 1) {
      return torch.conv_transpose2d(
          map, weight, new TensorOptional(), stride, NONE, NONE, 1, dilation);
    }
    long inputs = map.size(1) / groups;
    TensorVector parts = new TensorVector(groups);
    for (int group = 0; group < groups; group++) {
      Tensor seen = map.narrow(1, group * inputs, inputs);
      Tensor own = weight.narrow(0, group * inputs, inputs);
      parts.put(group, groupwise(seen, own, 1, stride, dilation));
    }
    return torch.cat(parts, 1);
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
