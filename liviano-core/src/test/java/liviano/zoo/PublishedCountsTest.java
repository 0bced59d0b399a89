package liviano.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import liviano.cost.Cost;
import liviano.zoo.layers.Convention;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The 22 published checkpoints: parameters to the unit, multiply-adds in millions. */
class PublishedCountsTest {

  @ParameterizedTest(name = "{0}, {1}x{1}")
  @CsvSource(
      textBlock =
          """
          1.4,  224, 582.20, 6108776, 6060840
          1.3,  224, 509.37, 5386792, 5342536
          1.0,  224, 300.77, 3504872, 3470760
          1.0,  192, 221.32, 3504872, 3470760
          1.0,  160, 154.08, 3504872, 3470760
          1.0,  128,  99.07, 3504872, 3470760
          1.0,   96,  56.29, 3504872, 3470760
          0.75, 224, 209.07, 2636424, 2609784
          0.75, 192, 153.94, 2636424, 2609784
          0.75, 160, 107.30, 2636424, 2609784
          0.75, 128,  69.13, 2636424, 2609784
          0.75,  96,  39.45, 2636424, 2609784
          0.5,  224,  97.13, 1968680, 1950136
          0.5,  192,  71.70, 1968680, 1950136
          0.5,  160,  50.18, 1968680, 1950136
          0.5,  128,  32.58, 1968680, 1950136
          0.5,   96,  18.89, 1968680, 1950136
          0.35, 224,  59.29, 1677128, 1663048
          0.35, 192,  43.90, 1677128, 1663048
          0.35, 160,  30.87, 1677128, 1663048
          0.35, 128,  20.22, 1677128, 1663048
          0.35,  96,  11.93, 1677128, 1663048
          0.25, 224,  37.20, 1519112,
          0.1,  224,  26.66, 1367080,
          """)
  void countsAreThePublishedOnes(
      double width, int resolution, double millions, long withNorm, Long withoutNorm) {
    Recipe recipe = Recipe.of("mobilenet_v2").withWidth(width).withResolution(resolution);

    Cost cost = Cost.of(Zoo.graph(recipe));

    assertThat(Math.round(cost.multiplyAdds() / 1e4) / 100.0).isEqualTo(millions);
    assertThat(cost.parameters()).isEqualTo(withNorm);
    if (withoutNorm != null) {
      assertThat(cost.parametersWithoutNorm()).isEqualTo(withoutNorm);
    }
  }

  @ParameterizedTest
  @CsvSource({"TENSORFLOW", "PYTORCH"})
  void paddingAndFoldingChangeNoMultiplyAdds(Convention convention) {
    Recipe recipe = Recipe.of("mobilenet_v2").withConvention(convention);

    assertThat(Cost.of(Zoo.graph(recipe)).multiplyAdds()).isEqualTo(300_774_272L);
    assertThat(Cost.of(Zoo.graph(recipe.withNorm(Norm.FOLDED))).multiplyAdds())
        .isEqualTo(300_774_272L);
  }
}
