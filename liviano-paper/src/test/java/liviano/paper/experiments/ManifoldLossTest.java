package liviano.paper.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifoldLossTest {
  private static final PointCloud SPIRAL = PointCloud.spiral(100);

  /** Figure 1. */
  @Test
  void theMoreChannelsTheLessReluDestroys() {
    List<ManifoldLoss> losses =
        IntStream.of(2, 3, 5, 15, 30).mapToObj(n -> ManifoldLoss.of(SPIRAL, n, 200, 7)).toList();

    for (int i = 1; i < losses.size(); i++) {
      ManifoldLoss fewer = losses.get(i - 1);
      ManifoldLoss more = losses.get(i);
      assertThat(more.error()).isLessThan(fewer.error());
      assertThat(more.collapsed()).isLessThanOrEqualTo(fewer.collapsed());
      assertThat(more.invertible()).isGreaterThan(fewer.invertible());
    }
    assertThat(losses.getFirst().collapsed()).isGreaterThan(0.5);
    assertThat(losses.getFirst().error()).isGreaterThan(0.4);
    assertThat(losses.getLast().collapsed()).isLessThan(0.001);
    assertThat(losses.getLast().error()).isLessThan(0.35);
    assertThat(losses.getLast().invertible()).isGreaterThan(0.999);
  }

  /**
   * The first channel is negative everywhere, so that ReLU leaves the second alone: of the distance
   * between the first two points 4 % is left, of that between the last two 10 %, of all others more
   * than half.
   */
  @Test
  void pointsCollapseWhereLessThanATwentiethOfTheirDistanceIsLeft() {
    Embedding same = Embedding.of(new double[] {1, 0}, new double[] {0, 1});
    PointCloud cloud = cloud(-1, 0, -0.5, 0.02, -0.75, 0.5, -0.25, 0.55);
    assertThat(ManifoldLoss.collapsed(cloud, same)).isEqualTo(2 / 4.0);
    assertThat(ManifoldLoss.collapsed(cloud(-1, 0, -0.5, 0.02, -0.25, 0.55), same))
        .isEqualTo(2 / 3.0);
    assertThat(ManifoldLoss.collapsed(cloud(-0.75, 0.5, -0.25, 0.55), same)).isZero();
  }

  /** Of both points nothing is left; the radius is 1. */
  @Test
  void pointsLessThanATenthOfTheRadiusApartDoNotCollapse() {
    Embedding same = Embedding.of(new double[] {1, 0}, new double[] {0, 1});
    assertThat(ManifoldLoss.collapsed(cloud(-1, 0, -0.91, 0), same)).isZero();
    assertThat(ManifoldLoss.collapsed(cloud(-1, 0, -0.89, 0), same)).isEqualTo(1);
  }

  /** Points of the plane, x before y. */
  private static PointCloud cloud(double... numbers) {
    return new PointCloud(
        IntStream.range(0, numbers.length / 2)
            .mapToObj(i -> new double[] {numbers[2 * i], numbers[2 * i + 1]})
            .toList());
  }

  /** Appendix A: half of the channels are positive on average, two must be. */
  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0.25", "3, 0.5", "5, 0.8125", "15, 0.99951171875"})
  void asManyPointsStayInvertibleAsLemma2Expects(int channels, double expected) {
    assertThat(ManifoldLoss.expectedInvertible(channels, 2)).isCloseTo(expected, within(1e-12));
    assertThat(ManifoldLoss.of(SPIRAL, channels, 500, 3).invertible())
        .isCloseTo(expected, within(0.03));
  }

  @Test
  void widerManifoldsNeedMoreChannels() {
    PointCloud cloud = PointCloud.normal(100, 8, new SplittableRandom(5));

    for (int channels : new int[] {8, 16, 24}) {
      assertThat(ManifoldLoss.of(cloud, channels, 100, 1).invertible())
          .isCloseTo(ManifoldLoss.expectedInvertible(channels, 8), within(0.05));
    }
    assertThat(ManifoldLoss.expectedInvertible(8, 8)).isCloseTo(1 / 256.0, within(1e-12));
    assertThat(ManifoldLoss.expectedInvertible(7, 8)).isZero();
    assertThat(ManifoldLoss.of(cloud, 4, 20, 1).invertible()).isZero();
  }

  /** Lemma 2 itself: where it says so, the point comes back exactly; else it does not. */
  @Test
  void whatIsInvertibleIsRecovered() {
    SplittableRandom random = new SplittableRandom(11);
    int invertible = 0;
    int lost = 0;
    for (int i = 0; i < 300; i++) {
      Embedding embedding = Embedding.random(5, 3, random);
      double[] x = random.doubles(3, -1, 1).toArray();
      double[] recovered = embedding.recover(embedding.relu(x));
      if (embedding.isInvertibleAt(x)) {
        assertThat(recovered).containsExactly(x, within(1e-6));
        invertible++;
      } else {
        assertThat(distance(recovered, x)).isGreaterThan(1e-6);
        lost++;
      }
    }
    assertThat(invertible).isGreaterThan(50);
    assertThat(lost).isGreaterThan(50);
  }

  @Test
  void withoutReluNothingIsLost() {
    SplittableRandom random = new SplittableRandom(2);
    for (int channels : new int[] {4, 5, 40}) {
      Embedding embedding = Embedding.random(channels, 4, random);
      double[] x = random.doubles(4, -1, 1).toArray();

      assertThat(embedding.back(embedding.linear(x))).containsExactly(x, within(1e-6));
    }
  }

  /** With fewer channels than dimensions: the shortest x with that image. */
  @Test
  void aWideInverseStillGivesTheImage() {
    Embedding embedding = Embedding.random(3, 6, new SplittableRandom(4));
    double[] y = {1, -2, 3};

    assertThat(embedding.linear(embedding.back(y))).containsExactly(y, within(1e-9));
  }

  @Test
  void theSeedRepeatsItExactly() {
    ManifoldLoss once = ManifoldLoss.of(SPIRAL, 5, 20, 42);

    assertThat(ManifoldLoss.of(SPIRAL, 5, 20, 42)).isEqualTo(once);
    assertThat(ManifoldLoss.of(SPIRAL, 5, 20, 43)).isNotEqualTo(once);
  }

  @Test
  void theFirstEmbeddingIsTheOneThatIsMeasured() {
    Embedding first = ManifoldLoss.firstEmbedding(3, 2, 9);
    long invertible = SPIRAL.points().stream().filter(first::isInvertibleAt).count();

    assertThat(ManifoldLoss.of(SPIRAL, 3, 1, 9).invertible()).isEqualTo(invertible / 100.0);
  }

  @Test
  void whatIsOutOfRangeIsSaid() {
    assertThatThrownBy(() -> ManifoldLoss.of(SPIRAL, 0, 1, 1))
        .hasMessage("channels must be from 1 to 4096, are 0");
    assertThatThrownBy(() -> ManifoldLoss.of(SPIRAL, 2, 0, 1))
        .hasMessage("matrices must be from 1 to 1000000, are 0");
    assertThatThrownBy(() -> PointCloud.spiral(1))
        .hasMessage("points must be from 2 to 16384, are 1");
    assertThatThrownBy(() -> ManifoldLoss.of(PointCloud.spiral(16384), 4096, 1_000_000, 1))
        .hasMessageContaining("billion multiply-adds, 20 at most");
    assertThatThrownBy(() -> PointCloud.normal(3, 0, new SplittableRandom(1)))
        .hasMessage("dimensions must be from 1 to 4096, are 0");
  }

  private static double distance(double[] x, double[] y) {
    double[] apart = new double[x.length];
    Arrays.setAll(apart, i -> x[i] - y[i]);
    return Math.sqrt(Arrays.stream(apart).map(a -> a * a).sum());
  }
}
