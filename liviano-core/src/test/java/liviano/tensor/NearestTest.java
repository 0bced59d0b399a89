package liviano.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import liviano.tensor.Nearest.Rounding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Positions worked out by hand, among them the examples of ONNX's Resize. */
class NearestTest {

  @ParameterizedTest
  @CsvSource({
    // ONNX: a 2x2 map becomes 4x6 or 7x8.
    "HALF_PIXEL, ROUND_PREFER_FLOOR, 2, 4, 0 0 1 1",
    "HALF_PIXEL, ROUND_PREFER_FLOOR, 2, 6, 0 0 0 1 1 1",
    "HALF_PIXEL, ROUND_PREFER_FLOOR, 2, 7, 0 0 0 0 1 1 1",
    // ONNX: a 4x4 map becomes 8x8 by each rounding.
    "ALIGN_CORNERS, FLOOR, 4, 8, 0 0 0 1 1 2 2 3",
    "ASYMMETRIC, CEIL, 4, 8, 0 1 1 2 2 3 3 3",
    "HALF_PIXEL, ROUND_PREFER_CEIL, 4, 8, 0 0 1 1 2 2 3 3",
    // Halfway between two.
    "ASYMMETRIC, ROUND_PREFER_FLOOR, 2, 4, 0 0 1 1",
    "ASYMMETRIC, ROUND_PREFER_CEIL, 2, 4, 0 1 1 1",
    "HALF_PIXEL, ROUND_PREFER_FLOOR, 4, 2, 0 2",
    "HALF_PIXEL, ROUND_PREFER_CEIL, 4, 2, 1 3",
    // Fractions that floats miss: 14 columns become 2, 7 become 4.
    "ASYMMETRIC, FLOOR, 14, 2, 0 7",
    "ASYMMETRIC, ROUND_PREFER_CEIL, 7, 4, 0 2 4 5",
    // One position.
    "HALF_PIXEL, FLOOR, 5, 1, 2",
    "PYTORCH_HALF_PIXEL, FLOOR, 5, 1, 0",
    "PYTORCH_HALF_PIXEL, FLOOR, 5, 2, 0 3",
    "ALIGN_CORNERS, CEIL, 5, 1, 0",
    "ASYMMETRIC, CEIL, 1, 3, 0 0 0",
  })
  void positionsAreThoseOfTheRule(
      String coordinates, Rounding rounding, int in, int out, String expected) {
    Sampling sampling =
        coordinates.equals("ASYMMETRIC") ? Sampling.LEGACY : Sampling.valueOf(coordinates);
    Nearest rule = new Nearest(sampling, rounding);

    assertThat(String.join(" ", positions(rule, in, out))).isEqualTo(expected);
  }

  /** The largest extents: no product overflows. */
  @Test
  void theEndsOfTheLargestAxesStayOnThem() {
    int most = 1 << 30;
    for (Sampling sampling : Sampling.values()) {
      for (Rounding rounding : Rounding.values()) {
        Nearest rule = new Nearest(sampling, rounding);
        assertThat(rule.source(0, most, most)).isZero();
        assertThat(rule.source(most - 1, most, most)).isEqualTo(most - 1);
        assertThat(rule.source(most - 1, 1, most)).isZero();
        assertThat(rule.source(most - 1, 3, most)).isEqualTo(2);
      }
    }
  }

  private static Iterable<String> positions(Nearest rule, int in, int out) {
    return IntStream.range(0, out)
        .mapToObj(position -> String.valueOf(rule.source(position, in, out)))
        .toList();
  }
}
