package liviano.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.zoo.layers.Convention;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MobileNetV2Test {
  private static final Recipe PAPER = Recipe.of("mobilenet_v2");

  private static String shape(Graph graph, String layer) {
    return graph.find(layer).orElseThrow().shape().toString();
  }

  private static List<Integer> dilations(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> node.op() instanceof Op.DepthwiseConv2d)
        .map(node -> ((Op.DepthwiseConv2d) node.op()).window().dilationH())
        .toList();
  }

  @Test
  void theLayersAreThoseOfTable2() {
    Graph graph = Zoo.graph(PAPER);

    assertThat(shape(graph, "stem.conv")).isEqualTo("112x112x32");
    assertThat(shape(graph, "blocks.0.project")).isEqualTo("112x112x16");
    assertThat(shape(graph, "blocks.1.expand")).isEqualTo("112x112x96");
    assertThat(shape(graph, "blocks.2.add")).isEqualTo("56x56x24");
    assertThat(shape(graph, "blocks.5.add")).isEqualTo("28x28x32");
    assertThat(shape(graph, "blocks.9.add")).isEqualTo("14x14x64");
    assertThat(shape(graph, "blocks.12.add")).isEqualTo("14x14x96");
    assertThat(shape(graph, "blocks.15.add")).isEqualTo("7x7x160");
    assertThat(shape(graph, "blocks.16.project")).isEqualTo("7x7x320");
    assertThat(shape(graph, "head.conv")).isEqualTo("7x7x1280");
    assertThat(shape(graph, "head.pool")).isEqualTo("1280");
    assertThat(shape(graph, "logits")).isEqualTo("1000");
    assertThat(graph.find("blocks.0.expand")).isEmpty();
    assertThat(MobileNetV2.TABLE_2.stream().mapToInt(MobileNetV2.Stage::n).sum()).isEqualTo(17);
  }

  @Test
  void shortcutsJoinBottlenecksOfOneShape() {
    assertThat(Zoo.graph(PAPER).nodes())
        .filteredOn(node -> node.op() instanceof Op.Add)
        .extracting(Node::name)
        .containsExactly(
            "blocks.2.add",
            "blocks.4.add",
            "blocks.5.add",
            "blocks.7.add",
            "blocks.8.add",
            "blocks.9.add",
            "blocks.11.add",
            "blocks.12.add",
            "blocks.14.add",
            "blocks.15.add");
  }

  @Test
  void anOutputStrideTradesStridesForDilationsOfTheLayersAfterThem() {
    Graph sixteen = Zoo.graph(PAPER.withOutputStride(16));
    Graph eight = Zoo.graph(PAPER.withOutputStride(8));

    assertThat(shape(sixteen, "blocks.16.project")).isEqualTo("14x14x320");
    assertThat(shape(eight, "blocks.16.project")).isEqualTo("28x28x320");
    assertThat(dilations(sixteen))
        .containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2);
    assertThat(dilations(eight)).containsExactly(1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 4, 4, 4);
  }

  @ParameterizedTest
  @CsvSource({"TENSORFLOW, 224, 7x7x1280", "PYTORCH, 224, 7x7x1280", "TENSORFLOW, 97, 4x4x1280"})
  void bothConventionsEndInTheSameShapes(Convention convention, int resolution, String shape) {
    Graph graph = Zoo.graph(PAPER.withConvention(convention).withResolution(resolution));

    assertThat(shape(graph, "head.conv")).isEqualTo(shape);
    Node norm = graph.nodes().get(1);
    assertThat(norm.op())
        .isEqualTo(new Op.BatchNorm(convention == Convention.TENSORFLOW ? 1e-3f : 1e-5f));
  }

  @Test
  void foldedNormGivesEveryConvolutionABias() {
    Graph graph = Zoo.graph(PAPER.withNorm(Norm.FOLDED));

    assertThat(graph.nodes()).noneMatch(node -> node.op() instanceof Op.BatchNorm);
    assertThat(graph.params().filter(p -> p.name().endsWith(".bias"))).hasSize(53);
    assertThat(graph.params().map(p -> p.name()))
        .contains("stem.conv.weight", "blocks.3.depthwise.bias", "classifier.bias");
  }

  @Test
  void expansionFactorWidensTheInsideOfBlocks() {
    Graph graph = Zoo.graph(PAPER.withExpansion(10));

    assertThat(shape(graph, "blocks.3.expand")).isEqualTo("56x56x240");
    assertThat(shape(graph, "blocks.3.project")).isEqualTo("28x28x32");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.35, 0.5, 0.75, 1, 1.3, 1.4, 2})
  void everyLayerIsDivisibleByEight(double width) {
    assertThat(Zoo.graph(PAPER.withWidth(width)).nodes())
        .filteredOn(node -> node.op() instanceof Op.Conv2d)
        .allMatch(node -> node.output().shape().channels() % 8 == 0);
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> PAPER.withOutputStride(4))
        .hasMessage("output stride must be 8, 16 or 32, is 4");
    assertThatThrownBy(() -> PAPER.withWidth(0)).hasMessageContaining("width");
    assertThatThrownBy(() -> PAPER.withResolution(0)).hasMessageContaining("resolution");
    assertThatThrownBy(() -> Zoo.graph(Recipe.of("mobilenet_v9")))
        .hasMessageStartingWith("unknown network 'mobilenet_v9'; did you mean mobilenet_v")
        .hasMessageContaining("mobilenet_v2");
    assertThatThrownBy(() -> Zoo.graph(Recipe.of("alphabet")))
        .hasMessageStartingWith("unknown network 'alphabet'; known are mobilenet_v2, ");
    assertThatThrownBy(() -> Zoo.graph(PAPER.withVariant("wide")))
        .hasMessageStartingWith("mobilenet_v2 has ")
        .hasMessageContaining("'wide'");
  }
}
