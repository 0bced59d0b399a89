package liviano.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import liviano.cost.Cost;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.tensor.Shape;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SsdTest {

  private static Graph graph(String id, int classes) {
    return Zoo.graph(Zoo.architecture(id).defaults().withClasses(classes));
  }

  private static String shape(Graph graph, String layer) {
    return graph.find(layer).orElseThrow().shape().toString();
  }

  /** The paper's 36.1M for both, 35.2B and 99.5B, fit no number of classes. */
  @ParameterizedTest(name = "{0}, {1} classes and the background")
  @CsvSource(
      textBlock =
          """
          ssd_300, 20, 26285486,  31373537792
          ssd_300, 79, 34171544,  34310571008
          ssd_300, 80, 34305206,  34360351232
          ssd_300, 89, 35508164,  34808373248
          ssd_300, 90, 35641826,  34858153472
          ssd_512, 20, 27188676,  90207908864
          ssd_512, 79, 35890704,  98488586240
          ssd_512, 80, 36038196,  98628936704
          ssd_512, 90, 37513116, 100032441344
          """)
  void countsAreThoseOfTheCaffeModels(String id, int classes, long parameters, long multiplyAdds) {
    Cost cost = Cost.of(graph(id, classes));

    assertThat(cost.parameters()).isEqualTo(parameters);
    assertThat(cost.parametersWithoutNorm()).isEqualTo(parameters);
    assertThat(cost.multiplyAdds()).isEqualTo(multiplyAdds);
  }

  @ParameterizedTest
  @CsvSource({
    "ssd_300, 8732, 38x38x16 19x19x24 10x10x24 5x5x24 3x3x16 1x1x16",
    "ssd_512, 24564, 64x64x16 32x32x24 16x16x24 8x8x24 4x4x24 2x2x16 1x1x16"
  })
  void boxesArePredictedFromSixOrSevenMaps(String id, int priors, String maps) {
    Graph graph = graph(id, 20);

    assertThat(SsdLite.predictedMaps(graph))
        .extracting(Shape::toString)
        .containsExactly(maps.split(" "));
    assertThat(shape(graph, "boxes")).isEqualTo(priors + "x4");
    assertThat(shape(graph, "logits")).isEqualTo(priors + "x21");
  }

  @Test
  void theLayersAreThoseOfVgg16UntilTheExtras() {
    Graph graph = graph("ssd_300", 20);

    assertThat(shape(graph, "pool3")).isEqualTo("38x38x256");
    assertThat(shape(graph, "tap.scale")).isEqualTo("38x38x512");
    assertThat(shape(graph, "pool5")).isEqualTo("19x19x512");
    assertThat(shape(graph, "fc7")).isEqualTo("19x19x1024");
    assertThat(shape(graph, "extras.0.squeeze")).isEqualTo("19x19x256");
    assertThat(shape(graph, "extras.0.convolution")).isEqualTo("10x10x512");
    assertThat(shape(graph, "extras.3.convolution")).isEqualTo("1x1x256");
    assertThat(((Op.Conv2d) node(graph, "fc6").op()).window().dilationH()).isEqualTo(6);
    assertThat(node(graph, "pool4").input()).isEqualTo(node(graph, "tap.normalize").input());
    assertThat(graph.params().filter(p -> p.name().startsWith("tap")).map(ParamSpec::name))
        .containsExactly("tap.scale.weight");
  }

  /** The predictors of all maps but the last, over a picture so small that odd maps are pooled. */
  @Test
  void providersAgreeOnAReducedPicture() {
    Graph graph =
        graph("ssd_300", 1)
            .endingAt("predictors.0.boxes", "predictors.1.logits", "extras.1.convolution.relu")
            .withInputs(Map.of("image", Shape.of(24, 20, 3)));

    assertThat(shape(graph, "pool3")).isEqualTo("3x3x256");
    ProviderAgreement.check(graph, 1e-3);
  }

  @Test
  void settingsThatTheNetworkLacksAreNamed() {
    Recipe recipe = Zoo.architecture("ssd_300").defaults();

    assertThatThrownBy(() -> Zoo.graph(recipe.withResolution(320)))
        .hasMessage("ssd_300 takes no resolution: it is 300, not 320");
    assertThatThrownBy(() -> Zoo.graph(recipe.withWidth(0.5)))
        .hasMessage("ssd_300 takes no width multiplier: it is 1.0, not 0.5");
    assertThatThrownBy(() -> Zoo.graph(recipe.withOutputStride(16)))
        .hasMessage("ssd_300 takes no output stride: it is 32, not 16");
    assertThatThrownBy(() -> Ssd.graph(Recipe.of("vgg_16")))
        .hasMessage("a recipe for vgg_16, not for SSD300 or SSD512");
    assertThatThrownBy(() -> SsdPriors.of(recipe.withResolution(512)))
        .hasMessage("ssd_300 takes no resolution: it is 300, not 512");
  }

  @Test
  void foldingChangesNothingWhereThereIsNoNorm() {
    Recipe recipe = Zoo.architecture("ssd_512").defaults();

    assertThat(Zoo.graph(recipe.withNorm(Norm.FOLDED))).isEqualTo(Zoo.graph(recipe));
  }

  private static Node node(Graph graph, String name) {
    return graph.nodes().stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
  }
}
