package liviano.paper.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadTest {
  @Test
  void eigenvaluesOfMatricesThatAreKnown() {
    assertThat(Eigenvalues.ofSymmetric(new double[] {-7}, 1)).containsExactly(-7);
    assertThat(Eigenvalues.ofSymmetric(new double[] {2, 99, 1, 2}, 2))
        .as("the upper triangle is not read")
        .containsExactly(new double[] {3, 1}, within(1e-14));
    assertThat(Eigenvalues.ofSymmetric(new double[9], 3)).containsExactly(0, 0, 0);
    assertThat(Eigenvalues.ofSymmetric(new double[] {1, 0, 0, 0, 5, 0, 0, 0, -2}, 3))
        .containsExactly(new double[] {5, 1, -2}, within(1e-14));
  }

  /** The second difference: {@code 2 - 2 cos(k pi / (n + 1))}. */
  @ParameterizedTest
  @ValueSource(ints = {3, 10, 101})
  void eigenvaluesOfTheSecondDifference(int size) {
    double[] matrix = new double[size * size];
    double[] expected = new double[size];
    for (int i = 0; i < size; i++) {
      matrix[i * size + i] = 2;
      if (i > 0) {
        matrix[i * size + i - 1] = -1;
      }
      expected[i] = 2 - 2 * Math.cos((size - i) * Math.PI / (size + 1));
    }
    assertThat(Eigenvalues.ofSymmetric(matrix, size)).containsExactly(expected, within(1e-12));
  }

  /**
   * {@code HDH} with a reflection H has the eigenvalues that D has: some equal, some tiny, some 0.
   */
  @Test
  void eigenvaluesSurviveAReflection() {
    int size = 60;
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = i < 20 ? 1e4 / (i + 1) : i < 40 ? 3 : i < 50 ? 1e-6 : 0;
    }
    double[] v = new SplittableRandom(1).doubles(size, -1, 1).toArray();
    double norm = Arrays.stream(v).map(x -> x * x).sum();
    double[] matrix = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        for (int k = 0; k < size; k++) {
          matrix[i * size + j] +=
              ((i == k ? 1 : 0) - 2 * v[i] * v[k] / norm)
                  * values[k]
                  * ((j == k ? 1 : 0) - 2 * v[j] * v[k] / norm);
        }
      }
    }
    double[] sorted = Arrays.stream(values).map(x -> -x).sorted().map(x -> -x).toArray();
    assertThat(Eigenvalues.ofSymmetric(matrix, size)).containsExactly(sorted, within(1e-9));
  }

  @Test
  void whatIsNoMatrixIsRefused() {
    assertThatThrownBy(() -> Eigenvalues.ofSymmetric(new double[3], 2))
        .hasMessage("3 numbers are no 2x2 matrix");
    assertThatThrownBy(() -> Eigenvalues.ofSymmetric(new double[] {Double.NaN}, 1))
        .hasMessageContaining("finite");
  }

  /** Three channels that move along one line, then along a plane, about a point that is not 0. */
  @Test
  void directionsAreThoseInWhichTheValuesSpread() {
    Spread line = new Spread(3);
    Spread plane = new Spread(3);
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 500; i++) {
      float t = (float) random.nextGaussian();
      float u = (float) random.nextGaussian();
      line.add(new float[] {100 + t, 200 - 2 * t, 50 + t});
      plane.add(new float[] {100 + t, 200 - 2 * t + u, 50 + t});
    }
    assertThat(Spread.directions(line.variances(), 0.99)).isEqualTo(1);
    assertThat(Spread.directions(plane.variances(), 0.99)).isEqualTo(2);
    assertThat(line.positions()).isEqualTo(500);
    assertThat(Arrays.stream(line.variances()).sum())
        .as("6 times that of t")
        .isCloseTo(6, within(1.0));
  }

  @Test
  void positionsMayComeInAnyPieces() {
    float[] values = new float[4 * 30];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() * (1 + i % 4);
    }
    Spread whole = new Spread(4);
    whole.add(values);
    Spread parts = new Spread(4);
    parts.add(Arrays.copyOfRange(values, 0, 8));
    parts.add(Arrays.copyOfRange(values, 8, values.length));
    assertThat(parts.variances()).containsExactly(whole.variances(), within(1e-12));
    assertThat(whole.variances()).isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }

  @Test
  void nothingThatVariesNeedsNoDirection() {
    Spread still = new Spread(2);
    still.add(new float[] {0, 0, 0, 0});
    assertThat(Spread.directions(still.variances(), 0.95)).isZero();
    assertThat(Spread.directions(new double[] {8, 1, 1}, 0.8)).isEqualTo(1);
    assertThat(Spread.directions(new double[] {8, 1, 1}, 0.81)).isEqualTo(2);
    assertThat(Spread.directions(new double[] {8, 1, 1}, 1)).isEqualTo(3);
    assertThatThrownBy(() -> still.add(new float[3])).hasMessage("3 numbers are no positions of 2");
    assertThatThrownBy(() -> new Spread(2).variances()).hasMessage("no positions were added");
  }
}
