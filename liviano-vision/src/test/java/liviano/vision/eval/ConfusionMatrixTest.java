package liviano.vision.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfusionMatrixTest {
  /** Three of a, of which two are taken for a and one for b; one of b; none of c. */
  @Test
  void countsByHand() {
    ConfusionMatrix confusion = new ConfusionMatrix(List.of("a", "b", "c"));
    confusion.add(0, 0);
    confusion.add(0, 0);
    confusion.add(0, 1);
    confusion.add(1, 1);
    assertThat(confusion.pictures()).isEqualTo(4);
    assertThat(confusion.correct()).isEqualTo(3);
    assertThat(confusion.accuracy().share()).isEqualTo(0.75);
    assertThat(confusion.precision(1)).isEqualTo(0.5);
    assertThat(confusion.recall(0)).isEqualTo(2 / 3.0);
    assertThat(confusion.f1(0)).isCloseTo(0.8, within(1e-12));
    assertThat(confusion.precision(2)).isZero();
    assertThat(confusion.macroF1()).isCloseTo((0.8 + 2 / 3.0) / 2, within(1e-12));
    assertThatThrownBy(() -> confusion.add(3, 0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** The ends by the formula: 0 of 10, all of 10, a half, and most. */
  @ParameterizedTest
  @CsvSource({
    "0, 10, 0, 0.2775328",
    "10, 10, 0.7224672, 1",
    "1, 2, 0.0945312, 0.9054688",
    "324, 372, 0.8330728, 0.9012794",
  })
  void theIntervalIsWilsons(long hits, long cases, double low, double high) {
    ConfusionMatrix.Interval interval = ConfusionMatrix.wilson(hits, cases);
    assertThat(interval.low()).isCloseTo(low, within(1e-6));
    assertThat(interval.high()).isCloseTo(high, within(1e-6));
  }

  @Test
  void nothingCountedHasNoAccuracy() {
    assertThatThrownBy(() -> new ConfusionMatrix(List.of("a")).accuracy())
        .isInstanceOf(IllegalStateException.class);
  }
}
