package liviano.graph;

import java.util.List;

/**
 * How integers stand for real numbers: {@code real = scale * (integer - zeroPoint)}.
 *
 * @param scales one for the whole tensor, or one per channel of the innermost extent; finite and
 *     positive
 * @param zeroPoint the integer that stands for zero
 */
public record Quantization(List<Float> scales, int zeroPoint) {
  public Quantization {
    scales = List.copyOf(scales);
    if (scales.isEmpty() || scales.stream().anyMatch(s -> !(s > 0) || s.isInfinite())) {
      throw new IllegalArgumentException("scales must be finite and positive, are " + scales);
    }
  }
}
