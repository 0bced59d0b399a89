package liviano.vision.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueStatisticsTest {
  private static ValueStatistics of(float[] values, int channels, int parts) {
    ValueStatistics statistics = new ValueStatistics(channels);
    int each = values.length / parts;
    for (int i = 0; i < parts; i++) {
      float[] part = Arrays.copyOfRange(values, i * each, (i + 1) * each);
      assertThat(statistics.add(MemorySegment.ofArray(part))).isTrue();
    }
    return statistics;
  }

  private static float[] numbers(int count, double spread) {
    Random random = new Random(4);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * spread * (1 + i / 100)); // grows
    }
    return values;
  }

  @Test
  void countsWhateverTheOrderAndTheSize() {
    for (double spread : new double[] {1e-6, 1, 1e6}) {
      float[] values = numbers(4000, spread);
      ValueStatistics whole = of(values, 4, 1);
      ValueStatistics parts = of(values, 4, 50);
      float[] sorted = values.clone();
      Arrays.sort(sorted);
      assertThat(parts.least()).isEqualTo(sorted[0]).isEqualTo(whole.least());
      assertThat(parts.greatest()).isEqualTo(sorted[3999]).isEqualTo(whole.greatest());
      double bin = Math.max(-sorted[0], sorted[3999]) / 1000;
      for (double share : new double[] {0, 0.01, 0.3, 0.5, 0.99, 1}) {
        double right = sorted[(int) Math.min(3999, share * 4000)];
        assertThat(parts.quantile(share)).isCloseTo(right, within(bin));
        assertThat(parts.quantile(share)).isCloseTo(whole.quantile(share), within(bin));
      }
    }
  }

  @Test
  void meansAndMagnitudesAreThoseOfTheChannels() {
    ValueStatistics statistics = of(new float[] {1, -8, 3, 2, 2, 0}, 2, 1);
    assertThat(statistics.means()).containsExactly(2, -2);
    assertThat(statistics.magnitudes()).containsExactly(3, 8);
  }

  @Test
  void errorIsThatOfTheNearestOfSoManyNumbers() {
    float[] values = numbers(2000, 1);
    ValueStatistics statistics = of(values, 1, 1);
    double low = -5;
    double high = 12;
    double step = (high - low) / 255;
    double right = 0;
    for (float value : values) {
      double nearest = low + step * Math.clamp(Math.rint((value - low) / step), 0, 255);
      right += (value - nearest) * (value - nearest);
    }
    assertThat(statistics.squaredError(low, high)).isCloseTo(right, within(right * 0.02));
  }

  @Test
  void whatIsNotFiniteIsNotAdded() {
    ValueStatistics statistics = of(new float[] {1, 2}, 2, 1);
    assertThat(statistics.add(MemorySegment.ofArray(new float[] {1, Float.NaN}))).isFalse();
    assertThat(statistics.add(MemorySegment.ofArray(new float[] {Float.NEGATIVE_INFINITY, 1})))
        .isFalse();
    assertThat(statistics.means()).containsExactly(1, 2);
    assertThat(statistics.greatest()).isEqualTo(2);
  }
}
