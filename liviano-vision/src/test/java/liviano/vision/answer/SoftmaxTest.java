package liviano.vision.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftmaxTest {
  private static float[] of(float... logits) {
    float[] probabilities = logits.clone();
    Softmax.apply(probabilities, 0, probabilities.length);
    return probabilities;
  }

  /** Thousands of equal small shares are what a sum in float loses first. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 21, 1001, 50_000})
  void probabilitiesAreWithinTheStatedPrecision(int classes) {
    Random random = new Random(classes);
    float[] logits = new float[classes];
    for (int i = 0; i < classes; i++) {
      logits[i] = 300 + 3 * (float) random.nextGaussian();
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp((double) logit - 300);
    }

    float[] probabilities = of(logits);

    for (int i = 0; i < classes; i++) {
      double exact = Math.exp((double) logits[i] - 300) / sum;
      assertThat((double) probabilities[i]).isCloseTo(exact, within(exact * 0x1p-23));
    }
  }

  @Test
  void onlyThePartAskedForChanges() {
    float[] values = {7, 1, 1, 7};
    Softmax.apply(values, 1, 2);

    assertThat(values).containsExactly(7, 0.5f, 0.5f, 7);
  }

  @Test
  void whatIsInfinitelyUnlikelyHasProbabilityZero() {
    assertThat(of(0, Float.NEGATIVE_INFINITY, 0)).containsExactly(0.5f, 0, 0.5f);
  }

  @Test
  void extremesDoNotOverflow() {
    float most = Float.MAX_VALUE;
    assertThat(of(most, most, -most)).containsExactly(0.5f, 0.5f, 0);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void whatCannotBeComparedSpoilsAll(float logit) {
    assertThat(of(1, logit, 2)).containsOnly(Float.NaN);
  }
}
