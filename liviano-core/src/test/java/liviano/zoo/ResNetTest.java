package liviano.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.Shape;
import liviano.zoo.layers.Convention;
import liviano.zoo.layers.Layers;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResNetTest {

  private static String shape(Graph graph, String layer) {
    return graph.find(layer).orElseThrow().shape().toString();
  }

  private static Window window(Graph graph, String layer) {
    return graph.nodes().stream()
        .filter(node -> node.name().equals(layer))
        .map(node -> ((Op.Conv2d) node.op()).window())
        .findFirst()
        .orElseThrow();
  }

  private static Graph deepLab(int outputStride, int side) {
    GraphBuilder graph = Graph.builder();
    Value image = graph.input("image", Shape.of(side, side, 3));
    Layers layers = new Layers(graph, Convention.TENSORFLOW, Norm.BATCH);
    Recipe recipe = Recipe.of("deeplab_v3_resnet_101").withOutputStride(outputStride);
    return graph.output("map", ResNet.deepLab101(layers, recipe, image)).build();
  }

  @Test
  void mapsAreThoseOfTable1() {
    Graph graph = Zoo.graph(Zoo.architecture("resnet_50").defaults());

    assertThat(shape(graph, "stem.conv")).isEqualTo("112x112x64");
    assertThat(shape(graph, "stem.pool")).isEqualTo("56x56x64");
    assertThat(shape(graph, "blocks.2.add")).isEqualTo("56x56x256");
    assertThat(shape(graph, "blocks.6.add")).isEqualTo("28x28x512");
    assertThat(shape(graph, "blocks.12.add")).isEqualTo("14x14x1024");
    assertThat(shape(graph, "blocks.15.add.relu")).isEqualTo("7x7x2048");
    assertThat(graph.find("blocks.16.add")).isEmpty();
  }

  /** Where a stage's channels change the input is projected; everywhere else it is added as is. */
  @Test
  void eachStageProjectsItsFirstShortcut() {
    assertThat(Zoo.graph(Zoo.architecture("resnet_101").defaults()).nodes())
        .filteredOn(node -> node.name().endsWith(".shortcut"))
        .extracting(Node::name)
        .containsExactly(
            "blocks.0.shortcut", "blocks.3.shortcut", "blocks.7.shortcut", "blocks.30.shortcut");
  }

  @ParameterizedTest
  @CsvSource({"'', 2, 1", "stride_on_3x3, 1, 2", "keras, 2, 1"})
  void aStageIsHalvedWhereTheVariantSays(String variant, int reduce, int filter) {
    Graph graph = Zoo.graph(Zoo.architecture("resnet_50").defaults(variant));

    for (String block : List.of("blocks.3", "blocks.7", "blocks.13")) {
      assertThat(window(graph, block + ".reduce").strideH()).isEqualTo(reduce);
      assertThat(window(graph, block + ".filter").strideH()).isEqualTo(filter);
      assertThat(window(graph, block + ".shortcut").strideH()).isEqualTo(2);
    }
    assertThat(window(graph, "blocks.0.reduce").strideH()).isEqualTo(1);
    assertThat(window(graph, "blocks.0.filter").strideH()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"16, 33, 1, 2, 4, 8", "8, 65, 2, 4, 8, 16"})
  void deepLabsDilatesTheLastStages(
      int stride, int side, int stage3, int first, int second, int third) {
    Graph graph = deepLab(stride, 513);

    assertThat(shape(graph, "map")).isEqualTo(side + "x" + side + "x2048");
    assertThat(window(graph, "blocks.7.filter").dilationH()).isEqualTo(stage3);
    assertThat(window(graph, "blocks.29.filter").dilationH()).isEqualTo(stage3);
    assertThat(window(graph, "blocks.30.filter").dilationH()).isEqualTo(first);
    assertThat(window(graph, "blocks.31.filter").dilationH()).isEqualTo(second);
    assertThat(window(graph, "blocks.32.filter").dilationH()).isEqualTo(third);
  }

  @Test
  void deepLabsHalvesInTheLastUnitOfAStage() {
    Graph graph = deepLab(32, 65);

    assertThat(shape(graph, "stem.conv3")).isEqualTo("33x33x128");
    assertThat(shape(graph, "blocks.1.add")).isEqualTo("17x17x256");
    assertThat(shape(graph, "blocks.2.shortcut")).isEqualTo("9x9x256");
    assertThat(shape(graph, "blocks.2.add")).isEqualTo("9x9x256");
    assertThat(shape(graph, "blocks.6.add")).isEqualTo("5x5x512");
    assertThat(shape(graph, "blocks.29.add")).isEqualTo("3x3x1024");
    assertThat(shape(graph, "map")).isEqualTo("3x3x2048");
    assertThat(graph.nodes())
        .filteredOn(node -> node.op() instanceof Op.BatchNorm)
        .allMatch(node -> node.op().equals(new Op.BatchNorm(1e-5f)));
  }

  @Test
  void kerasHasABiasBeforeEachNorm() {
    Graph graph = Zoo.graph(Zoo.architecture("resnet_50").defaults("keras"));

    assertThat(graph.nodes())
        .filteredOn(node -> node.op() instanceof Op.Conv2d)
        .hasSize(53)
        .allMatch(node -> ((Op.Conv2d) node.op()).bias());
    assertThat(graph.nodes()).filteredOn(node -> node.op() instanceof Op.BatchNorm).hasSize(53);
  }
}
