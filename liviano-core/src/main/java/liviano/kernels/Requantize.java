package liviano.kernels;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.tensor.DType;

/**
 * From a sum of integer products to the integer that is stored.
 *
 * <p>The sum is of 32 bits: {@code acc = bias + sum of (in - inputZeroPoint) * (weight -
 * weightZeroPoint)}. A position outside the map is left out, as if it held {@code inputZeroPoint}.
 * What is stored is {@code clamp(rint((float) acc * scale) + zeroPoint)}: the product is rounded to
 * a float, then half to even to an integer, and the zero point is added as an integer. No
 * multiply-add is fused. So every provider gives the same bits. {@link Fixed} is another rule for
 * the product and its rounding.
 *
 * @param inputZeroPoint the integer of the input that stands for zero
 * @param weightZeroPoints the integer of the weight that stands for zero: one for all output
 *     channels, or one for each
 * @param scales what a sum is multiplied with: one for all output channels, or one for each; see
 *     {@link #scale}; not used where there are fixed factors
 * @param zeroPoint the integer of the output that stands for zero
 * @param format of the output: {@link DType#I8} or {@link DType#U8}
 * @param fixed the factors in fixed point; empty where sums are multiplied in single precision
 */
public record Requantize(
    int inputZeroPoint,
    List<Integer> weightZeroPoints,
    List<Float> scales,
    int zeroPoint,
    DType format,
    Optional<Fixed> fixed) {

  /**
   * TensorFlow Lite's rule: sums are multiplied in fixed point, and rounded twice.
   *
   * @param factors one for all output channels, or one for each
   * @param away whether the second rounding is half away from zero, as the first is; else half up
   */
  public record Fixed(List<FixedPoint> factors, boolean away) {
    /**
     * @throws IllegalArgumentException if there is no factor
     */
    public Fixed {
      factors = List.copyOf(factors);
      if (factors.isEmpty()) {
        throw new IllegalArgumentException("a sum is requantized by at least one factor");
      }
    }

    /** The factor of an output channel. */
    public FixedPoint factor(int channel) {
      return factors.size() == 1 ? factors.getFirst() : factors.get(channel);
    }

    /** The rounded product. */
    double apply(int acc, int channel) {
      FixedPoint factor = factor(channel);
      if (factor.isShifted()) {
        return away ? factor.halfAwayShifted(acc) : factor.halfUpShifted(acc);
      }
      return away ? factor.halfAway(acc) : factor.halfUp(acc);
    }
  }

  /**
   * @throws IllegalArgumentException if a scale is not a positive number, if the format is another,
   *     or if the format does not hold the zero point
   */
  public Requantize {
    weightZeroPoints = List.copyOf(weightZeroPoints);
    scales = List.copyOf(scales);
    if (weightZeroPoints.isEmpty()) {
      throw new IllegalArgumentException("weights have at least one zero point");
    }
    if (scales.isEmpty()) {
      throw new IllegalArgumentException("a sum is requantized by at least one scale");
    }
    for (float scale : scales) {
      if (!(scale > 0) || Float.isInfinite(scale)) {
        throw new IllegalArgumentException("a scale must be finite and positive, not " + scale);
      }
    }
    if (!format.isByte()) {
      throw new IllegalArgumentException("sums are requantized to I8 or U8, not to " + format);
    }
    if (zeroPoint < format.least() || zeroPoint > format.greatest()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s does not hold the zero point %d", format, zeroPoint));
    }
  }

  /** Multiplied in single precision. */
  public Requantize(
      int inputZeroPoint,
      List<Integer> weightZeroPoints,
      List<Float> scales,
      int zeroPoint,
      DType format) {
    this(inputZeroPoint, weightZeroPoints, scales, zeroPoint, format, Optional.empty());
  }

  /** Of weights whose zero point is 0, multiplied in single precision. */
  public Requantize(int inputZeroPoint, List<Float> scales, int zeroPoint, DType format) {
    this(inputZeroPoint, List.of(0), scales, zeroPoint, format);
  }

  /**
   * The scale of sums of products: {@code input * weight / output}, formed in float in that order.
   *
   * @param input the scale of the input
   * @param weight the scale of the weight, or of one output channel of it
   * @param output the scale of the output
   */
  public static float scale(float input, float weight, float output) {
    return input * weight / output;
  }

  /** The least integer of the output's format. */
  public int least() {
    return format.least();
  }

  /** The greatest integer of the output's format. */
  public int greatest() {
    return format.greatest();
  }

  /** The scale of an output channel. */
  public float scale(int channel) {
    return scales.size() == 1 ? scales.getFirst() : scales.get(channel);
  }

  /** The integer that stands for zero in the weights of an output channel. */
  public int weightZeroPoint(int channel) {
    return weightZeroPoints.size() == 1
        ? weightZeroPoints.getFirst()
        : weightZeroPoints.get(channel);
  }

  /**
   * What is stored for a sum.
   *
   * @param acc with the bias
   * @param clamp the range of the integers that are stored, beyond that of their format
   */
  public int apply(int acc, int channel, Clamp clamp) {
    double product =
        fixed.isPresent()
            ? fixed.get().apply(acc, channel)
            : Math.rint((float) acc * scale(channel));
    int rounded = (int) product; // saturates
    return (int) clamp.apply(Math.clamp((long) rounded + zeroPoint, least(), greatest()));
  }
}
