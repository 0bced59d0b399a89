package liviano.vision.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import liviano.graph.Op;
import org.junit.jupiter.api.Test;

class SpreadTest {
  private static final double POSITIVE_HALF = 1 / Math.sqrt(2 * Math.PI);

  private static Spread normal(double mean, double deviation) {
    return Spread.normal(new double[] {mean}, new double[] {deviation}, 0);
  }

  private static ValueStatistics seen(Spread spread) {
    ValueStatistics seen = new ValueStatistics(spread.channels());
    assertThat(spread.into(seen)).isTrue();
    return seen;
  }

  @Test
  void numbersAreThoseOfANormalDistribution() {
    ValueStatistics seen = seen(normal(10, 2));
    assertThat(seen.means()[0]).isCloseTo(10, within(1e-4));
    assertThat(seen.quantile(0.5)).isCloseTo(10, within(0.02));
    assertThat(seen.quantile(0.8413)).isCloseTo(12, within(0.02));
    assertThat(seen.quantile(0.0228)).isCloseTo(6, within(0.02));
    assertThat((double) seen.greatest()).isCloseTo(17, within(0.1));
  }

  @Test
  void aReluCutsThem() {
    ValueStatistics seen = seen(normal(0, 1).within(0, Double.POSITIVE_INFINITY));
    assertThat(seen.least()).isZero();
    assertThat(seen.means()[0]).isCloseTo(POSITIVE_HALF, within(1e-3));
    assertThat(seen(normal(5, 9).within(0, 6)).greatest()).isEqualTo(6);
  }

  @Test
  void sumsAreAsWideAsBothTogether() {
    Spread sum = normal(1, 3).plus(normal(2, 4));
    assertThat(sum.mean()).containsExactly(new double[] {3}, within(1e-3));
    assertThat(sum.deviation()).containsExactly(new double[] {5}, within(0.01));
    Spread positive = normal(0, 1).within(0, 6);
    assertThat(seen(positive.plus(positive)).least()).isZero();
    assertThat(positive.plus(positive).greatest()).containsExactly(12);
  }

  @Test
  void aProductWithoutANormIsTakenForTwiceAsWide() {
    float[] weight = {3, -4, 0, 2};
    Filter dense = new Filter(new Op.Dense(2, true), 2, weight, new float[] {7, 8});
    Spread in = Spread.normal(new double[] {1, 2}, new double[] {1, 1}, 0);
    Spread out = in.through(dense);
    assertThat(out.mean()).containsExactly(new double[] {3 - 8 + 7, 4 + 8}, within(1e-3));
    assertThat(out.deviation()).containsExactly(new double[] {2 * 5, 2 * 2}, within(0.02));
    assertThat(out.guesses()).isEqualTo(1);
  }

  @Test
  void channelsStandBehindOneAnother() {
    Spread both = normal(1, 0).then(normal(2, 0).within(0, 1));
    assertThat(seen(both).means()).containsExactly(1, 1);
  }

  @Test
  void whatIsNotFiniteIsRefused() {
    Spread broken = normal(Double.NaN, 1);
    assertThat(broken.into(new ValueStatistics(1))).isFalse();
    double[] many = new double[3];
    Arrays.fill(many, Double.MAX_VALUE);
    assertThat(Spread.normal(many, many, 0).into(new ValueStatistics(3))).isFalse();
  }
}
