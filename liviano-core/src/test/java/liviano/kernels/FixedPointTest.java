package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SplittableRandom;
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

  /** As the rule says it, with as many digits as it takes; doubles have too few beyond 2^22. */
  @Test
  void productsWithIntegersAreExact() {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 20_000; i++) {
      FixedPoint factor = FixedPoint.of(Math.exp(random.nextDouble(-41, Math.log(0.49))));
      int whole = i % 9 == 0 ? Integer.MIN_VALUE >> random.nextInt(32) : random.nextInt();
      whole >>= random.nextInt(24);
      BigDecimal once = away(new BigDecimal(factor.fraction()).multiply(new BigDecimal(whole)));
      BigDecimal shifted = once.divide(BigDecimal.TWO.pow(-factor.shift()));
      int up = shifted.add(new BigDecimal("0.5")).setScale(0, RoundingMode.FLOOR).intValueExact();

      assertThat(factor.isShifted()).isTrue();
      assertThat(factor.halfAwayShifted(whole)).isEqualTo(away(shifted).intValueExact());
      assertThat(factor.halfUpShifted(whole)).isEqualTo(up);
      if (Math.abs((long) whole) < 1 << 21) {
        assertThat(factor.halfAwayShifted(whole)).isEqualTo((int) factor.halfAway(whole));
        assertThat(factor.halfUpShifted(whole)).isEqualTo((int) factor.halfUp(whole));
      }
    }
    assertThat(FixedPoint.of(0.5).isShifted()).isFalse();
  }

  private static BigDecimal away(BigDecimal x) {
    return x.setScale(0, RoundingMode.HALF_UP);
  }

  @Test
  void aCountIsDividedByWithoutWideningTheFraction() {
    assertThat(FixedPoint.of(0.5).dividedBy(4)).isEqualTo(new FixedPoint(0.5, -2));
    // 2^30 * 2 / 3, cut off.
    assertThat(FixedPoint.of(0.5).dividedBy(3)).isEqualTo(new FixedPoint(715827882 / 0x1p31, -1));
  }

  /** 3 + 2 and -3 - 2 on a scale twice as coarse lie half way between whole numbers. */
  @Test
  void halvesOfSumsGoAwayFromZero() {
    Elementwise.AddFixed sum = Elementwise.AddFixed.of(1, 1, 1, 2, -255, 255);

    assertThat(sum.apply(3, 2)).isEqualTo(3);
    assertThat(sum.apply(-3, -2)).isEqualTo(-3);
    assertThat(sum.apply(3, 1)).isEqualTo(2);
    assertThat(new Elementwise.AddScaled(1, 0.5f, 0.5f, -255, 255).apply(3, 2)).isEqualTo(2);
  }

  @Test
  void shiftedSumsGoUpFromHalves() {
    Elementwise.AddShifted sum = Elementwise.AddShifted.of(1, 0.5f, 0.5f, 1, -255, 255);

    assertThat(sum.shift()).isEqualTo(21);
    assertThat(sum.first()).isEqualTo(1 << 20);
    assertThat(sum.apply(3, 2)).isEqualTo(3);
    assertThat(sum.apply(-3, -2)).isEqualTo(-2);
    assertThat(sum.within(-9, 1).apply(3, 2)).isEqualTo(1);
    assertThat(Elementwise.AddShifted.isFor(1, 1, 1)).isTrue();
    assertThat(Elementwise.AddShifted.isFor(1, 1e7f, 1)).isFalse();
    assertThat(Elementwise.AddShifted.isFor(1e-4f, 1e-5f, 1)).isFalse();
  }

  @Test
  void sumsStayWithinTheirRange() {
    Elementwise.AddFixed sum = Elementwise.AddFixed.of(1, 0.5f, 1, 0.25f, -255, 255).within(-9, 20);

    assertThat(sum.apply(3, 2)).isEqualTo(14);
    assertThat(sum.apply(30, 2)).isEqualTo(20);
    assertThat(sum.apply(-30, 2)).isEqualTo(-9);
  }
}
