package liviano.tensor;

import java.util.List;
import java.util.Locale;

/**
 * How integers represent real numbers: {@code real = scale * (integer - zeroPoint)}.
 *
 * @param scales one for the whole tensor, or one per channel; finite and positive
 * @param zeroPoints the integers that represent zero: one, or one for each scale
 */
public record Quantization(List<Float> scales, List<Integer> zeroPoints) {
  /**
   * @throws IllegalArgumentException if there is no scale, one is not a positive number, or there
   *     is neither one zero point nor one for each scale
   */
  public Quantization {
    scales = List.copyOf(scales);
    zeroPoints = List.copyOf(zeroPoints);
    if (scales.isEmpty()) {
      throw new IllegalArgumentException("there are no scales");
    }
    for (float scale : scales) {
      if (!(scale > 0) || Float.isInfinite(scale)) {
        throw new IllegalArgumentException("scales must be finite and positive, one is " + scale);
      }
    }
    if (zeroPoints.size() != 1 && zeroPoints.size() != scales.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d zero points for %d scales: give one, or one for each",
              zeroPoints.size(),
              scales.size()));
    }
  }

  /** The same zero point for all channels. */
  public Quantization(List<Float> scales, int zeroPoint) {
    this(scales, List.of(zeroPoint));
  }

  /** One scale and one zero point for the whole tensor. */
  public static Quantization of(float scale, int zeroPoint) {
    return new Quantization(List.of(scale), List.of(zeroPoint));
  }

  /** Whether channels have scales of their own. */
  public boolean isPerChannel() {
    return scales.size() > 1;
  }

  /** The scale of a channel. */
  public float scale(int channel) {
    return scales.size() == 1 ? scales.getFirst() : scales.get(channel);
  }

  /** The integer that represents zero in a channel. */
  public int zeroPoint(int channel) {
    return zeroPoints.size() == 1 ? zeroPoints.getFirst() : zeroPoints.get(channel);
  }

  /**
   * How the biases of a layer with such weights stand for real numbers, and its sums of products:
   * in steps of the input's scale times the weight's, around 0. A step that is no positive finite
   * float is the nearest one that is.
   *
   * @param input the scale of what the layer reads
   */
  public Quantization ofBias(float input) {
    return new Quantization(
        scales.stream()
            .map(scale -> Math.clamp(input * scale, Float.MIN_VALUE, Float.MAX_VALUE))
            .toList(),
        0);
  }

  /** The real number that an integer of a channel represents, in single precision. */
  public float real(int integer, int channel) {
    return scale(channel) * (integer - zeroPoint(channel));
  }
}
