package liviano.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import liviano.tensor.BlockOrder;
import liviano.tensor.DType;
import liviano.tensor.Nearest;
import liviano.tensor.Sampling;

/**
 * One thing to compute, described by its geometry, its constants and the formats of its tensors
 * alone: no addresses, no threads. All sizes include the batch. Inputs and output are dense NHWC;
 * where an {@link Epilogue} asks for a residual, that is the last input.
 *
 * <p>Constructors that are not told formats make tasks of {@link DType#F32} throughout.
 */
public sealed interface Task {
  /** The most numbers of a tensor: kernels count their units in {@code int}. */
  long MAX_ELEMENTS = 1L << 33;

  /** How its inputs and its output are stored. */
  Formats formats();

  /** Tensors it reads besides its parameters. */
  default int inputs() {
    return formats().inputs().size();
  }

  /** What it is made of: itself, or where it is several layers in one, these, in order. */
  default Stream<Task> layers() {
    return Stream.of(this);
  }

  /** Its constants, those of all its layers. */
  default Stream<Param> params() {
    return TaskParams.of(this);
  }

  /**
   * Whether every tensor and every constant of all its layers is stored so: a provider declines
   * what is not in a format that it computes.
   */
  default boolean isIn(DType format) {
    return layers().allMatch(layer -> layer.formats().are(format))
        && params().allMatch(param -> param.format() == format);
  }

  /**
   * A 1x1 convolution or a dense layer: {@code out[r][o] = epilogue(sum over i of in[r][i] *
   * weight[o][i])}.
   *
   * @param rows positions of all maps together
   * @param weight {@code [outChannels, inChannels]}
   */
  record Pointwise(
      int rows, int inChannels, int outChannels, Param weight, Epilogue epilogue, Formats formats)
      implements Expansion {
    public Pointwise {
      TaskChecks.rows(rows, Math.min(inChannels, outChannels));
      TaskChecks.count(weight, (long) inChannels * outChannels);
      TaskChecks.epilogue(epilogue, outChannels, formats);
    }

    public Pointwise(int rows, int inChannels, int outChannels, Param weight, Epilogue epilogue) {
      this(
          rows,
          inChannels,
          outChannels,
          weight,
          epilogue,
          Formats.f32(epilogue.residual() ? 2 : 1));
    }
  }

  /**
   * A convolution of any kernel, stride, dilation, padding and groups.
   *
   * @param weight {@code [outC, kernelH, kernelW, inC / groups]}
   */
  record Convolution(
      Geometry geometry, int groups, Param weight, Epilogue epilogue, Formats formats)
      implements Expansion {
    public Convolution {
      TaskChecks.groups(groups, geometry);
      TaskChecks.count(weight, geometry, (long) geometry.inC() / groups * geometry.outC());
      TaskChecks.epilogue(epilogue, geometry.outC(), formats);
    }

    public Convolution(Geometry geometry, int groups, Param weight, Epilogue epilogue) {
      this(geometry, groups, weight, epilogue, Formats.f32(epilogue.residual() ? 2 : 1));
    }
  }

  /**
   * A depthwise convolution: output channel {@code o} filters input channel {@code o / (outC /
   * inC)}.
   *
   * @param weight {@code [kernelH, kernelW, outC]}
   */
  record Depthwise(Geometry geometry, Param weight, Epilogue epilogue, Formats formats)
      implements Task {
    public Depthwise {
      TaskChecks.multiples(geometry);
      TaskChecks.count(weight, geometry, geometry.outC());
      TaskChecks.epilogue(epilogue, geometry.outC(), formats);
    }

    public Depthwise(Geometry geometry, Param weight, Epilogue epilogue) {
      this(geometry, weight, epilogue, Formats.f32(epilogue.residual() ? 2 : 1));
    }
  }

  /** A task that can produce the map that an {@link InvertedResidual} filters. */
  sealed interface Expansion extends Task permits Pointwise, Convolution {}

  /**
   * A block of the paper as one task: a map is expanded, filtered depthwise and projected, and the
   * two tensors in between have no other consumer. A kernel need not hold them completely in memory
   * (section 5.1).
   *
   * @param expand produces the map to filter; if empty, the input itself is filtered
   * @param filter reads what {@code expand} gives; adds no residual
   * @param project reads what {@code filter} gives
   */
  record InvertedResidual(Optional<Expansion> expand, Depthwise filter, Pointwise project)
      implements Task {
    public InvertedResidual {
      TaskChecks.chain(expand, filter, project);
    }

    @Override
    public Stream<Task> layers() {
      return Stream.concat(expand.stream(), Stream.of(filter, project));
    }

    @Override
    public Formats formats() {
      Task first = expand.isPresent() ? expand.get() : filter;
      List<DType> inputs = new ArrayList<>(project.formats().inputs());
      inputs.set(0, first.formats().inputs().getFirst());
      return new Formats(inputs, project.formats().output());
    }
  }

  /**
   * The average over a window, each channel by itself.
   *
   * @param countPadding whether positions outside the map count in the divisor
   */
  record AveragePool(Geometry geometry, boolean countPadding, Formats formats) implements Task {
    public AveragePool {
      TaskChecks.pool(geometry, formats);
    }

    public AveragePool(Geometry geometry, boolean countPadding) {
      this(geometry, countPadding, Formats.f32(1));
    }

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
   * A 1x1 convolution and the average of its whole map as one task. The map has no other consumer,
   * and a kernel need not hold it completely in memory.
   *
   * @param pointwise gives the map; adds no residual
   * @param pool reads what {@code pointwise} gives, and {@linkplain AveragePool#isGlobal all of it}
   */
  record PooledPointwise(Pointwise pointwise, AveragePool pool) implements Task {
    public PooledPointwise {
      TaskChecks.chain(pointwise, pool);
    }

    @Override
    public Stream<Task> layers() {
      return Stream.of(pointwise, pool);
    }

    @Override
    public Formats formats() {
      return new Formats(pointwise.formats().inputs(), pool.formats().output());
    }
  }

  /**
   * The greatest number in a window, each channel by itself. Positions outside the map are left
   * out, and so are NaNs; of equal numbers the first in reading order stays. A window without any
   * number gives negative infinity.
   */
  record MaxPool(Geometry geometry, Formats formats) implements Task {
    public MaxPool {
      TaskChecks.pool(geometry, formats);
    }

    public MaxPool(Geometry geometry) {
      this(geometry, Formats.f32(1));
    }
  }

  /** A bilinear resize of {@code [batch, inH, inW, channels]}. */
  record Resize(
      int batch,
      int inH,
      int inW,
      int outH,
      int outW,
      int channels,
      Sampling sampling,
      Formats formats)
      implements Task {
    public Resize {
      TaskChecks.map(batch, inH, inW, channels);
      TaskChecks.map(batch, outH, outW, channels);
      TaskChecks.inputs(formats, 1);
    }

    public Resize(
        int batch, int inH, int inW, int outH, int outW, int channels, Sampling sampling) {
      this(batch, inH, inW, outH, outW, channels, sampling, Formats.f32(1));
    }
  }

  /** A resize of {@code [batch, inH, inW, channels]} that copies the nearest position. */
  record ResizeNearest(
      int batch, int inH, int inW, int outH, int outW, int channels, Nearest rule, Formats formats)
      implements Task {
    public ResizeNearest {
      TaskChecks.map(batch, inH, inW, channels);
      TaskChecks.map(batch, outH, outW, channels);
      TaskChecks.inputs(formats, 1);
    }

    public ResizeNearest(
        int batch, int inH, int inW, int outH, int outW, int channels, Nearest rule) {
      this(batch, inH, inW, outH, outW, channels, rule, Formats.f32(1));
    }
  }

  /** {@code clamp(a + b)}, element by element. */
  record Add(long count, Clamp clamp, Formats formats) implements Task {
    public Add {
      TaskChecks.elements(count, formats, 2);
    }

    public Add(long count, Clamp clamp) {
      this(count, clamp, Formats.f32(2));
    }
  }

  /**
   * {@code clamp(in * scale[channel] + offset[channel])}: a batch norm that could not be folded.
   *
   * @param rows positions of all maps together
   */
  record Affine(int rows, int channels, Param scale, Param offset, Clamp clamp, Formats formats)
      implements Task {
    public Affine {
      TaskChecks.count(scale, channels);
      TaskChecks.count(offset, channels);
      TaskChecks.rows(rows, channels, formats);
    }

    public Affine(int rows, int channels, Param scale, Param offset, Clamp clamp) {
      this(rows, channels, scale, offset, clamp, Formats.f32(1));
    }
  }

  /** {@code clamp(in)}, element by element: ReLU and ReLU6 that could not be fused. */
  record Clip(long count, Clamp clamp, Formats formats) implements Task {
    public Clip {
      TaskChecks.elements(count, formats, 1);
    }

    public Clip(long count, Clamp clamp) {
      this(count, clamp, Formats.f32(1));
    }
  }

  /** {@code 1 / (1 + exp(-in))}, element by element. */
  record Sigmoid(long count, Formats formats) implements Task {
    public Sigmoid {
      TaskChecks.elements(count, formats, 1);
    }

    public Sigmoid(long count) {
      this(count, Formats.f32(1));
    }
  }

  /** {@code clamp(in + 3, 0, 6) / 6}, element by element. */
  record HardSigmoid(long count, Formats formats) implements Task {
    public HardSigmoid {
      TaskChecks.elements(count, formats, 1);
    }

    public HardSigmoid(long count) {
      this(count, Formats.f32(1));
    }
  }

  /** {@code clamp(in + 3, 0, 6) * in / 6}, element by element. */
  record HardSwish(long count, Formats formats) implements Task {
    public HardSwish {
      TaskChecks.elements(count, formats, 1);
    }

    public HardSwish(long count) {
      this(count, Formats.f32(1));
    }
  }

  /**
   * {@code function(in0, in1)}, element by element. The first is {@code [samples, positions,
   * channels]}, and so is the output.
   *
   * @param perChannel whether the second is {@code [samples, channels]}, each number used at every
   *     position of its sample; otherwise it is like the first
   */
  record Pairwise(
      PairFunction function,
      int samples,
      int positions,
      int channels,
      boolean perChannel,
      Formats formats)
      implements Task {
    public Pairwise {
      TaskChecks.map(samples, positions, 1, channels);
      TaskChecks.inputs(formats, 2);
    }

    public Pairwise(
        PairFunction function, int samples, int positions, int channels, boolean perChannel) {
      this(function, samples, positions, channels, perChannel, Formats.f32(2));
    }

    /** The row of the second tensor that a row of the first, counted through samples, meets. */
    public int otherRow(int row) {
      return perChannel ? row / positions : row;
    }
  }

  /** {@code in < 0 ? slope * in : in}, element by element. */
  record LeakyRelu(long count, float slope, Formats formats) implements Task {
    public LeakyRelu {
      TaskChecks.elements(count, formats, 1);
    }

    public LeakyRelu(long count, float slope) {
      this(count, slope, Formats.f32(1));
    }
  }

  /**
   * {@code in < 0 ? slope[channel] * in : in}.
   *
   * @param rows positions of all maps together
   */
  record PRelu(int rows, int channels, Param slope, Formats formats) implements Task {
    public PRelu {
      TaskChecks.count(slope, channels);
      TaskChecks.rows(rows, channels, formats);
    }

    public PRelu(int rows, int channels, Param slope) {
      this(rows, channels, slope, Formats.f32(1));
    }
  }

  /** {@code amplitude * tanh(rate * in)}, element by element. */
  record Tanh(long count, float amplitude, float rate, Formats formats) implements Task {
    public Tanh {
      TaskChecks.elements(count, formats, 1);
    }

    public Tanh(long count, float amplitude, float rate) {
      this(count, amplitude, rate, Formats.f32(1));
    }
  }

  /**
   * {@code in[c] / (offset + alpha * sum)^beta} in each row, where {@code sum} adds the squares of
   * channels {@code c - size / 2} to {@code c + size / 2} as far as they exist.
   */
  record ResponseNorm(
      int rows, int channels, int size, float alpha, float beta, float offset, Formats formats)
      implements Task {
    public ResponseNorm {
      TaskChecks.rows(rows, channels, formats);
    }

    public ResponseNorm(int rows, int channels, int size, float alpha, float beta, float offset) {
      this(rows, channels, size, alpha, beta, offset, Formats.f32(1));
    }
  }

  /** {@code in[c] / sqrt(sum of squares of the row + epsilon)} in each row. */
  record L2Normalize(int rows, int channels, float epsilon, Formats formats) implements Task {
    public L2Normalize {
      TaskChecks.rows(rows, channels, formats);
    }

    public L2Normalize(int rows, int channels, float epsilon) {
      this(rows, channels, epsilon, Formats.f32(1));
    }
  }

  /**
   * {@code out[r][u] = sum over c of (in[r][c] - centre[u][c])^2}.
   *
   * @param centre {@code [units, channels]}
   */
  record SquaredDistance(int rows, int channels, int units, Param centre, Formats formats)
      implements Task {
    public SquaredDistance {
      TaskChecks.count(centre, (long) units * channels);
      TaskChecks.rows(rows, Math.min(channels, units), formats);
    }

    public SquaredDistance(int rows, int channels, int units, Param centre) {
      this(rows, channels, units, centre, Formats.f32(1));
    }
  }

  /**
   * Channels of each row in another order, or some of them: {@code out[r][i] = in[r][channels[i]]}.
   *
   * @param inChannels numbers in a row of the input
   */
  record SelectChannels(int rows, int inChannels, List<Integer> channels, Formats formats)
      implements Task {
    public SelectChannels {
      channels = List.copyOf(channels);
      TaskChecks.rows(rows, inChannels);
      TaskChecks.channels(channels, inChannels);
      TaskChecks.inputs(formats, 1);
    }

    public SelectChannels(int rows, int inChannels, List<Integer> channels) {
      this(rows, inChannels, channels, Formats.f32(1));
    }
  }

  /**
   * Blocks of positions as channels: {@code [batch, inH, inW, channels]} to {@code [batch, inH /
   * block, inW / block, channels * block * block]}.
   *
   * @param order of the channels; {@link DarknetOrder} defines Darknet's
   */
  record SpaceToDepth(
      int batch, int inH, int inW, int channels, int block, BlockOrder order, Formats formats)
      implements Task {
    public SpaceToDepth {
      TaskChecks.map(batch, inH, inW, channels);
      TaskChecks.block(inH, inW, channels, block, order);
      TaskChecks.inputs(formats, 1);
    }

    public SpaceToDepth(int batch, int inH, int inW, int channels, int block, BlockOrder order) {
      this(batch, inH, inW, channels, block, order, Formats.f32(1));
    }
  }

  /**
   * A rectangle of {@code [batch, inH, inW, channels]} that starts at row {@code top} and column
   * {@code left}; what lies beyond the map is zero.
   */
  record Crop(
      int batch,
      int inH,
      int inW,
      int channels,
      int top,
      int left,
      int outH,
      int outW,
      Formats formats)
      implements Task {
    public Crop {
      TaskChecks.map(batch, inH, inW, channels);
      TaskChecks.map(batch, outH, outW, channels);
      TaskChecks.corner(top, left, inH, inW);
      TaskChecks.inputs(formats, 1);
    }

    public Crop(int batch, int inH, int inW, int channels, int top, int left, int outH, int outW) {
      this(batch, inH, inW, channels, top, left, outH, outW, Formats.f32(1));
    }
  }

  /**
   * {@code [batch, inH, inW, channels]} amid zeros: its first row is row {@code top} of the output,
   * its first column column {@code left}.
   */
  record Pad(
      int batch,
      int inH,
      int inW,
      int channels,
      int top,
      int left,
      int outH,
      int outW,
      Formats formats)
      implements Task {
    public Pad {
      TaskChecks.map(batch, inH, inW, channels);
      TaskChecks.map(batch, outH, outW, channels);
      TaskChecks.inside(top, left, inH, inW, outH, outW);
      TaskChecks.inputs(formats, 1);
    }

    public Pad(int batch, int inH, int inW, int channels, int top, int left, int outH, int outW) {
      this(batch, inH, inW, channels, top, left, outH, outW, Formats.f32(1));
    }
  }

  /** The softmax of each row of {@code channels} numbers. */
  record Softmax(int rows, int channels, Formats formats) implements Task {
    public Softmax {
      TaskChecks.rows(rows, channels, formats);
    }

    public Softmax(int rows, int channels) {
      this(rows, channels, Formats.f32(1));
    }
  }

  /**
   * Rows side by side: {@code out[r] = in0[r], in1[r], ...}.
   *
   * @param rows rows of every input
   * @param channels numbers in a row of each input, in order
   */
  record Concat(int rows, List<Integer> channels, Formats formats) implements Task {
    public Concat {
      channels = List.copyOf(channels);
      TaskChecks.widths(rows, channels);
      TaskChecks.inputs(formats, channels.size());
    }

    public Concat(int rows, List<Integer> channels) {
      this(rows, channels, Formats.f32(channels.size()));
    }
  }
}
