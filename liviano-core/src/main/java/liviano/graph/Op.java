package liviano.graph;

/**
 * An operation and its settings. Where each is read stands one exhaustive {@code switch}: a new
 * operation is a new record here, and the compiler names every place that must learn it.
 */
public sealed interface Op {

  /**
   * A convolution over a map.
   *
   * @param outChannels channels of the output
   * @param groups into how many independent parts input and output channels fall
   * @param bias whether a number per output channel is added
   */
  record Conv2d(int outChannels, Window window, int groups, boolean bias) implements Op {}

  /**
   * A convolution of each channel by itself.
   *
   * @param multiplier output channels per input channel
   * @param bias whether a number per output channel is added
   */
  record DepthwiseConv2d(Window window, int multiplier, boolean bias) implements Op {}

  /**
   * A fully connected layer over a vector.
   *
   * @param units numbers of the output
   * @param bias whether a number per unit is added
   */
  record Dense(int units, boolean bias) implements Op {}

  /**
   * {@code (x - mean) / sqrt(variance + epsilon) * scale + offset}, per channel, with the
   * statistics of training.
   */
  record BatchNorm(float epsilon) implements Op {}

  /** {@code max(x, 0)}. */
  record Relu() implements Op {}

  /** {@code min(max(x, 0), 6)}. */
  record Relu6() implements Op {}

  /** {@code 1 / (1 + exp(-x))}. */
  record Sigmoid() implements Op {}

  /** Softmax over the channels. */
  record Softmax() implements Op {}

  /** The sum of two tensors of one shape. */
  record Add() implements Op {}

  /** Tensors side by side along the innermost extent. */
  record Concat() implements Op {}

  /**
   * The average over a window.
   *
   * @param countPadding whether padding counts in the divisor, as PyTorch does by default
   */
  record AveragePool(Window window, boolean countPadding) implements Op {}

  /** The average over a whole map: {@code [height, width, channels]} to {@code [channels]}. */
  record GlobalAveragePool() implements Op {}

  /** A bilinear resize to a height and a width. */
  record ResizeBilinear(int height, int width, Sampling sampling) implements Op {}

  /** The same numbers in the same order under another shape. */
  record Reshape(Shape shape) implements Op {}
}
