package liviano.tensor;

import java.util.List;

/**
 * How integers represent real numbers: {@code real = scale * (integer - zeroPoint)}.
 *
 * @param scales one for the whole tensor, or one per channel of the innermost extent; finite and
 *     positive
 * @param zeroPoint the integer that represents zero
 */
public record Quantization(List<Float> scales, int zeroPoint) {
  public Quantization {
    scales = List.copyOf(scales);
    if (scales.isEmpty()) {
      throw new IllegalArgumentException("there are no scales");
    }
    for (float scale : scales) {
      if (!(scale > 0) || Float.isInfinite(scale)) {
        throw new IllegalArgumentException("scales must be finite and positive, one is " + scale);
      }
    }
  }
}
