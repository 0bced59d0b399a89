package liviano.kernels;

/**
 * A factor as TensorFlow Lite's kernels multiply integers with it: a fraction of 31 bits and a
 * power of two. The product with the fraction is rounded half away from zero, then what is shifted
 * out half up.
 *
 * @param fraction 0.5 to 1, a multiple of 2^-31
 * @param shift the factor is {@code fraction * 2^shift}
 */
public record FixedPoint(double fraction, int shift) {
  private static final double STEPS = 1L << 31;

  /** The nearest to a factor. */
  public static FixedPoint of(double factor) {
    int shift = Math.getExponent(factor) + 1;
    double fraction = Math.rint(Math.scalb(factor, -shift) * STEPS) / STEPS;
    return fraction == 1 ? new FixedPoint(0.5, shift + 1) : new FixedPoint(fraction, shift);
  }

  /** What a number is multiplied with before the first rounding. */
  public double before() {
    return shift > 0 ? Math.scalb(fraction, shift) : fraction;
  }

  /** What the first result is multiplied with before the second rounding: a power of two. */
  public double after() {
    return shift > 0 ? 1 : Math.scalb(1.0, shift);
  }

  /**
   * The rounded product with a whole number.
   *
   * @param whole of up to 32 bits
   */
  public double apply(double whole) {
    double product = whole * before();
    double rounded = Math.copySign(Math.floor(Math.abs(product) + 0.5), product);
    return Math.floor(rounded * after() + 0.5);
  }
}
