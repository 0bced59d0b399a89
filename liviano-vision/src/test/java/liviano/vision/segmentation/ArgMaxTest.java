package liviano.vision.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locale")
class ArgMaxTest {

  private static GridAxis corners(int pixels, int points) {
    return GridAxis.alignedCorners(pixels, pixels, points);
  }

  @Test
  void theGreatestScoreWinsBetweenPointsToo() {
    // Two points, two classes: 4..0 against 0..3 cross at 4/7 of the way.
    FloatMap scores = new FloatMap(new float[] {4, 0, 0, 3}, 1, 2, 2);

    byte[] mask = new ArgMax(scores, corners(1, 1), corners(7, 2)).best();

    assertThat(mask).containsExactly(0, 0, 0, 0, 1, 1, 1);
  }

  @Test
  void ofEqualScoresTheLowerIndexWins() {
    FloatMap scores = new FloatMap(new float[] {1, 1, 1, 0, 2, 2}, 1, 2, 3);

    assertThat(new ArgMax(scores, corners(2, 1), corners(2, 2)).best()).containsExactly(0, 1, 0, 1);
  }

  @Test
  void aThirdClassMayWinBetweenTwoOthers() {
    // Halfway: 2, 2 and 3.
    FloatMap scores = new FloatMap(new float[] {4, 0, 3, 0, 4, 3}, 1, 2, 3);

    assertThat(new ArgMax(scores, corners(1, 1), corners(3, 2)).best()).containsExactly(0, 2, 1);
  }

  @Test
  void confidencesAreProbabilitiesOfTheMasksClass() {
    FloatMap scores =
        new FloatMap(new float[] {0, (float) Math.log(3), 0, 0, 0, (float) Math.log(3)}, 1, 3, 2);
    ArgMax mask = new ArgMax(scores, corners(1, 1), corners(3, 3));

    assertThat(mask.confidences(mask.best(), true))
        .containsExactly(new float[] {0.75f, 0.5f, 0.75f}, within(1e-6f));

    FloatMap shares = new FloatMap(new float[] {0.2f, 0.8f, 0.6f, 0.4f}, 1, 2, 2);
    ArgMax given = new ArgMax(shares, corners(1, 1), corners(3, 2));

    assertThat(given.confidences(given.best(), false))
        .containsExactly(new float[] {0.8f, 0.6f, 0.6f}, within(1e-6f));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 5, 7", "2, 3, 40, 31", "9, 9, 65, 65", "8, 5, 3, 2", "4, 4, 4, 4"})
  void theFastMaskIsThePlainOne(int height, int width, int rows, int columns) {
    Random random = new Random(height * 31L + columns);
    int classes = 6;
    float[] values = new float[height * width * classes];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    FloatMap scores = new FloatMap(values, height, width, classes);

    byte[] fast = new ArgMax(scores, corners(rows, height), corners(columns, width)).best();

    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        double[] plain =
            plain(
                scores,
                (double) y * (height - 1) / Math.max(1, rows - 1),
                (double) x * (width - 1) / Math.max(1, columns - 1));
        double greatest = Double.NEGATIVE_INFINITY;
        for (double score : plain) {
          greatest = Math.max(greatest, score);
        }
        // Within rounding the class is the best, and where another is as good it may be that one.
        assertThat(plain[fast[y * columns + x]]).isCloseTo(greatest, within(1e-5));
      }
    }
  }

  /** Bilinear by its definition: four points, each weighted by how near it is. */
  private static double[] plain(FloatMap scores, double y, double x) {
    double[] mixed = new double[scores.channels()];
    for (int row = 0; row < scores.height(); row++) {
      for (int column = 0; column < scores.width(); column++) {
        double weight = Math.max(0, 1 - Math.abs(row - y)) * Math.max(0, 1 - Math.abs(column - x));
        for (int c = 0; c < mixed.length; c++) {
          int at = (row * scores.width() + column) * scores.channels() + c;
          mixed[c] += weight * scores.values()[at];
        }
      }
    }
    return mixed;
  }

  @Test
  void positionsAreHeldAtTheBorder() {
    GridAxis axis = GridAxis.of(3, 4, i -> new double[] {-2, 1.25, 9}[i]);

    assertThat(axis.first(0)).isZero();
    assertThat(axis.fraction(0)).isZero();
    assertThat(axis.first(1)).isEqualTo(1);
    assertThat(axis.second(1)).isEqualTo(2);
    assertThat(axis.fraction(1)).isEqualTo(0.25f);
    assertThat(axis.second(2)).isEqualTo(3);
    assertThat(axis.fraction(2)).isEqualTo(1);
  }
}
