package liviano.kernels;

import java.util.Locale;
import liviano.tensor.DType;
import liviano.tensor.Quantization;

/**
 * The integers that a quantized tensor may hold, and the real numbers that they stand for.
 *
 * @param quantization one scale, or one per channel of the innermost extent
 * @param format {@link DType#I8} or {@link DType#U8}
 * @param least of the integers
 * @param greatest of the integers
 */
public record Grid(Quantization quantization, DType format, int least, int greatest) {
  /**
   * @throws IllegalArgumentException if the format does not hold the integers
   */
  public Grid {
    if (least > greatest || least < format.least() || greatest > format.greatest()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s does not hold %d to %d", format, least, greatest));
    }
  }

  /** All integers of a format. */
  public static Grid of(DType format, Quantization quantization) {
    return new Grid(quantization, format, format.least(), format.greatest());
  }

  /** Whether it holds all integers of its format. */
  public boolean isWhole() {
    return least == format.least() && greatest == format.greatest();
  }

  /**
   * The integer that stands for a real number: {@code clamp(rint(real / scale) + zeroPoint)}, in
   * single precision, half to even; the zero point for NaN.
   */
  public int integer(float real, int channel) {
    int rounded = (int) Math.rint(real / quantization.scale(channel)); // saturates; NaN is 0
    return held((long) rounded + quantization.zeroPoint(channel));
  }

  /** The nearest real number that an integer stands for. */
  public float nearest(float real, int channel) {
    return quantization.real(integer(real, channel), channel);
  }

  /** The integer itself, or the end of the range that it is beyond. */
  public int held(long integer) {
    return Math.clamp(integer, least, greatest);
  }

  /**
   * The part that stands for real numbers of a range, each end rounded to its nearest integer.
   *
   * @throws IllegalArgumentException if channels have scales of their own
   */
  public Grid within(Clamp reals) {
    if (quantization.isPerChannel()) {
      throw new IllegalArgumentException("a range of integers of several scales");
    }
    return new Grid(quantization, format, integer(reals.min(), 0), integer(reals.max(), 0));
  }
}
