package liviano.kernels;

import java.util.List;
import java.util.Optional;

/**
 * One thing to compute, described by its geometry and its constants alone: no addresses, no
 * threads. All sizes include the batch. Inputs and output are dense NHWC; where an {@link Epilogue}
 * asks for a residual, that is the last input.
 */
public sealed interface Task {

  /** Tensors it reads besides its parameters. */
  default int inputs() {
    return 1;
  }

  /**
   * A 1x1 convolution or a dense layer: {@code out[r][o] = epilogue(sum over i of in[r][i] *
   * weight[o][i])}.
   *
   * @param rows positions of all maps together
   * @param weight {@code [outChannels, inChannels]}
   */
  record Pointwise(int rows, int inChannels, int outChannels, Param weight, Epilogue epilogue)
      implements Expansion {
    @Override
    public int inputs() {
      return epilogue.residual() ? 2 : 1;
    }
  }

  /**
   * A convolution of any kernel, stride, dilation, padding and groups.
   *
   * @param weight {@code [outC, kernelH, kernelW, inC / groups]}
   */
  record Convolution(Geometry geometry, int groups, Param weight, Epilogue epilogue)
      implements Expansion {
    @Override
    public int inputs() {
      return epilogue.residual() ? 2 : 1;
    }
  }

  /**
   * A depthwise convolution: output channel {@code o} filters input channel {@code o / (outC /
   * inC)}.
   *
   * @param weight {@code [kernelH, kernelW, outC]}
   */
  record Depthwise(Geometry geometry, Param weight, Epilogue epilogue) implements Task {
    @Override
    public int inputs() {
      return epilogue.residual() ? 2 : 1;
    }
  }

  /** What may give an {@link InvertedResidual} the map that it filters. */
  sealed interface Expansion extends Task permits Pointwise, Convolution {}

  /**
   * A block of the paper as one task: a map is expanded, filtered depthwise and projected, and
   * neither of the tensors between is wanted by anybody else. Whoever serves it need not have them
   * in memory whole (section 5.1).
   *
   * @param expand gives the map to filter; where it is empty the input is filtered as it is
   * @param filter reads what {@code expand} gives; adds no residual
   * @param project reads what {@code filter} gives
   */
  record InvertedResidual(Optional<Expansion> expand, Depthwise filter, Pointwise project)
      implements Task {
    @Override
    public int inputs() {
      return project.inputs();
    }
  }

  /**
   * The average over a window, each channel by itself.
   *
   * @param countPadding whether positions outside the map count in the divisor
   */
  record AveragePool(Geometry geometry, boolean countPadding) implements Task {
    /** Whether its one window is the whole map. */
    public boolean isGlobal() {
      Geometry g = geometry;
      return g.outH() == 1
          && g.outW() == 1
          && g.kernelH() == g.inH()
          && g.kernelW() == g.inW()
          && g.dilationH() == 1
          && g.dilationW() == 1
          && g.padTop() == 0
          && g.padLeft() == 0;
    }
  }

  /**
   * A 1x1 convolution and the average of its whole map as one task; nobody else wants the map, and
   * whoever serves it need not have it in memory whole.
   *
   * @param pointwise gives the map; adds no residual
   * @param pool reads what {@code pointwise} gives, and {@linkplain AveragePool#isGlobal all of it}
   */
  record PooledPointwise(Pointwise pointwise, AveragePool pool) implements Task {}

  /**
   * The greatest number in a window, each channel by itself. Positions outside the map are left
   * out, and so are NaNs; of equal numbers the first in reading order stays. A window without any
   * number gives negative infinity.
   */
  record MaxPool(Geometry geometry) implements Task {}

  /** A bilinear resize of {@code [batch, inH, inW, channels]}. */
  record Resize(int batch, int inH, int inW, int outH, int outW, int channels, Sampling sampling)
      implements Task {}

  /** {@code clamp(a + b)}, element by element. */
  record Add(long count, Clamp clamp) implements Task {
    @Override
    public int inputs() {
      return 2;
    }
  }

  /**
   * {@code clamp(in * scale[channel] + offset[channel])}: a batch norm that could not be folded.
   *
   * @param rows positions of all maps together
   */
  record Affine(int rows, int channels, Param scale, Param offset, Clamp clamp) implements Task {}

  /** {@code clamp(in)}, element by element: ReLU and ReLU6 that could not be fused. */
  record Clip(long count, Clamp clamp) implements Task {}

  /** {@code 1 / (1 + exp(-in))}, element by element. */
  record Sigmoid(long count) implements Task {}

  /** {@code in < 0 ? slope * in : in}, element by element. */
  record LeakyRelu(long count, float slope) implements Task {}

  /** {@code amplitude * tanh(rate * in)}, element by element. */
  record Tanh(long count, float amplitude, float rate) implements Task {}

  /**
   * {@code in[c] / (offset + alpha * sum)^beta} in each row, where {@code sum} adds the squares of
   * channels {@code c - size / 2} to {@code c + size / 2} as far as they exist.
   */
  record ResponseNorm(int rows, int channels, int size, float alpha, float beta, float offset)
      implements Task {}

  /** {@code in[c] / sqrt(sum of squares of the row + epsilon)} in each row. */
  record L2Normalize(int rows, int channels, float epsilon) implements Task {}

  /**
   * {@code out[r][u] = sum over c of (in[r][c] - centre[u][c])^2}.
   *
   * @param centre {@code [units, channels]}
   */
  record SquaredDistance(int rows, int channels, int units, Param centre) implements Task {}

  /**
   * Channels of each row in another order, or some of them: {@code out[r][i] = in[r][channels[i]]}.
   *
   * @param inChannels numbers in a row of the input
   */
  record SelectChannels(int rows, int inChannels, List<Integer> channels) implements Task {
    public SelectChannels {
      channels = List.copyOf(channels);
    }
  }

  /**
   * Blocks of positions as channels: {@code [batch, inH, inW, channels]} to {@code [batch, inH /
   * block, inW / block, channels * block * block]}.
   *
   * @param darknet whether channels come in the order of Darknet's {@code reorg}, as {@link
   *     DarknetOrder} defines it, instead of row of the block, column of the block, channel
   */
  record SpaceToDepth(int batch, int inH, int inW, int channels, int block, boolean darknet)
      implements Task {}

  /**
   * A rectangle of {@code [batch, inH, inW, channels]} that starts at row {@code top} and column
   * {@code left}; what lies beyond the map is zero.
   */
  record Crop(int batch, int inH, int inW, int channels, int top, int left, int outH, int outW)
      implements Task {}

  /** The softmax of each row of {@code channels} numbers. */
  record Softmax(int rows, int channels) implements Task {}

  /**
   * Rows side by side: {@code out[r] = in0[r], in1[r], ...}.
   *
   * @param rows rows of every input
   * @param channels numbers in a row of each input, in order
   */
  record Concat(int rows, List<Integer> channels) implements Task {
    public Concat {
      channels = List.copyOf(channels);
    }

    @Override
    public int inputs() {
      return channels.size();
    }
  }
}
