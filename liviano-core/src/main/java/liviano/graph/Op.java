package liviano.graph;

import java.util.List;
import java.util.Optional;
import liviano.tensor.BlockOrder;
import liviano.tensor.DType;
import liviano.tensor.DetectionRule;
import liviano.tensor.Nearest;
import liviano.tensor.Quantization;
import liviano.tensor.Reduction;
import liviano.tensor.Rescaling;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import liviano.tensor.UnaryFunction;

/**
 * An operation and its settings. Every consumer reads it with one exhaustive {@code switch}: a new
 * operation is a new record here, and the compiler names every place that must handle it.
 *
 * <p>An operation says by the interface that it implements how many tensors it reads, and what it
 * has in common with others: a consumer that treats all activations alike names {@link Activation},
 * and a new one needs no change there.
 */
public sealed interface Op {

  /** Reads nothing: it gives numbers of its own. */
  sealed interface Nullary extends Op {}

  /** Reads one tensor. */
  sealed interface Unary extends Op {}

  /** Reads two tensors. */
  sealed interface Binary extends Op {}

  /**
   * A function of two numbers, applied to two tensors of 32-bit floats or of integers of 32 or 64
   * bits; integers wrap around, and divided by zero they give zero. The output has the shape of the
   * first. Where an extent of the second is 1, counted from the innermost, or where it has fewer of
   * them, its numbers are used all along that extent of the first: {@code [channels]} holds a
   * number per channel of a map, {@code [height, width, 1]} one per position, and {@code [1]} one
   * for all.
   */
  sealed interface Pairwise extends Binary {}

  /** Reads one tensor or more. */
  sealed interface Variadic extends Op {}

  /**
   * A function of each number by itself: the output has the shape of the input, and there are no
   * constants.
   */
  sealed interface Activation extends Unary {}

  /** Filters a map through a window; the weights are trained. */
  sealed interface Convolution extends Unary {
    Window window();

    /** Whether a number per output channel is added. */
    boolean bias();

    /** The same with that number or without. */
    Convolution withBias(boolean added);
  }

  /** Sums up a map through a window, each channel by itself, without constants. */
  sealed interface Pool extends Unary {
    Window window();
  }

  /**
   * Puts numbers of any format to other places, without constants; none but those around a tensor
   * are new, and none is changed.
   */
  sealed interface Move extends Unary {}

  /**
   * A convolution over a map.
   *
   * @param outChannels channels of the output
   * @param groups into how many independent parts input and output channels fall
   * @param bias whether a number per output channel is added
   */
  record Conv2d(int outChannels, Window window, int groups, boolean bias) implements Convolution {
    @Override
    public Conv2d withBias(boolean added) {
      return new Conv2d(outChannels, window, groups, added);
    }
  }

  /**
   * A convolution of each channel by itself.
   *
   * @param multiplier output channels per input channel
   * @param bias whether a number per output channel is added
   */
  record DepthwiseConv2d(Window window, int multiplier, boolean bias) implements Convolution {
    @Override
    public DepthwiseConv2d withBias(boolean added) {
      return new DepthwiseConv2d(window, multiplier, added);
    }
  }

  /**
   * A transposed convolution: each position of the input adds its numbers, times the weights, to
   * the window of output positions {@code (y * strideH - top + i * dilationH, x * strideW - left +
   * j * dilationW)}. Along an axis it gives {@code (in - 1) * stride + (kernel - 1) * dilation + 1
   * - before - after + outputPadding} positions, and with padding {@code SAME} {@code in * stride}.
   *
   * @param outChannels channels of the output
   * @param window its padding is what is cut off around the output
   * @param outputPaddingH rows more at the bottom, at least 0; 0 with padding {@code SAME}
   * @param outputPaddingW columns more on the right, likewise
   * @param groups into how many independent parts input and output channels fall
   * @param bias whether a number per output channel is added
   */
  record TransposedConv2d(
      int outChannels,
      Window window,
      int outputPaddingH,
      int outputPaddingW,
      int groups,
      boolean bias)
      implements Unary {}

  /**
   * A fully connected layer over a vector.
   *
   * @param units numbers of the output
   * @param bias whether a number per unit is added
   */
  record Dense(int units, boolean bias) implements Unary {}

  /**
   * {@code (x - mean) / sqrt(variance + epsilon) * scale + offset}, per channel, with the
   * statistics of training.
   */
  record BatchNorm(float epsilon) implements Unary {}

  /** {@code max(x, 0)}. */
  record Relu() implements Activation {}

  /** {@code min(max(x, 0), 6)}. */
  record Relu6() implements Activation {}

  /**
   * {@code min(max(x, least), most)}.
   *
   * @param least may be negative infinity
   * @param most not below {@code least}; may be infinity
   */
  record Clip(float least, float most) implements Activation {}

  /** A function of each number that is no activation of its own. */
  record Map(UnaryFunction function) implements Activation {}

  /**
   * {@code x} where it is not negative, else {@code slope * x}.
   *
   * @param slope finite; 0.1 in Darknet
   */
  record LeakyRelu(float slope) implements Activation {}

  /** {@code x} where it is not negative, else {@code slope * x}, with a slope for each channel. */
  record PRelu() implements Unary {}

  /**
   * {@code amplitude * tanh(rate * x)}.
   *
   * @param amplitude finite; 1.7159 in LeNet-5
   * @param rate finite; 2/3 in LeNet-5
   */
  record Tanh(float amplitude, float rate) implements Activation {}

  /** {@code 1 / (1 + exp(-x))}. */
  record Sigmoid() implements Activation {}

  /** {@code min(max(x + 3, 0), 6) / 6}, the piecewise linear sigmoid of MobileNetV3. */
  record HardSigmoid() implements Activation {}

  /** {@code x * min(max(x + 3, 0), 6) / 6}, the piecewise swish of MobileNetV3. */
  record HardSwish() implements Activation {}

  /** Softmax over the channels. */
  record Softmax() implements Unary {}

  /** {@code a + b}. */
  record Add() implements Pairwise {}

  /** {@code a * b}; with a number per channel, the gate of squeeze and excite. */
  record Multiply() implements Pairwise {}

  /** The greater of two numbers; NaN if one of them is. */
  record Maximum() implements Pairwise {}

  /** The smaller of two numbers; NaN if one of them is. */
  record Minimum() implements Pairwise {}

  /** {@code a - b}. */
  record Subtract() implements Pairwise {}

  /** {@code a / b}; of integers its whole part. */
  record Divide() implements Pairwise {}

  /** The greatest whole number that is not above {@code a / b}. */
  record FloorDivide() implements Pairwise {}

  /** {@code a} to the power of {@code b}; of integers its whole part. */
  record Power() implements Pairwise {}

  /**
   * Tensors side by side along one extent.
   *
   * @param axis number of the extent, counted from the outermost, which is 0; {@link #INNERMOST}
   *     for the innermost one of any shape
   */
  record Concat(int axis) implements Variadic {
    public static final int INNERMOST = -1;

    /** Along the innermost extent. */
    public Concat() {
      this(INNERMOST);
    }

    /**
     * The number of the extent.
     *
     * @param rank of the shapes that it reads
     */
    public int axis(int rank) {
      return axis == INNERMOST ? rank - 1 : axis;
    }
  }

  /**
   * The same numbers in another format: real ones become whole ones towards zero, within the range
   * of the format.
   */
  record Cast(DType dtype) implements Unary {}

  /**
   * The place of the greatest number along an extent, of equal ones the first.
   *
   * @param axis number of the extent, counted from the outermost, which is 0
   * @param keepDims whether it stays with an extent of 1; otherwise it is left out, and where none
   *     is left, the output is {@code [1]}
   * @param dtype of the places: integers of 32 or 64 bits
   */
  record ArgMax(int axis, boolean keepDims, DType dtype) implements Unary {}

  /**
   * Parts of the first tensor by their places along one extent, which the second holds: the extent
   * gives way to the extents of the second. A negative place counts from the end; a place that does
   * not exist gives zeros.
   *
   * @param axis number of the extent, counted from the outermost, which is 0
   */
  record Gather(int axis) implements Binary {}

  /**
   * Parts of the first tensor by their places along its outermost extents: the innermost extent of
   * the second holds one place for each of so many extents, and gives way to the remaining ones of
   * the first. Where none is left, the output is {@code [1]}. Places are those of {@link Gather}.
   */
  record GatherNd() implements Binary {}

  /**
   * Detections of what an SSD gives: codes of boxes {@code [anchors, 4 or more]}, scores {@code
   * [anchors, classes]}, or one more for the background, which comes first, and anchors {@code
   * [anchors, 4]}. Gives boxes {@code [places, 4]}, top, left, bottom and right, the numbers of
   * their classes, from 0, without the background, and their scores, both {@code [places]}, and
   * {@code [1]} how many there are; the places after these hold zeros.
   */
  record DetectionPostProcess(DetectionRule rule) implements Variadic {}

  /**
   * The tensor again and again along each extent.
   *
   * @param repeats how many times, for each extent
   */
  record Tile(List<Integer> repeats) implements Move {
    public Tile {
      repeats = List.copyOf(repeats);
    }
  }

  /**
   * The average over a window.
   *
   * @param countPadding whether padding counts in the divisor, as PyTorch does by default
   */
  record AveragePool(Window window, boolean countPadding) implements Pool {}

  /** The greatest number in a window, of those on the map. */
  record MaxPool(Window window) implements Pool {}

  /** The average over a whole map: {@code [height, width, channels]} to {@code [channels]}. */
  record GlobalAveragePool() implements Unary {}

  /**
   * The average over some of a sample's axes. Where these are axes side by side before the last
   * one, as height and width are, it is computed as {@link GlobalAveragePool} is, in single
   * precision; otherwise the sum is one of doubles.
   *
   * @param axes counted from 0, ascending
   * @param keepDims whether each of them stays with an extent of 1; otherwise they are left out,
   *     and where none is left, the output is {@code [1]}
   */
  record Mean(List<Integer> axes, boolean keepDims) implements Unary {
    public Mean {
      axes = List.copyOf(axes);
    }

    /**
     * Whether it is the average of whole maps: the axes lie side by side, and the last one of the
     * shape is not among them.
     *
     * @param rank of the shape that it reads
     */
    public boolean isOfWholeMaps(int rank) {
      int last = axes.getLast();
      return last < rank - 1 && last - axes.getFirst() == axes.size() - 1;
    }
  }

  /**
   * The numbers along some extents become one.
   *
   * @param axes counted from 0, ascending
   * @param keepDims whether each of them stays with an extent of 1; otherwise they are left out,
   *     and where none is left, the output is {@code [1]}
   */
  record Reduce(Reduction kind, List<Integer> axes, boolean keepDims) implements Unary {
    public Reduce {
      axes = List.copyOf(axes);
    }
  }

  /** A bilinear resize to a height and a width. */
  record ResizeBilinear(int height, int width, Sampling sampling) implements Unary {}

  /** A resize to a height and a width that copies the nearest position. */
  record ResizeNearest(int height, int width, Nearest rule) implements Unary {}

  /**
   * Local response normalisation across channels: {@code x / (offset + alpha * sum)^beta}, where
   * {@code sum} adds the squares of the {@code size} channels around this one, itself among them,
   * as far as they exist (Krizhevsky et al. 2012). Caffe divides alpha by {@code size}; here it is
   * written as it is used.
   *
   * @param size odd
   */
  record LocalResponseNorm(int size, float alpha, float beta, float offset) implements Unary {}

  /** {@code x / sqrt(sum of squares over the channels + epsilon)} at each position. */
  record L2Normalize(float epsilon) implements Unary {}

  /**
   * Each channel times a number of its own.
   *
   * @param bias whether a number per channel is added
   */
  record Scale(boolean bias) implements Unary {}

  /**
   * The shuffle of ShuffleNet: channels as a matrix of {@code groups} rows, read by columns.
   * Channel {@code i * groups + j} of the output is channel {@code j * (channels / groups) + i} of
   * the input.
   */
  record ChannelShuffle(int groups) implements Move {}

  /**
   * Some channels of a map, in this order.
   *
   * @param channels their numbers, counted from 0
   */
  record SelectChannels(List<Integer> channels) implements Move {
    public SelectChannels {
      channels = List.copyOf(channels);
    }
  }

  /**
   * Blocks of {@code block x block} positions become channels of one position.
   *
   * @param order which numbers of a block come where
   */
  record SpaceToDepth(int block, BlockOrder order) implements Move {}

  /**
   * A rectangle of a map. It may reach beyond the map at the bottom and on the right: there it
   * holds zeros.
   *
   * @param top the first row, on the map
   * @param left the first column, on the map
   */
  record Crop(int top, int left, int height, int width) implements Move {}

  /**
   * Zeros around a map.
   *
   * @param top rows of zeros above it, at least 0, as the others
   */
  record Pad(int top, int bottom, int left, int right) implements Move {}

  /**
   * Copies of one number around a tensor.
   *
   * @param before how many along each extent come before it, at least 0
   * @param after how many come after it, likewise
   * @param value finite or infinite; in integers its whole part
   */
  record Surround(List<Integer> before, List<Integer> after, float value) implements Move {
    public Surround {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /**
   * The squared distance of a vector from fixed centres, which training does not move: LeNet-5's
   * radial basis functions, of which the smallest wins.
   *
   * @param units how many centres
   */
  record SquaredDistance(int units) implements Unary {}

  /**
   * Numbers at regular distances along each extent: number {@code i} of an extent of the output is
   * number {@code begin + i * stride} of that extent of the input. Each list holds a number for
   * each extent.
   *
   * @param begin the first of them, at least 0
   * @param size how many
   * @param stride from one to the next, at least 1
   */
  record Slice(List<Integer> begin, List<Integer> size, List<Integer> stride) implements Move {
    public Slice {
      begin = List.copyOf(begin);
      size = List.copyOf(size);
      stride = List.copyOf(stride);
    }
  }

  /**
   * Cuts a tensor into adjacent parts along one extent. Gives as many values as there are parts.
   *
   * @param axis number of the extent, counted from the outermost, which is 0
   * @param sizes the extent of each part, together that of the input
   */
  record Split(int axis, List<Integer> sizes) implements Move {
    public Split {
      sizes = List.copyOf(sizes);
    }
  }

  /**
   * The extents in another order.
   *
   * @param order which extent of the input each extent of the output is: every number from 0 once
   */
  record Transpose(List<Integer> order) implements Move {
    public Transpose {
      order = List.copyOf(order);
    }
  }

  /**
   * Numbers that the model holds, the same for every sample: the parameter {@code value}.
   *
   * @param dtype how they are stored
   */
  record Constant(Shape shape, DType dtype) implements Nullary {}

  /** The same numbers in the same order under another shape. */
  record Reshape(Shape shape) implements Move {}

  /**
   * Real numbers, or integers that stand for such, as the nearest integers of another quantization:
   * {@code clamp(rint(x / scale) + zeroPoint)}, rounding half to even.
   *
   * @param format {@link DType#I8} or {@link DType#U8}
   * @param quantization one scale, or one per channel of the innermost extent
   * @param rescaling how integers become those of another quantization, {@link Rescaling#NEAREST}
   *     or {@link Rescaling#FIXED_POINT}; real numbers always take the nearest
   */
  record Quantize(DType format, Quantization quantization, Rescaling rescaling) implements Unary {
    /** To the nearest. */
    public Quantize(DType format, Quantization quantization) {
      this(format, quantization, Rescaling.NEAREST);
    }
  }

  /** The real numbers that integers stand for: {@code scale * (x - zeroPoint)}. */
  record Dequantize() implements Unary {}

  /**
   * How weights are stored as integers.
   *
   * @param format {@link DType#I8} or {@link DType#U8}
   * @param quantization one scale, or one per output channel
   */
  record WeightFormat(DType format, Quantization quantization) {}

  /**
   * An operation on real numbers whose quantized inputs and whose outputs are integers that stand
   * for them. It computes what dequantizing the inputs and the weights, the operation on these, and
   * quantizing its result would give, to within one step of the output's scale; how the engine does
   * it is for the kernels to say. Inputs that are not quantized (indices, say) stay as they are.
   *
   * <p>Parameters: a weight is stored in its integers, in the same extents as that of the real
   * operation, and the bias as {@link DType#I32} with the scale {@code input's * weight's} of its
   * output channel and the zero point 0; so the input has one scale. A {@link Constant} is stored
   * in the integers that it gives. Other parameters stay 32-bit floats. A {@link Relu} or {@link
   * Relu6} with the quantization of its input is a clamp of the integers, and joins the operation
   * before it.
   *
   * @param real any operation that gives 32-bit floats, but none of these of quantized values
   * @param format of its outputs, {@link DType#I8} or {@link DType#U8}
   * @param quantization of its outputs
   * @param weights of the layers that have weights and no others: {@link Convolution}, {@link
   *     TransposedConv2d}, {@link Dense}
   * @param rescaling how the result's integers are rounded; plain loops always take the nearest
   */
  record Quantized(
      Op real,
      DType format,
      Quantization quantization,
      Optional<WeightFormat> weights,
      Rescaling rescaling)
      implements Op {

    /** Whose sums are rounded to the nearest. */
    public Quantized(
        Op real, DType format, Quantization quantization, Optional<WeightFormat> weights) {
      this(real, format, quantization, weights, Rescaling.NEAREST);
    }

    /** Of an operation without weights. */
    public Quantized(Op real, DType format, Quantization quantization) {
      this(real, format, quantization, Optional.empty());
    }
  }

  /**
   * Sums of products of integers of 8 bits, as 32-bit integers that wrap around: {@code sum of (x -
   * zeroPoint) * (weight - weightZeroPoint)}, positions outside the map left out. Reads {@code x},
   * of {@link DType#I8} or {@link DType#U8} and not quantized, and, if its zero point is not 0,
   * that: {@code [1]} in the format of {@code x}; it may be computed. ONNX calls it ConvInteger and
   * MatMulInteger.
   *
   * @param real which sums: a {@link Conv2d}, {@link DepthwiseConv2d} or {@link Dense} without bias
   * @param weights format of the weights, {@link DType#I8} or {@link DType#U8}
   * @param weightZeroPoints one, or one per output channel
   */
  record IntegerSums(Op real, DType weights, List<Integer> weightZeroPoints) implements Variadic {
    public IntegerSums {
      weightZeroPoints = List.copyOf(weightZeroPoints);
    }
  }

  /**
   * Quantizes 32-bit floats to {@link DType#U8} by the range of each run's own numbers, all samples
   * together. Gives three values: the integers, in the shape of the input; their scale, {@code [1]}
   * of 32-bit floats; their zero point, {@code [1]} of {@link DType#U8}. With {@code least = min(0,
   * numbers)} and {@code greatest = max(0, numbers)} the scale is {@code (greatest - least) / 255},
   * the zero point {@code clamp(rint(-least / scale))}, and an integer {@code clamp(rint(x / scale)
   * + zeroPoint)}; where all numbers are 0, so are the integers and the zero point, and the scale
   * is 1. ONNX calls it DynamicQuantizeLinear.
   */
  record DynamicQuantize() implements Unary {}
}
