package liviano.vision.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import liviano.vision.Category;
import org.junit.jupiter.api.Test;

class TopKAccuracyTest {
  @Test
  void countsThePlaceOfTheRightClass() {
    TopKAccuracy accuracy = new TopKAccuracy(3);
    accuracy.add(answer(7, 8, 9, 6), 7);
    accuracy.add(answer(7, 8, 9, 6), 9);
    accuracy.add(answer(7, 8, 9, 6), 6);
    accuracy.add(answer(), 6);

    assertThat(accuracy.images()).isEqualTo(4);
    assertThat(accuracy.correct(1)).isEqualTo(1);
    assertThat(accuracy.correct(2)).isEqualTo(1);
    assertThat(accuracy.correct(3)).isEqualTo(2);
    assertThat(accuracy.accuracy(1)).isEqualTo(0.25);
    assertThat(accuracy.accuracy(3)).isEqualTo(0.5);
  }

  @Test
  void refusesWhatItCannotSay() {
    assertThatThrownBy(() -> new TopKAccuracy(0)).isInstanceOf(IllegalArgumentException.class);
    TopKAccuracy accuracy = new TopKAccuracy(5);
    assertThatThrownBy(() -> accuracy.accuracy(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> accuracy.correct(6)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static List<Category> answer(int... indices) {
    return IntStream.of(indices).mapToObj(i -> new Category(i, "class " + i, 0.1f)).toList();
  }
}
