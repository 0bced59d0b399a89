package liviano.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import liviano.cost.Cost;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Window;
import liviano.tensor.Sampling;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeepLabV3Test {
  private static final Recipe PAPER = Zoo.architecture("deeplab_v3_mobilenet_v2").defaults();

  private static String shape(Graph graph, String layer) {
    return graph.find(layer).orElseThrow().shape().toString();
  }

  /** Table 7: 2.11M and 2.75B, 4.52M and 5.8B; the last counts padding that nobody computes. */
  @ParameterizedTest
  @CsvSource({"pool, 16, 2113557, 2.741", "pool, 8, 2113557, 8.826", "aspp, 16, 4523541, 5.364"})
  void countsAreThoseOfTable7(String head, int stride, long parameters, double billions) {
    Cost cost = Cost.of(Zoo.graph(PAPER.withHead(head).withOutputStride(stride)));

    assertThat(cost.parameters()).isEqualTo(parameters);
    assertThat(Math.round(cost.multiplyAdds() / 1e6) / 1e3).isEqualTo(billions);
  }

  /** Dense; atrous convolutions counted with TensorFlow's padding come out as table 7 has them. */
  @ParameterizedTest(name = "{0}, {1} at output stride {2}")
  @CsvSource(
      textBlock =
          """
          deeplab_v3_mobilenet_v1, aspp, 16, 11145301, 11120341,  12760886976
          deeplab_v3_mobilenet_v1, aspp,  8, 11145301, 11120341,  46400483008
          deeplab_v3_mobilenet_v1, pool, 16,  3869269,  3845845,   4838960832
          deeplab_v3_mobilenet_v1, pool,  8,  3869269,  3845845,  15665737408
          deeplab_v3_resnet_101,   aspp, 16, 58164437, 58055637,  76052470720
          deeplab_v3_resnet_101,   aspp,  8, 58164437, 58055637, 252252117952
          """)
  void countsOnOtherBackbonesAreThoseOfTable7(
      String id, String head, int stride, long withNorm, long withoutNorm, long multiplyAdds) {
    Recipe recipe = Zoo.architecture(id).defaults().withHead(head).withOutputStride(stride);

    Cost cost = Cost.of(Zoo.graph(recipe));

    assertThat(cost.parameters()).isEqualTo(withNorm);
    assertThat(cost.parametersWithoutNorm()).isEqualTo(withoutNorm);
    assertThat(cost.multiplyAdds()).isEqualTo(multiplyAdds);
    assertThat(Cost.of(Zoo.graph(recipe.withNorm(Norm.FOLDED))).multiplyAdds())
        .isEqualTo(multiplyAdds);
  }

  @ParameterizedTest
  @CsvSource({
    "deeplab_v3_mobilenet_v1, 16, 33x33x1024",
    "deeplab_v3_mobilenet_v1, 8, 65x65x1024",
    "deeplab_v3_resnet_101, 16, 33x33x2048",
    "deeplab_v3_resnet_101, 8, 65x65x2048"
  })
  void theHeadStandsOnTheLastMap(String id, int stride, String shape) {
    Graph graph = Zoo.graph(Zoo.architecture(id).defaults().withOutputStride(stride));

    assertThat(node(graph, "head.pool").input().shape()).hasToString(shape);
    assertThat(shape(graph, "head.concat")).endsWith("x" + 5 * 256);
    assertThat(shape(graph, "upsampled")).isEqualTo("513x513x21");
    assertThat(node(graph, "head.aspp0.norm").op()).isEqualTo(new Op.BatchNorm(1e-5f));
  }

  /** The unit's own rates 1, 2 and 4 times the rate that output strides leave. */
  @ParameterizedTest
  @CsvSource({"16, 2 4 8", "8, 4 8 16"})
  void theLastStageOfResNetIsAMultiGrid(int stride, String rates) {
    Graph graph =
        Zoo.graph(Zoo.architecture("deeplab_v3_resnet_101").defaults().withOutputStride(stride));
    List<Integer> convolutions =
        graph.nodes().stream()
            .filter(n -> n.output().shape().channels() == 512 && n.op() instanceof Op.Conv2d)
            .map(n -> ((Op.Conv2d) n.op()).window())
            .filter(window -> window.kernelH() == 3)
            .map(Window::dilationH)
            .toList();

    assertThat(convolutions.stream().map(String::valueOf)).containsExactly(rates.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "deeplab_v3_mobilenet_v1, aspp, 8, BATCH",
    "deeplab_v3_mobilenet_v1, pool, 16, FOLDED"
  })
  void providersAgree(String id, String head, int stride, Norm norm) {
    Recipe recipe = Zoo.architecture(id).defaults().withWidth(0.25).withClasses(3);

    ProviderAgreement.check(
        DeepLabV3.graph(recipe.withHead(head).withOutputStride(stride).withNorm(norm), 33, 49),
        1e-3);
  }

  /** The stem, the first stage and the atrous unit that begins the third: no 58 million weights. */
  @Test
  void providersAgreeOnResNet() {
    Recipe recipe = Zoo.architecture("deeplab_v3_resnet_101").defaults().withOutputStride(8);

    Graph start = DeepLabV3.graph(recipe, 33, 49).endingAt("blocks.7.add.relu");

    assertThat(shape(start, "blocks.7.add.relu")).isEqualTo("5x7x1024");
    assertThat(((Op.Conv2d) node(start, "blocks.7.filter").op()).window().dilationH()).isEqualTo(2);
    ProviderAgreement.check(start, 1e-3);
  }

  @Test
  void theHeadStandsOnTheLastBottleneck() {
    Graph graph = Zoo.graph(PAPER);

    assertThat(shape(graph, "blocks.16.project")).isEqualTo("33x33x320");
    assertThat(graph.find("head.conv")).isEmpty();
    assertThat(shape(graph, "head.image_pooling")).isEqualTo("1x1x256");
    assertThat(shape(graph, "head.image_pooling.spread")).isEqualTo("33x33x256");
    assertThat(shape(graph, "head.concat")).isEqualTo("33x33x512");
    assertThat(shape(graph, "logits")).isEqualTo("33x33x21");
    assertThat(shape(graph, "upsampled")).isEqualTo("513x513x21");
    assertThat(node(graph, "upsample").op())
        .isEqualTo(new Op.ResizeBilinear(513, 513, Sampling.ALIGN_CORNERS));
    assertThat(node(graph, "head.aspp0.norm").op()).isEqualTo(new Op.BatchNorm(1e-5f));
    assertThat(node(graph, "blocks.16.project.norm").op()).isEqualTo(new Op.BatchNorm(1e-3f));
    assertThat(node(graph, "head.projection.relu").op()).isEqualTo(new Op.Relu());
  }

  @ParameterizedTest
  @CsvSource({"16, 6, 12, 18", "8, 12, 24, 36"})
  void atrousRatesFollowTheOutputStride(int stride, int first, int second, int third) {
    Graph graph = Zoo.graph(PAPER.withHead("aspp").withOutputStride(stride));

    assertThat(List.of(rate(graph, 1), rate(graph, 2), rate(graph, 3)))
        .containsExactly(first, second, third);
    assertThat(graph.find("head.concat").orElseThrow().shape().channels()).isEqualTo(5 * 256);
  }

  @Test
  void picturesNeedNotBeSquare() {
    Graph graph = DeepLabV3.graph(PAPER.withOutputStride(8), 257, 385);

    assertThat(shape(graph, "image")).isEqualTo("257x385x3");
    assertThat(shape(graph, "logits")).isEqualTo("33x49x21");
    assertThat(shape(graph, "upsampled")).isEqualTo("257x385x21");
  }

  @Test
  void settingsThatTheNetworkLacksAreNamed() {
    assertThatThrownBy(() -> Zoo.graph(PAPER.withHead("decoder")))
        .hasMessage("deeplab_v3_mobilenet_v2 has no head 'decoder'; known are 'pool', 'aspp'");
    assertThatThrownBy(() -> Zoo.graph(Recipe.of("mobilenet_v2").withHead("pool")))
        .hasMessage("mobilenet_v2 has one head, no 'pool'");
    assertThatThrownBy(() -> Zoo.graph(PAPER.withOutputStride(32)))
        .hasMessageContaining("output stride must be 8 or 16, is 32");
    assertThatThrownBy(() -> DeepLabV3.graph(Recipe.of("mobilenet_v2"), 65, 65))
        .hasMessage("a recipe for mobilenet_v2, not for DeepLabv3");
    Recipe resnet = Zoo.architecture("deeplab_v3_resnet_101").defaults();
    assertThatThrownBy(() -> Zoo.graph(resnet.withWidth(0.5)))
        .hasMessage("deeplab_v3_resnet_101 takes no width multiplier: it is 1.0, not 0.5");
    assertThatThrownBy(() -> Zoo.graph(resnet.withOutputStride(32)))
        .hasMessage("deeplab_v3_resnet_101: output stride must be 8 or 16, is 32");
    assertThatThrownBy(() -> resnet.withOutputStride(7))
        .hasMessage("output stride must be 8, 16 or 32, is 7");
    assertThatThrownBy(() -> PAPER.withHead("A\n")).hasMessageContaining("head must be");
  }

  private static Node node(Graph graph, String name) {
    return graph.nodes().stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
  }

  private static int rate(Graph graph, int branch) {
    return ((Op.Conv2d) node(graph, "head.aspp" + branch).op()).window().dilationH();
  }
}
