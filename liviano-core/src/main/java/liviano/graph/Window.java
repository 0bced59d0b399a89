package liviano.graph;

import java.util.Locale;
import liviano.tensor.Shape;

/**
 * A sliding window over the rows and columns of a map. Its sizes are bounded so that every position
 * it reads, counted from the map's first, fits an {@code int} on any map that a {@link Shape} can
 * have.
 *
 * @param kernelH rows it reads
 * @param kernelW columns it reads
 * @param strideH rows from one output position to the next
 * @param strideW columns from one output position to the next
 * @param dilationH rows from one read to the next: 1 is dense, more is <em>atrous</em>
 * @param dilationW columns from one read to the next
 */
public record Window(
    int kernelH,
    int kernelW,
    int strideH,
    int strideW,
    int dilationH,
    int dilationW,
    Padding padding) {

  /** The most of each: steps, padding on a side, and positions from the first read to the last. */
  private static final int MAX = 1 << 16;

  /** A window along one axis: the number of positions, and the padding before the first. */
  public record Axis(int out, int padBefore) {}

  /**
   * @throws IllegalArgumentException if a size is outside what is computed; the message says which
   */
  public Window {
    require("kernel height", kernelH);
    require("kernel width", kernelW);
    require("vertical stride", strideH);
    require("horizontal stride", strideW);
    require("vertical dilation", dilationH);
    require("horizontal dilation", dilationW);
    requireExtent("rows", kernelH, dilationH);
    requireExtent("columns", kernelW, dilationW);
    if ((long) kernelH * kernelW > Shape.MAX_ELEMENTS) {
      throw new IllegalArgumentException(
          "a window of " + kernelH + "x" + kernelW + " reads over 2^30 positions");
    }
    if (padding instanceof Padding.Explicit(int top, int bottom, int left, int right)
        && Math.max(Math.max(top, bottom), Math.max(left, right)) > MAX) {
      throw new IllegalArgumentException("padding over " + MAX + ": " + padding);
    }
  }

  /** A square window, dense. */
  public static Window square(int kernel, int stride, Padding padding) {
    return square(kernel, stride, 1, padding);
  }

  /** A square window. */
  public static Window square(int kernel, int stride, int dilation, Padding padding) {
    return new Window(kernel, kernel, stride, stride, dilation, dilation, padding);
  }

  /**
   * The positions over {@code in} rows.
   *
   * @throws IllegalArgumentException if it does not fit even once
   */
  public Axis rows(int in) {
    return switch (padding) {
      case Padding.Same() -> same(in, kernelH, strideH, dilationH);
      case Padding.Explicit(int top, int bottom, _, _) ->
          explicit("height", in, kernelH, strideH, dilationH, top, bottom);
    };
  }

  /**
   * The positions over {@code in} columns.
   *
   * @throws IllegalArgumentException if it does not fit even once
   */
  public Axis columns(int in) {
    return switch (padding) {
      case Padding.Same() -> same(in, kernelW, strideW, dilationW);
      case Padding.Explicit(_, _, int left, int right) ->
          explicit("width", in, kernelW, strideW, dilationW, left, right);
    };
  }

  /**
   * The positions that a transposed window gives for {@code in} rows: those it adds to, less its
   * padding.
   *
   * @param more rows more after the last; none with padding {@code SAME}
   * @throws IllegalArgumentException if {@code more} is not from 0 to 2^16, or no row is left
   */
  public Axis transposedRows(int in, int more) {
    return switch (padding) {
      case Padding.Same() -> transposedSame("rows", in, kernelH, strideH, dilationH, more);
      case Padding.Explicit(int top, int bottom, _, _) ->
          transposed("rows", in, kernelH, strideH, dilationH, top, bottom, more);
    };
  }

  /**
   * The same of columns.
   *
   * @throws IllegalArgumentException if {@code more} is not from 0 to 2^16, or no column is left
   */
  public Axis transposedColumns(int in, int more) {
    return switch (padding) {
      case Padding.Same() -> transposedSame("columns", in, kernelW, strideW, dilationW, more);
      case Padding.Explicit(_, _, int left, int right) ->
          transposed("columns", in, kernelW, strideW, dilationW, left, right, more);
    };
  }

  /** Whether every position reads at least one number of the map, and not padding alone. */
  boolean alwaysMeetsTheMap() {
    boolean dense = dilationH == 1 && dilationW == 1;
    return switch (padding) {
      case Padding.Same() -> dense;
      case Padding.Explicit(int top, int bottom, int left, int right) ->
          dense && Math.max(top, bottom) < kernelH && Math.max(left, right) < kernelW;
    };
  }

  private static Axis same(int in, int kernel, int stride, int dilation) {
    int out = Math.ceilDiv(in, stride);
    long needed = (long) (out - 1) * stride + extent(kernel, dilation);
    return new Axis(out, Math.toIntExact(Math.max(needed - in, 0) / 2));
  }

  private static Axis explicit(
      String axis, int in, int kernel, int stride, int dilation, int before, int after) {
    long room = (long) in + before + after - extent(kernel, dilation);
    if (room < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a window of %d with dilation %d does not fit into a %s of %d with padding %d and %d",
              kernel,
              dilation,
              axis,
              in,
              before,
              after));
    }
    return new Axis(Math.toIntExact(room / stride + 1), before);
  }

  /** As TensorFlow pads the convolution whose transpose it is. */
  private static Axis transposedSame(
      String axis, int in, int kernel, int stride, int dilation, int more) {
    if (more != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "output padding of %d %s with padding SAME, which has none",
              more,
              axis));
    }
    int out = Math.multiplyExact(in, stride);
    return new Axis(out, same(out, kernel, stride, dilation).padBefore());
  }

  private static Axis transposed(
      String axis, int in, int kernel, int stride, int dilation, int before, int after, int more) {
    if (more < 0 || more > MAX) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "output padding must be from 0 to %d %s, is %d", MAX, axis, more));
    }
    long out = (in - 1L) * stride + extent(kernel, dilation) - before - after + more;
    if (out < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "padding of %d and %d leaves no %s of a transposed window of %d over %d",
              before,
              after,
              axis,
              kernel,
              in));
    }
    return new Axis(Math.toIntExact(out), before);
  }

  /** Positions from the first read to the last, both counted. */
  private static long extent(int kernel, int dilation) {
    return (long) (kernel - 1) * dilation + 1;
  }

  private static void requireExtent(String axis, int kernel, int dilation) {
    long extent = extent(kernel, dilation);
    if (extent > MAX) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a window of %d with dilation %d reaches over %d %s, more than %d",
              kernel,
              dilation,
              extent,
              axis,
              MAX));
    }
  }

  private static void require(String what, int value) {
    if (value < 1 || value > MAX) {
      throw new IllegalArgumentException(what + " must be from 1 to " + MAX + ", is " + value);
    }
  }
}
