package liviano.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuantizationTest {

  @Test
  void biasesCountInStepsOfInputTimesWeight() {
    Quantization weights = new Quantization(List.of(0.5f, 0.25f), List.of(3, 4));
    assertThat(weights.ofBias(0.1f))
        .isEqualTo(new Quantization(List.of(0.1f * 0.5f, 0.1f * 0.25f), 0));
  }

  @Test
  void stepsOfBiasesAreAlwaysPositiveAndFinite() {
    assertThat(Quantization.of(1e-30f, 0).ofBias(1e-30f))
        .isEqualTo(Quantization.of(Float.MIN_VALUE, 0));
    assertThat(Quantization.of(1e30f, 0).ofBias(1e30f))
        .isEqualTo(Quantization.of(Float.MAX_VALUE, 0));
  }

  @Test
  void scalesArePositiveAndFinite() {
    for (float scale : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> Quantization.of(scale, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("finite and positive");
    }
  }
}
