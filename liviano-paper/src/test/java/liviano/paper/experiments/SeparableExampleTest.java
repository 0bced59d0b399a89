package liviano.paper.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeparableExampleTest {
  private static final SeparableExample SMALL = SeparableExample.SMALL;

  @Test
  void eachChannelIsFilteredByItselfAndThenMixed() {
    assertThat(SMALL.filtered()).containsExactly(Matrix.parse("3,3;3,3"), Matrix.parse("6,6;6,6"));
    assertThat(SMALL.output())
        .containsExactly(Matrix.parse("3,3;3,3"), Matrix.parse("9,9;9,9"), Matrix.parse("0,0;0,0"));
  }

  @Test
  void aStandardConvolutionOfTheProductsGivesTheSame() {
    assertThat(SMALL.standard()).isEqualTo(SMALL.output());
    assertThat(SMALL.layer().standard()).isEqualTo(2 * 2 * 2 * 3 * 9);
    assertThat(SMALL.layer().separable()).isEqualTo(2 * 2 * 2 * (9 + 3));
  }

  @Test
  void thereIsAKernelAndAWeightForEachChannel() {
    assertThatThrownBy(() -> new SeparableExample(SMALL.input(), List.of(), SMALL.pointwise()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new SeparableExample(SMALL.input(), SMALL.depthwise(), Matrix.parse("1")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
