package liviano.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import liviano.cost.Cost;
import liviano.cost.LayerCost;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.tensor.BlockOrder;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YoloV2Test {
  private static final Recipe RECIPE = Zoo.architecture("yolo_v2").defaults();

  private static String shape(Graph graph, String layer) {
    return graph.find(layer).orElseThrow().shape().toString();
  }

  /** The paper's 50.7M is the first row of 20 classes, its 17.5B variant direct at 416. */
  @ParameterizedTest(name = "''{0}'', {1} classes, {2}x{2}")
  @CsvSource(
      textBlock =
          """
          '',     80, 416, 50962889, 50942217, 14732084224
          '',     80, 544, 50962889, 50942217, 25192735744
          '',     80, 608, 50962889, 50942217, 31469126656
          '',     20, 416, 50655389, 50634717, 14680167424
          '',     20, 544, 50655389, 50634717, 25103954944
          '',     20, 608, 50655389, 50634717, 31358227456
          direct, 80, 416, 67445065, 67424521, 17500980224
          direct, 80, 544, 67445065, 67424521, 29927711744
          direct, 80, 608, 67445065, 67424521, 37383750656
          direct, 20, 416, 67137565, 67117021, 17449063424
          direct, 20, 544, 67137565, 67117021, 29838930944
          direct, 20, 608, 67137565, 67117021, 37272851456
          """)
  void countsAreThoseOfDarknetsFiles(
      String variant, int classes, int side, long withNorm, long withoutNorm, long multiplyAdds) {
    Recipe recipe = RECIPE.withVariant(variant).withClasses(classes).withResolution(side);

    Cost cost = Cost.of(Zoo.graph(recipe));

    assertThat(cost.parameters()).isEqualTo(withNorm);
    assertThat(cost.parametersWithoutNorm()).isEqualTo(withoutNorm);
    assertThat(cost.multiplyAdds()).isEqualTo(multiplyAdds);
    assertThat(Cost.of(Zoo.graph(recipe.withNorm(Norm.FOLDED))).multiplyAdds())
        .isEqualTo(multiplyAdds);
  }

  /** Sixteen bytes and then floats: yolov2.weights and yolo-voc.weights. */
  @ParameterizedTest
  @CsvSource({"80, 203934260", "20, 202704260"})
  void weightsFillDarknetsFiles(int classes, long bytes) {
    Cost cost = Cost.of(Zoo.graph(RECIPE.withClasses(classes)));
    long statistics = cost.layers().stream().mapToLong(LayerCost::statistics).sum();

    assertThat(16 + Float.BYTES * (cost.parameters() + statistics)).isEqualTo(bytes);
  }

  @Test
  void theFinerMapPassesBesideTheLast() {
    Graph graph = Zoo.graph(RECIPE);

    assertThat(shape(graph, "passthrough")).isEqualTo("26x26x64");
    assertThat(shape(graph, "passthrough.reorg")).isEqualTo("13x13x256");
    assertThat(shape(graph, "head.1")).isEqualTo("13x13x1024");
    assertThat(shape(graph, "head.concat")).isEqualTo("13x13x1280");
    assertThat(shape(graph, "regions")).isEqualTo("13x13x425");
    assertThat(node(graph, "passthrough.reorg").op())
        .isEqualTo(new Op.SpaceToDepth(2, BlockOrder.DARKNET));
    assertThat(node(graph, "head.concat").input().name()).isEqualTo("passthrough.reorg");
    Graph direct = Zoo.graph(RECIPE.withVariant("direct").withClasses(20));
    assertThat(direct.find("passthrough")).isEmpty();
    assertThat(shape(direct, "head.concat")).isEqualTo("13x13x3072");
    assertThat(shape(direct, "regions")).isEqualTo("13x13x125");
  }

  @Test
  void eachFileHasItsAnchors() {
    assertThat(YoloV2.anchors(RECIPE)).first().isEqualTo(new YoloV2.Anchor(0.57273, 0.677385));
    assertThat(YoloV2.anchors(RECIPE.withClasses(20)))
        .contains(new YoloV2.Anchor(9.47112, 4.84053));
    Recipe direct = RECIPE.withVariant("direct");
    assertThat(YoloV2.anchors(direct)).last().isEqualTo(new YoloV2.Anchor(12.6868, 11.8741));
    assertThat(YoloV2.anchors(direct.withClasses(20)))
        .hasSize(YoloV2.BOXES)
        .first()
        .isEqualTo(new YoloV2.Anchor(1.08, 1.19));
  }

  /** From the picture to the two maps side by side: what follows is two more convolutions. */
  @ParameterizedTest
  @CsvSource({"'', BATCH", "direct, FOLDED"})
  void providersAgree(String variant, Norm norm) {
    Recipe recipe = RECIPE.withVariant(variant).withResolution(64).withClasses(2).withNorm(norm);

    ProviderAgreement.check(Zoo.graph(recipe).endingAt("head.concat"), 1e-3);
  }

  @Test
  void settingsThatTheNetworkLacksAreNamed() {
    assertThatThrownBy(() -> Zoo.graph(RECIPE.withResolution(420)))
        .hasMessage("yolo_v2: resolution must be a multiple of 32, is 420");
    assertThatThrownBy(() -> Zoo.graph(RECIPE.withOutputStride(16)))
        .hasMessage("yolo_v2 takes no output stride: it is 32, not 16");
    assertThatThrownBy(() -> Zoo.graph(RECIPE.withVariant("tiny")))
        .hasMessage("yolo_v2 has no variant 'tiny'; known are 'direct'");
    assertThatThrownBy(() -> YoloV2.anchors(Recipe.of("darknet_19")))
        .hasMessage("a recipe for darknet_19, not yolo_v2");
  }

  private static Node node(Graph graph, String name) {
    return graph.nodes().stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
  }
}
