package liviano.kernels.nativecode.code;

import liviano.tensor.DType;

/**
 * The numbers that a product multiplies and stores. Sums are floats.
 *
 * @param paired whether factors are of {@link DType#BF16}: each instruction multiplies two steps of
 *     the depth
 * @param odd whether the last pair of each segment has one step; only where they are paired
 * @param narrow whether results and residual are of {@link DType#BF16}
 */
public record Numbers(boolean paired, boolean odd, boolean narrow) {
  /** Floats throughout. */
  public static final Numbers FLOATS = new Numbers(false, false, false);

  /**
   * Those of a product.
   *
   * @param factors how weights are stored, and rows by then
   * @param output how results are
   * @param depth steps of a segment
   */
  public static Numbers of(DType factors, DType output, int depth) {
    boolean paired = factors == DType.BF16;
    return new Numbers(paired, paired && depth % 2 == 1, output == DType.BF16);
  }

  /** Steps of the depth as the code counts them: pairs, or floats. */
  public int steps(int depth) {
    return paired ? Math.ceilDiv(depth, 2) : depth;
  }

  /** Turns of a loop over so many steps, which leaves a single number for after it. */
  public int turns(int steps) {
    return (odd ? steps - 1 : steps) / Walk.UNROLL;
  }

  /** Bytes of a factor. */
  public int bytesIn() {
    return paired ? Short.BYTES : Float.BYTES;
  }

  /** Bytes of a result. */
  public int bytesOut() {
    return narrow ? Short.BYTES : Float.BYTES;
  }
}
