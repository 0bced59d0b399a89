package liviano.vision.quantize;

import java.util.Locale;
import liviano.tensor.Quantization;

/**
 * The real numbers that unsigned bytes stand for.
 *
 * @param low the least of them, as far as it is below 0: 0 always has a byte
 * @param high the greatest, as far as it is above 0
 */
public record ByteRange(double low, double high) {
  /**
   * @throws IllegalArgumentException if an end is not finite
   */
  public ByteRange {
    if (!Double.isFinite(low) || !Double.isFinite(high)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "a range has finite ends, not %s and %s", low, high));
    }
  }

  /** Evenly spaced bytes over the range, one of them exactly 0. */
  public Quantization quantization() {
    return Ranges.bytes(low, high);
  }
}
