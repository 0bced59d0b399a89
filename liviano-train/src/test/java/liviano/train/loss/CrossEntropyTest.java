package liviano.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.SplittableRandom;
import liviano.train.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossEntropyTest {
  private static final int BATCH = 5;
  private static final int CLASSES = 4;

  @ParameterizedTest
  @CsvSource({"0, false", "0.1, false", "0, true", "0.1, true"})
  @Tag("libtorch")
  void isItsDefinitionAndSoAreItsGradients(double smoothing, boolean weighted) {
    SplittableRandom random = new SplittableRandom(3);
    float[] logits = new float[BATCH * CLASSES];
    long[] labels = new long[BATCH];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) random.nextDouble(-3, 3);
    }
    for (int i = 0; i < BATCH; i++) {
      labels[i] = random.nextInt(CLASSES);
    }
    float[] weights = weighted ? new float[] {0.5f, 1, 2, 0.25f} : new float[] {1, 1, 1, 1};
    CrossEntropy loss =
        new CrossEntropy(smoothing, weighted ? Optional.of(weights) : Optional.empty());
    Tensor tensor = Tensors.of(logits, BATCH, CLASSES).set_requires_grad(true);
    Tensor value = loss.of(tensor, Tensors.of(labels, BATCH));
    value.backward();
    assertThat((double) Tensors.number(value))
        .isCloseTo(expected(logits, labels, weights, smoothing), within(1e-6));
    float[] gradient = Tensors.floats(tensor.grad());
    for (int i = 0; i < logits.length; i++) {
      assertThat((double) gradient[i])
          .isCloseTo(slope(logits, labels, weights, smoothing, i), within(1e-3));
    }
  }

  /** PyTorch's: the target is spread over the classes, each with its own weight. */
  private static double expected(float[] logits, long[] labels, float[] weights, double smoothing) {
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < BATCH; i++) {
      double all = 0;
      for (int c = 0; c < CLASSES; c++) {
        all += Math.exp(logits[i * CLASSES + c]);
      }
      for (int c = 0; c < CLASSES; c++) {
        double target = smoothing / CLASSES + (c == labels[i] ? 1 - smoothing : 0);
        sum -= target * weights[c] * (logits[i * CLASSES + c] - Math.log(all));
      }
      weight += weights[(int) labels[i]];
    }
    return sum / weight;
  }

  private static double slope(
      float[] logits, long[] labels, float[] weights, double smoothing, int at) {
    float[] moved = logits.clone();
    moved[at] = logits[at] + 0.01f;
    double above = expected(moved, labels, weights, smoothing);
    moved[at] = logits[at] - 0.01f;
    return (above - expected(moved, labels, weights, smoothing)) / 0.02;
  }

  @Test
  void smoothingIsAShare() {
    assertThatThrownBy(() -> new CrossEntropy(1, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label smoothing");
  }
}
