package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FixedPointTest {
  @Test
  void theSecondRoundingIsHalfUpOrHalfAwayFromZero() {
    FixedPoint quarter = FixedPoint.of(0.25);

    assertThat(quarter).isEqualTo(new FixedPoint(0.5, -1));
    assertThat(quarter.halfUp(2)).isEqualTo(1);
    assertThat(quarter.halfUp(-2)).isZero();
    assertThat(quarter.halfAway(2)).isEqualTo(1);
    assertThat(quarter.halfAway(-2)).isEqualTo(-1);
  }

  @Test
  void theFirstRoundingIsHalfAwayFromZero() {
    FixedPoint eighth = FixedPoint.of(0.125);

    // 1.5 becomes 2, a half of the step that goes away from 0, though 3 / 8 is nearest to 0.
    assertThat(eighth.halfAway(3)).isEqualTo(1);
    assertThat(eighth.halfAway(-3)).isEqualTo(-1);
    assertThat(eighth.halfUp(-3)).isZero();
  }

  @Test
  void aCountIsDividedByWithoutWideningTheFraction() {
    assertThat(FixedPoint.of(0.5).dividedBy(4)).isEqualTo(new FixedPoint(0.5, -2));
    // 2^30 * 2 / 3, cut off.
    assertThat(FixedPoint.of(0.5).dividedBy(3))
        .isEqualTo(new FixedPoint(715827882 / 0x1p31, -1));
  }
}
