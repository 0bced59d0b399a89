package liviano.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import liviano.cost.Cost;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Sampling;
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
        .hasMessage("a recipe for mobilenet_v2, not deeplab_v3_mobilenet_v2");
    assertThatThrownBy(() -> PAPER.withHead("A\n")).hasMessageContaining("head must be");
  }

  private static Node node(Graph graph, String name) {
    return graph.nodes().stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
  }

  private static int rate(Graph graph, int branch) {
    return ((Op.Conv2d) node(graph, "head.aspp" + branch).op()).window().dilationH();
  }
}
