package liviano.kernels;

/**
 * A factor as TensorFlow Lite's kernels multiply integers with it: a fraction of 31 bits and a
 * power of two. The product with the fraction is rounded half away from zero; then what is shifted
 * out is rounded half up by its matrix products of signed bytes, and half away from zero by its
 * other kernels.
 *
 * @param fraction 0.25 to 1, a multiple of 2^-31
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

  /**
   * The factor divided by a count as TensorFlow Lite's means do it: the fraction stays between 0.25
   * and 1, and what is beyond its bits is cut off.
   */
  public FixedPoint dividedBy(int count) {
    int bits = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(count);
    long steps = ((long) (fraction * STEPS) << bits) / count;
    return new FixedPoint(steps / STEPS, shift - bits);
  }

  /** What a number is multiplied with before the first rounding. */
  public double before() {
    return shift > 0 ? Math.scalb(fraction, shift) : fraction;
  }

  /** What the first result is multiplied with before the second rounding: a power of two. */
  public double after() {
    return shift > 0 ? 1 : Math.scalb(1.0, shift);
  }

  /** Whether the factor is below a half, so that a product with an integer is shifted right. */
  public boolean isShifted() {
    return shift < 0;
  }

  /** The fraction in steps of 2^-31. */
  public int steps() {
    return (int) (fraction * STEPS);
  }

  /** By how many bits, less one, what the fraction gives is shifted before it is rounded. */
  public int bitsBeforeLast() {
    return -shift - 1;
  }

  /** The rounded product with an integer, the second time half up; the factor is below a half. */
  int halfUpShifted(int whole) {
    return lastBit(scaled(whole) >> Math.min(bitsBeforeLast(), Long.SIZE - 1));
  }

  /** The same, both times half away from zero. */
  int halfAwayShifted(int whole) {
    long size = Math.abs(scaled(whole));
    int rounded = lastBit(size >> Math.min(bitsBeforeLast(), Long.SIZE - 1));
    return whole < 0 ? -rounded : rounded;
  }

  /** Times the fraction, rounded half away from zero. */
  private long scaled(int whole) {
    long size = (Math.abs((long) whole) * steps() + (1L << 30)) >> 31;
    return whole < 0 ? -size : size;
  }

  /** Half of it, rounded up. */
  private static int lastBit(long twice) {
    return (int) (twice + 1 >> 1);
  }

  /**
   * The rounded product with a whole number, the second time half up.
   *
   * @param whole of up to 32 bits
   */
  public double halfUp(double whole) {
    return Math.floor(halfAwayFromZero(whole * before()) * after() + 0.5);
  }

  /**
   * The rounded product with a whole number, both times half away from zero.
   *
   * @param whole of up to 32 bits
   */
  public double halfAway(double whole) {
    return halfAwayFromZero(halfAwayFromZero(whole * before()) * after());
  }

  private static double halfAwayFromZero(double x) {
    return Math.copySign(Math.floor(Math.abs(x) + 0.5), x);
  }
}
