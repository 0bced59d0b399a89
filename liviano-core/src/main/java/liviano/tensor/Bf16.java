package liviano.tensor;

/**
 * Numbers of {@link DType#BF16}: the upper 16 bits of a float. What computes with them reads and
 * writes no denormals: they count as zeros of their sign.
 */
public final class Bf16 {
  private static final int QUIET = 0x40;

  private Bf16() {}

  /**
   * The nearest number, half to even; infinity beyond the greatest, a zero of its sign for what is
   * less than the least normal float, and for NaN a NaN.
   */
  public static short of(float number) {
    int bits = Float.floatToRawIntBits(number);
    if (Float.isNaN(number)) {
      return (short) (bits >>> 16 | QUIET);
    }
    if (Math.abs(number) < Float.MIN_NORMAL) {
      return (short) (bits >>> 16 & 0x8000);
    }
    return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
  }

  /** The number as a float, which holds it exactly. */
  public static float toFloat(short number) {
    return Float.intBitsToFloat(number << 16);
  }

  /** The number as a factor of a product: as {@link #toFloat}, but zero for a denormal. */
  public static float factor(short number) {
    float exact = toFloat(number);
    return Math.abs(exact) < Float.MIN_NORMAL ? Math.copySign(0, exact) : exact;
  }
}
