package liviano.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import liviano.cost.Cost;
import liviano.graph.Graph;
import liviano.tensor.Shape;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SsdLiteTest {
  private static final Recipe RECIPE = Recipe.of("ssdlite_mobilenet_v2").withClasses(90);

  private static String shape(Graph graph, String layer) {
    return graph.find(layer).orElseThrow().shape().toString();
  }

  @ParameterizedTest
  @CsvSource({"300, 1917, 19 10 5 3 2 1", "320, 2034, 20 10 5 3 2 1"})
  void boxesArePredictedFromSixMaps(int resolution, int anchors, String sides) {
    Graph graph = Zoo.graph(RECIPE.withResolution(resolution));

    assertThat(shape(graph, "boxes")).isEqualTo(anchors + "x4");
    assertThat(shape(graph, "logits")).isEqualTo(anchors + "x91");
    List<Shape> maps = SsdLite.predictedMaps(graph);
    assertThat(maps.stream().map(map -> String.valueOf(map.height())))
        .containsExactly(sides.split(" "));
    assertThat(maps).allMatch(map -> map.height() == map.width());
    assertThat(SsdAnchors.of(maps)).hasSize(4 * anchors);
  }

  @Test
  void theMapsAreTheFourteenthBlocksExpansionTheLastLayerAndFourMore() {
    Graph graph = Zoo.graph(RECIPE.withResolution(300));

    assertThat(shape(graph, "predictors.0.boxes.depthwise")).isEqualTo("19x19x576");
    assertThat(shape(graph, "predictors.1.boxes.depthwise")).isEqualTo("10x10x1280");
    assertThat(shape(graph, "extras.0.squeeze")).isEqualTo("10x10x256");
    assertThat(shape(graph, "extras.0.pointwise")).isEqualTo("5x5x512");
    assertThat(shape(graph, "extras.1.pointwise")).isEqualTo("3x3x256");
    assertThat(shape(graph, "extras.2.depthwise")).isEqualTo("2x2x128");
    assertThat(shape(graph, "extras.3.pointwise")).isEqualTo("1x1x128");
    assertThat(shape(graph, "predictors.0.logits")).isEqualTo("19x19x273");
    assertThat(shape(graph, "predictors.5.logits")).isEqualTo("1x1x546");
  }

  @ParameterizedTest(name = "{0} numbers an anchor")
  @CsvSource({"80, 4.32, 0.787", "81, 4.34, 0.789", "90, 4.48, 0.803", "91, 4.50, 0.804"})
  void countsAreThoseOfTable6(int numbers, double millions, double billions) {
    Cost cost = Cost.of(Zoo.graph(RECIPE.withResolution(320).withClasses(numbers - 1)));

    assertThat(Math.round(cost.parameters() / 1e4) / 100.0).isEqualTo(millions);
    assertThat(Math.round(cost.multiplyAdds() / 1e6) / 1000.0).isEqualTo(billions);
  }

  /** Numbers an anchor are the classes and the background. */
  @ParameterizedTest(name = "{0} at {1}, {2} numbers an anchor")
  @CsvSource(
      textBlock =
          """
          320, 80, 5086036, 5048788, 1307836608
          320, 81, 5100661, 5063413, 1309162944
          320, 90, 5232286, 5195038, 1321099968
          320, 91, 5246911, 5209663, 1322426304
          300, 80, 5086036, 5048788, 1199046784
          300, 81, 5100661, 5063413, 1200313216
          300, 90, 5232286, 5195038, 1211711104
          300, 91, 5246911, 5209663, 1212977536
          """)
  void onMobileNetV1TheCountsAreThoseOfTable6(
      int resolution, int numbers, long withNorm, long withoutNorm, long multiplyAdds) {
    Recipe recipe =
        Zoo.architecture("ssdlite_mobilenet_v1")
            .defaults()
            .withResolution(resolution)
            .withClasses(numbers - 1);

    Cost cost = Cost.of(Zoo.graph(recipe));

    assertThat(cost.parameters()).isEqualTo(withNorm);
    assertThat(cost.parametersWithoutNorm()).isEqualTo(withoutNorm);
    assertThat(cost.multiplyAdds()).isEqualTo(multiplyAdds);
    assertThat(Cost.of(Zoo.graph(recipe.withNorm(Norm.FOLDED))).multiplyAdds())
        .isEqualTo(multiplyAdds);
  }

  /** Table 5: extras and predictors alone, 14.8M and 1.25B against 2.1M and twice our count. */
  @ParameterizedTest(name = "{0}, {1} numbers an anchor")
  @CsvSource({
    "ssd_mobilenet_v2, 80, 14.63, 1.245",
    "ssd_mobilenet_v2, 81, 14.78, 1.259",
    "ssdlite_mobilenet_v2, 80, 2.1, 0.176",
    "ssdlite_mobilenet_v2, 81, 2.11, 0.178"
  })
  void separableHeadsCostASeventh(String id, int numbers, double millions, double billions) {
    Recipe recipe = Zoo.architecture(id).defaults().withClasses(numbers - 1);
    Graph graph = Zoo.graph(recipe);
    Cost whole = Cost.of(graph);
    Cost body = Cost.of(graph.endingAt("head.conv.relu6"));

    assertThat(Math.round((whole.parameters() - body.parameters()) / 1e4) / 100.0)
        .isEqualTo(millions);
    assertThat(Math.round((whole.multiplyAdds() - body.multiplyAdds()) / 1e6) / 1000.0)
        .isEqualTo(billions);
  }

  @Test
  void onMobileNetV1TheFirstMapIsTheEleventhBlocks() {
    Graph graph = Zoo.graph(Recipe.of("ssdlite_mobilenet_v1").withResolution(300));

    assertThat(shape(graph, "predictors.0.boxes.depthwise")).isEqualTo("19x19x512");
    assertThat(shape(graph, "predictors.1.boxes.depthwise")).isEqualTo("10x10x1024");
    assertThat(shape(graph, "extras.3.pointwise")).isEqualTo("1x1x128");
    assertThat(shape(graph, "boxes")).isEqualTo("1917x4");
  }

  @Test
  void denseHeadsLookAtTheSameMaps() {
    Graph graph = Zoo.graph(Recipe.of("ssd_mobilenet_v2").withResolution(320).withClasses(80));

    assertThat(graph.find("predictors.0.boxes.depthwise")).isEmpty();
    assertThat(shape(graph, "predictors.0.boxes")).isEqualTo("20x20x12");
    assertThat(shape(graph, "extras.0.convolution")).isEqualTo("5x5x512");
    assertThat(shape(graph, "logits")).isEqualTo("2034x81");
  }

  @ParameterizedTest
  @CsvSource({
    "ssdlite_mobilenet_v1, BATCH",
    "ssdlite_mobilenet_v1, FOLDED",
    "ssd_mobilenet_v2, BATCH",
    "ssd_mobilenet_v2, FOLDED"
  })
  void providersAgree(String id, Norm norm) {
    Recipe recipe = Recipe.of(id).withWidth(0.25).withResolution(96).withClasses(2).withNorm(norm);

    ProviderAgreement.check(Zoo.graph(recipe), 1e-3);
  }

  @Test
  void settingsThatTheNetworkLacksAreNamed() {
    assertThatThrownBy(() -> Zoo.graph(Recipe.of("ssdlite_mobilenet_v1").withExpansion(3)))
        .hasMessage("ssdlite_mobilenet_v1 takes no expansion factor: it is 6, not 3");
    assertThatThrownBy(() -> SsdLite.graph(Recipe.of("mobilenet_v1")))
        .hasMessage("a recipe for mobilenet_v1, not for SSDLite");
  }

  @ParameterizedTest
  @CsvSource({"0.35, 179, 89", "1.4, 716, 358"})
  void theWidthMultiplierScalesTheExtrasToo(double width, int pointwise, int squeeze) {
    Graph graph = Zoo.graph(RECIPE.withWidth(width).withClasses(3).withNorm(Norm.FOLDED));

    assertThat(shape(graph, "extras.0.pointwise")).endsWith("x" + pointwise);
    assertThat(shape(graph, "extras.0.squeeze")).endsWith("x" + squeeze);
    assertThat(shape(graph, "logits")).endsWith("x4");
    assertThat(shape(Zoo.graph(RECIPE.withWidth(0.1)), "extras.3.squeeze")).endsWith("x16");
  }

  @Test
  void predictorsHaveABiasWhetherNormIsFoldedOrNot() {
    assertThat(Zoo.graph(RECIPE).params().map(p -> p.name()).filter(n -> n.endsWith(".bias")))
        .hasSize(12)
        .contains("predictors.0.boxes.bias", "predictors.5.logits.bias");
    assertThat(Zoo.graph(RECIPE).params().map(p -> p.name()))
        .contains("predictors.3.logits.depthwise.norm.mean", "extras.1.squeeze.norm.scale");
  }

  @Test
  void withoutExpansionThereIsNothingToLookAt() {
    assertThatThrownBy(() -> Zoo.graph(RECIPE.withExpansion(1)))
        .hasMessageContaining("expansion must be above 1");
  }

  /** Computed by hand for two maps, of 2x1 positions and of one. */
  @Test
  void anchorsAreCentredOnTheirPositions() {
    float[] anchors = SsdAnchors.of(List.of(Shape.of(2, 1, 1), Shape.of(1, 1, 1)));

    assertThat(anchors).hasSize(4 * (2 * 3 + 6));
    // The small square, the wide box and the tall one, at (y, x) = (1/4, 1/2).
    assertBox(anchors, 0, 0.2, 0.45, 0.3, 0.55);
    assertBox(anchors, 1, 0.25 - 0.0707107, 0.5 - 0.1414214, 0.25 + 0.0707107, 0.5 + 0.1414214);
    assertBox(anchors, 2, 0.25 - 0.1414214, 0.5 - 0.0707107, 0.25 + 0.1414214, 0.5 + 0.0707107);
    assertBox(anchors, 3, 0.7, 0.45, 0.8, 0.55);
    // The last map: scale 0.95, ratios 1 to 1/3, then the square between 0.95 and 1.
    assertBox(anchors, 6, 0.025, 0.025, 0.975, 0.975);
    assertBox(anchors, 9, 0.5 - 0.2742414, 0.5 - 0.8227242, 0.5 + 0.2742414, 0.5 + 0.8227242);
    assertBox(anchors, 11, 0.5 - 0.4873397, 0.5 - 0.4873397, 0.5 + 0.4873397, 0.5 + 0.4873397);
  }

  private static void assertBox(float[] anchors, int box, double... expected) {
    for (int i = 0; i < 4; i++) {
      assertThat((double) anchors[4 * box + i]).isCloseTo(expected[i], within(1e-6));
    }
  }
}
