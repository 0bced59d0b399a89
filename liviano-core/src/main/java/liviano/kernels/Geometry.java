package liviano.kernels;

/**
 * Where a sliding window stands. Output position {@code (y, x)} reads input positions {@code (y *
 * strideH - padTop + i * dilationH, x * strideW - padLeft + j * dilationW)} for {@code 0 <= i <
 * kernelH}, {@code 0 <= j < kernelW}; those outside the map are left out. Padding at the bottom and
 * on the right follows from the output's size.
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
  }

  /** Rows of all output maps together. */
  public int outRows() {
    return Math.multiplyExact(batch, outH);
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
}
