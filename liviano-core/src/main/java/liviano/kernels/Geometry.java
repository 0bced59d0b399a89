package liviano.kernels;

import java.util.Locale;

/**
 * Where a sliding window stands. Output position {@code (y, x)} reads input positions {@code (y *
 * strideH - padTop + i * dilationH, x * strideW - padLeft + j * dilationW)} for {@code 0 <= i <
 * kernelH}, {@code 0 <= j < kernelW}; those outside the map are left out. Padding at the bottom and
 * on the right follows from the output's size.
 *
 * <p>Kernels count rows, columns and positions in {@code int} and bytes in {@code long}. What makes
 * that safe is checked here, once: see {@link #MAX_REACH} and {@link #MAX_COVERED}.
 */
public record Geometry(
    int batch,
    int inH,
    int inW,
    int inC,
    int outH,
    int outW,
    int outC,
    int kernelH,
    int kernelW,
    int strideH,
    int strideW,
    int dilationH,
    int dilationW,
    int padTop,
    int padLeft) {

  /**
   * The most positions of one axis under the windows, each with its stride, or on the map and its
   * padding: a place on the axis fits an {@code int}, also when rounded up to a whole tile.
   */
  public static final int MAX_REACH = 3 << 29;

  /** The most positions of all samples together, on the map or of the output. */
  public static final int MAX_POSITIONS = 1 << 30;

  /** The most positions that one window reads. */
  private static final long MAX_TAPS = 1L << 30;

  /** The most numbers of one sample that all windows together cover, padding counted. */
  public static final long MAX_COVERED = 1L << 42;

  /**
   * @throws IllegalArgumentException if a size is below 1, padding is negative, or a size that
   *     follows from them is beyond what kernels count
   */
  public Geometry {
    requirePositive("batch", batch);
    requirePositive("input height", inH);
    requirePositive("input width", inW);
    requirePositive("input channels", inC);
    requirePositive("output height", outH);
    requirePositive("output width", outW);
    requirePositive("output channels", outC);
    requirePositive("kernel height", kernelH);
    requirePositive("kernel width", kernelW);
    requirePositive("vertical stride", strideH);
    requirePositive("horizontal stride", strideW);
    requirePositive("vertical dilation", dilationH);
    requirePositive("horizontal dilation", dilationW);
    if (padTop < 0 || padLeft < 0) {
      throw new IllegalArgumentException("negative padding: top " + padTop + ", left " + padLeft);
    }
    long rows = covered("rows", inH, outH, kernelH, strideH, dilationH, padTop);
    long columns = covered("columns", inW, outW, kernelW, strideW, dilationW, padLeft);
    requireAtMost("positions of a window", MAX_TAPS, (long) kernelH * kernelW);
    requireAtMost("input positions", MAX_POSITIONS, product(batch, inH, inW));
    requireAtMost("output positions", MAX_POSITIONS, product(batch, outH, outW));
    requireAtMost("numbers under the windows", MAX_COVERED, product(rows, columns, inC));
  }

  /** Positions of an axis from the first on the map or under a window to the last. */
  private static long covered(
      String axis, int in, int out, int kernel, int stride, int dilation, int pad) {
    long reach = (long) out * stride + (kernel - 1L) * dilation + 1;
    long covered = Math.max(pad + (long) in, reach);
    requireAtMost(axis + " under the windows", MAX_REACH, covered);
    return covered;
  }

  /** The product, or {@link Long#MAX_VALUE} where it is more than that. */
  private static long product(long a, long b, long c) {
    long two = Math.multiplyHigh(a, b) == 0 ? a * b : Long.MAX_VALUE;
    return two >= 0 && Math.multiplyHigh(two, c) == 0 && two * c >= 0 ? two * c : Long.MAX_VALUE;
  }

  /** Rows of all output maps together. */
  public int outRows() {
    return batch * outH;
  }

  /** Numbers of all output maps together. */
  public long outputs() {
    return (long) outRows() * outW * outC;
  }

  /** Positions that a window reads. */
  public long taps() {
    return (long) kernelH * kernelW;
  }

  /** Whether every output position reads exactly the input position of the same place. */
  public boolean isPointwise() {
    return kernelH == 1
        && kernelW == 1
        && strideH == 1
        && strideW == 1
        && padTop == 0
        && padLeft == 0
        && inH == outH
        && inW == outW;
  }

  private static void requirePositive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, is " + value);
    }
  }

  private static void requireAtMost(String what, long most, long value) {
    if (value > most) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%,d %s are over %,d", value, what, most));
    }
  }
}
