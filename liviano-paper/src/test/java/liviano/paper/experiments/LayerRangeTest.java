package liviano.paper.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What one byte holds of a layer's values. */
class LayerRangeTest {
  private static LayerRange range(float... values) {
    return LayerRange.of("layer", false, values);
  }

  @Test
  void countsSixAndWhatLiesBelowZero() {
    LayerRange range = range(-2, 0, 1, 6, 7);

    assertThat(range.least()).isEqualTo(-2);
    assertThat(range.most()).isEqualTo(7);
    assertThat(range.step()).isCloseTo(9 / 255.0, within(1e-12));
    assertThat(range.clippedShare()).isEqualTo(0.4);
    assertThat(range.negativeShare()).isCloseTo(4 / 90.0, within(1e-12));
  }

  @Test
  void zeroBelongsToTheRangeAndIsMetExactly() {
    assertThat(range(3, 5).least()).isZero();
    LayerRange range = range(-1.7f, 0, 3.1f);
    assertThat(range.noise(new float[] {0})).isZero();
  }

  @Test
  void noErrorExceedsHalfAStep() {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[5000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 4);
    }
    LayerRange range = range(values);
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.sqrt(range.noise(new float[] {value})));
    }
    // The ends may be off by another half, since zero is moved onto an integer.
    assertThat(largest).isBetween(0.4 * range.step(), 1.0 * range.step());
    // Errors spread evenly over a step have a mean square of a twelfth of it.
    assertThat(range.noise(values) / values.length)
        .isCloseTo(range.step() * range.step() / 12, within(0.02 * range.step() * range.step()));
    assertThat(range.decibels(range.noise(values))).isBetween(45.0, 60.0);
  }

  @Test
  void twicePlusIsAllTogether() {
    assertThat(range(-1, 2).plus(range(6, 0.5f))).isEqualTo(range(-1, 2, 6, 0.5f));
    assertThatThrownBy(() -> range(1).plus(LayerRange.of("other", false, new float[] {1})))
        .hasMessageContaining("layer and other");
  }

  @Test
  void aLayerOfZerosHasNoNoise() {
    LayerRange zeros = range(0, 0);
    assertThat(zeros.step()).isZero();
    assertThat(zeros.noise(new float[] {0, 0})).isZero();
    assertThat(zeros.negativeShare()).isZero();
  }
}
