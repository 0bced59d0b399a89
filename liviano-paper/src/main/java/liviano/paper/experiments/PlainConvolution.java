package liviano.paper.experiments;

import java.util.Locale;

/**
 * A layer of a convolutional network on one channel, written as its definition: convolution, ReLU,
 * and the ways to make the map smaller. Without padding: the kernel always lies within the input.
 */
public final class PlainConvolution {
  /** The most multiply-adds of one convolution. */
  public static final long MOST_MULTIPLY_ADDS = 1L << 30;

  private PlainConvolution() {}

  /**
   * What networks call a convolution: the kernel is <em>not</em> flipped, so that signal processing
   * calls it a cross-correlation. At each position the sum of the products of the numbers that
   * coincide.
   *
   * @param stride rows, and columns, from one position to the next
   * @return {@code (rows - kernel rows) / stride + 1} rows, and likewise columns
   * @throws IllegalArgumentException if the kernel does not fit into the input, the stride is not
   *     positive, or it would take more than {@link #MOST_MULTIPLY_ADDS}
   */
  public static Matrix of(Matrix input, Matrix kernel, int stride) {
    if (kernel.rows() > input.rows() || kernel.columns() > input.columns()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a kernel of %dx%d does not fit into an input of %dx%d",
              kernel.rows(),
              kernel.columns(),
              input.rows(),
              input.columns()));
    }
    requireStep("stride", stride);
    int rows = (input.rows() - kernel.rows()) / stride + 1;
    int columns = (input.columns() - kernel.columns()) / stride + 1;
    long multiplyAdds = (long) rows * columns * kernel.rows() * kernel.columns();
    if (multiplyAdds > MOST_MULTIPLY_ADDS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%,d multiply-adds are too many, %,d at most: take a smaller input or kernel",
              multiplyAdds,
              MOST_MULTIPLY_ADDS));
    }
    return Matrix.of(
        rows, columns, (row, column) -> sum(input, kernel, row * stride, column * stride));
  }

  private static double sum(Matrix input, Matrix kernel, int top, int left) {
    double sum = 0;
    for (int row = 0; row < kernel.rows(); row++) {
      for (int column = 0; column < kernel.columns(); column++) {
        sum += input.at(top + row, left + column) * kernel.at(row, column);
      }
    }
    return sum;
  }

  /** {@code max(x, 0)} of each number. */
  public static Matrix relu(Matrix input) {
    return input.map(value -> Math.max(value, 0));
  }

  /**
   * The largest number of each tile of {@code size x size}; what fills no tile is dropped.
   *
   * @throws IllegalArgumentException if not even one tile fits
   */
  public static Matrix maxPool(Matrix input, int size) {
    return pool(
        input,
        size,
        (top, left) -> {
          double most = Double.NEGATIVE_INFINITY;
          for (int i = 0; i < size * size; i++) {
            most = Math.max(most, input.at(top + i / size, left + i % size));
          }
          return most;
        });
  }

  /**
   * The mean of each tile of {@code size x size}; what fills no tile is dropped.
   *
   * @throws IllegalArgumentException if not even one tile fits
   */
  public static Matrix averagePool(Matrix input, int size) {
    return pool(
        input,
        size,
        (top, left) -> {
          double sum = 0;
          for (int i = 0; i < size * size; i++) {
            sum += input.at(top + i / size, left + i % size);
          }
          return sum / (size * size);
        });
  }

  private static Matrix pool(Matrix input, int size, Matrix.Place tile) {
    requireStep("pooling size", size);
    if (input.rows() < size || input.columns() < size) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a map of %dx%d is too small for %dx%d pooling",
              input.rows(),
              input.columns(),
              size,
              size));
    }
    return Matrix.of(
        input.rows() / size,
        input.columns() / size,
        (row, column) -> tile.at(row * size, column * size));
  }

  private static void requireStep(String what, int step) {
    if (step < 1 || step > 1 << 10) {
      throw new IllegalArgumentException(what + " must be from 1 to 1024, is " + step);
    }
  }
}
