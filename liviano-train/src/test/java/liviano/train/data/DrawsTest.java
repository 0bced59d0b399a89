package liviano.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawsTest {
  @Test
  void isSplitMix64() {
    Draws draws = new Draws(1234567);
    // The first numbers of the reference implementation for this seed.
    assertThat(Long.toUnsignedString(draws.next())).isEqualTo("6457827717110365317");
    assertThat(Long.toUnsignedString(draws.next())).isEqualTo("3203168211198807973");
  }

  @Test
  void numbersBelowABoundAreEven() {
    Draws draws = new Draws(3);
    int[] counts = new int[5];
    for (int i = 0; i < 50_000; i++) {
      counts[draws.below(5)]++;
    }
    for (int count : counts) {
      assertThat(count).isCloseTo(10_000, within(400));
    }
  }

  @Test
  void ordersHoldEachNumberOnceAndDifferBySeed() {
    int[] order = new Draws(1).order(100);
    assertThat(Arrays.stream(order).sorted().toArray())
        .isEqualTo(IntStream.range(0, 100).toArray());
    assertThat(order).isEqualTo(new Draws(1).order(100)).isNotEqualTo(new Draws(2).order(100));
  }

  @Test
  void seedsDifferByEachPartAndItsPlace() {
    assertThat(Draws.seed(1, 2)).isEqualTo(Draws.seed(1, 2));
    assertThat(new long[] {Draws.seed(1, 2), Draws.seed(2, 1), Draws.seed(1), Draws.seed(1, 2, 0)})
        .doesNotHaveDuplicates();
  }

  @Test
  void realNumbersStayInTheirRange() {
    Draws draws = new Draws(9);
    for (int i = 0; i < 10_000; i++) {
      assertThat(draws.between(-2, 3)).isBetween(-2.0, 3.0);
    }
    assertThat(draws.between(4, 4)).isEqualTo(4);
  }
}
