package liviano.vision.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import liviano.tensor.Quantization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 6, 0.023529412, 0",
    "-1, 2, 0.011764706, 85",
    "-51, 0, 0.2, 255",
    "2, 5.1, 0.02, 0",
    "-5.1, -2, 0.02, 255",
    "0, 0, 1, 0",
    "-1e-45, 1e-45, 1, 0",
  })
  void zeroIsAlwaysAmongThem(double low, double high, float scale, int zeroPoint) {
    Quantization bytes = Ranges.bytes(low, high);
    assertThat(bytes.scale(0)).isCloseTo(scale, within(scale * 1e-6f));
    assertThat(bytes.zeroPoint(0)).isEqualTo(zeroPoint);
    assertThat(bytes.real(zeroPoint, 0)).isZero();
  }

  /** Normal numbers and one far away: all of it is coarse, its nearest part is not. */
  @Test
  void rulesDifferByWhatTheyLeaveOut() {
    Random random = new Random(8);
    float[] values = new float[200_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    values[77] = 40;
    ValueStatistics seen = new ValueStatistics(1);
    seen.add(MemorySegment.ofArray(values));

    assertThat(greatest(Ranges.of(seen, RangeRule.MINMAX))).isCloseTo(40, within(0.2));
    assertThat(greatest(Ranges.of(seen, RangeRule.PERCENTILE))).isCloseTo(3.7, within(0.3));
    double nearest = greatest(Ranges.of(seen, RangeRule.MSE));
    assertThat(nearest).isBetween(3.0, 39.0);
    assertThat(seen.squaredError(-nearest, nearest)).isLessThan(seen.squaredError(-40, 40));
  }

  private static double greatest(Quantization quantization) {
    return quantization.real(255, 0);
  }
}
