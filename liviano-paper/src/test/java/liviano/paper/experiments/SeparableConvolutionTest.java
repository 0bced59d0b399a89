package liviano.paper.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import liviano.cost.Cost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeparableConvolutionTest {
  /** Section 3.1: 8 to 9 times cheaper with 3x3 kernels. */
  @ParameterizedTest
  @CsvSource({
    "56, 56, 128, 128, 3, 462422016, 54992896",
    "14, 14, 512, 512, 3, 462422016, 52283392",
    "7, 5, 3, 2, 5, 5250, 2835"
  })
  void theFormulasAreWhatTheGraphsCost(
      int height, int width, int in, int out, int kernel, long standard, long separable) {
    SeparableConvolution layer = new SeparableConvolution(height, width, in, out, kernel);
    Cost one = Cost.of(layer.standardGraph());
    Cost two = Cost.of(layer.separableGraph());

    assertThat(layer.standard()).isEqualTo(standard).isEqualTo(one.multiplyAdds());
    assertThat(layer.separable()).isEqualTo(separable).isEqualTo(two.multiplyAdds());
    assertThat(layer.standardParameters()).isEqualTo(one.parameters());
    assertThat(layer.separableParameters()).isEqualTo(two.parameters());
    assertThat(layer.ratio()).isCloseTo((double) standard / separable, within(1e-9));
    assertThat(layer.ratio()).isLessThan(layer.ruleOfThumb());
  }

  @Test
  void theRatioNearsTheRuleOfThumb() {
    assertThat(new SeparableConvolution(1, 1, 8, 16, 3).ratio()).isCloseTo(5.76, within(0.01));
    assertThat(new SeparableConvolution(1, 1, 8, 16384, 3).ratio()).isCloseTo(9, within(0.01));
  }

  @Test
  void whatIsOutOfRangeIsSaid() {
    assertThatThrownBy(() -> new SeparableConvolution(1, 1, 1, 0, 3))
        .hasMessage("out must be from 1 to 16384, is 0");
    assertThatThrownBy(() -> new SeparableConvolution(16384, 16384, 16384, 16384, 16384))
        .hasMessageEndingWith("are too many to count");
  }
}
