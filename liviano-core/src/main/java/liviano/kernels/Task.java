package liviano.kernels;

import java.util.List;

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
      implements Task {
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
      implements Task {
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

  /**
   * The average over a window, each channel by itself.
   *
   * @param countPadding whether positions outside the map count in the divisor
   */
  record AveragePool(Geometry geometry, boolean countPadding) implements Task {}

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
