package liviano.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.Shape;
import liviano.zoo.layers.Layers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the classifiers that MobileNetV2 is compared with are made of. */
class RivalsTest {

  private static Graph graph(String network) {
    return graph(network, "");
  }

  private static Graph graph(String network, String variant) {
    return Zoo.graph(Zoo.architecture(network).defaults(variant));
  }

  private static String shape(Graph graph, String layer) {
    return graph.find(layer).orElseThrow().shape().toString();
  }

  private static Op op(Graph graph, String layer) {
    return graph.nodes().stream()
        .filter(node -> node.name().equals(layer))
        .map(Node::op)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> named(Graph graph, Class<? extends Op> op) {
    return graph.nodes().stream().filter(node -> op.isInstance(node.op())).map(Node::name).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "mobilenet_v1, '', blocks.10.pointwise.relu6, 14x14x512",
    "mobilenet_v1, '', blocks.12.pointwise.relu6, 7x7x1024",
    "shufflenet_v1, '', stem.pool, 56x56x24",
    "shufflenet_v1, '', blocks.0.concat, 28x28x240",
    "shufflenet_v1, '', blocks.0.reduce, 56x56x60",
    "shufflenet_v1, '', blocks.11.add, 14x14x480",
    "shufflenet_v1, '', blocks.15.add.relu, 7x7x960",
    "nasnet_a_mobile, '', stem.conv, 111x111x32",
    "nasnet_a_mobile, '', stem.cells.0.concat, 56x56x44",
    "nasnet_a_mobile, '', stem.cells.1.concat, 28x28x88",
    "nasnet_a_mobile, '', cells.3.concat, 28x28x264",
    "nasnet_a_mobile, '', reductions.0.concat, 14x14x352",
    "nasnet_a_mobile, '', reductions.1.concat, 7x7x704",
    "nasnet_a_mobile, '', cells.11.concat, 7x7x1056",
    "nasnet_a_large, '', cells.17.concat, 11x11x4032",
    "alexnet, '', conv1, 55x55x96",
    "alexnet, '', pool1, 27x27x96",
    "alexnet, '', pool5, 6x6x256",
    "alexnet, one_tower, conv1, 55x55x64",
    "alexnet, one_tower, pool5, 6x6x256",
    "zfnet, '', conv1, 110x110x96",
    "zfnet, '', pool1, 55x55x96",
    "zfnet, '', conv2, 26x26x256",
    "zfnet, '', pool2, 13x13x256",
    "zfnet, '', pool5, 6x6x256",
    "vgg_16, '', conv4_3, 28x28x512",
    "vgg_19, '', pool5, 7x7x512",
    "googlenet, '', stem.pool, 56x56x64",
    "googlenet, '', stem.pool2, 28x28x192",
    "googlenet, '', inception.3a.concat, 28x28x256",
    "googlenet, '', inception.4e.concat, 14x14x832",
    "googlenet, torchvision, inception.5b.concat, 7x7x1024",
    "darknet_19, '', conv13.leaky, 14x14x512",
    "darknet_19, '', classifier, 7x7x1000"
  })
  void mapsAreThePapers(String network, String variant, String layer, String shape) {
    assertThat(shape(graph(network, variant), layer)).isEqualTo(shape);
  }

  /** After a reduction the large NASNet reads what the cell before its last normal one gave. */
  @Test
  void nasNetsReadTwoCellsBack() {
    assertThat(shape(graph("nasnet_a_mobile"), "reductions.0.p")).isEqualTo("28x28x88");
    assertThat(inputOf(graph("nasnet_a_mobile"), "cells.4.previous.relu"))
        .isEqualTo("cells.3.concat");
    assertThat(inputOf(graph("nasnet_a_large"), "cells.6.previous.relu"))
        .isEqualTo("cells.4.concat");
  }

  private static String inputOf(Graph graph, String layer) {
    return graph.nodes().stream()
        .filter(node -> node.name().equals(layer))
        .map(node -> node.input().name())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shuffleNetsFirstConvolutionHasNoGroups() {
    Graph graph = graph("shufflenet_v1");

    assertThat(((Op.Conv2d) op(graph, "blocks.0.reduce")).groups()).isEqualTo(1);
    assertThat(((Op.Conv2d) op(graph, "blocks.0.restore")).groups()).isEqualTo(3);
    assertThat(((Op.Conv2d) op(graph, "blocks.1.reduce")).groups()).isEqualTo(3);
    assertThat(op(graph, "classifier")).isEqualTo(new Op.Dense(1000, false));
    assertThat(named(graph, Op.ChannelShuffle.class)).hasSize(16);
  }

  @Test
  void alexNetsTowersMeetInItsThirdConvolution() {
    Graph graph = graph("alexnet");

    assertThat(List.of(1, 2, 3, 4, 5))
        .extracting(i -> ((Op.Conv2d) op(graph, "conv" + i)).groups())
        .containsExactly(1, 2, 1, 2, 2);
    assertThat(named(graph, Op.LocalResponseNorm.class))
        .containsExactly("conv1.response_norm", "conv2.response_norm");
    assertThat(named(graph("alexnet", "one_tower"), Op.LocalResponseNorm.class)).isEmpty();
    assertThat(shape(graph("alexnet", "one_tower"), "image")).isEqualTo("224x224x3");
  }

  @Test
  void googLeNetsVariantsDifferWhereTheyShould() {
    assertThat(named(graph("googlenet"), Op.LocalResponseNorm.class))
        .containsExactly("stem.pool.response_norm", "stem.conv2.relu.response_norm");
    assertThat(named(graph("googlenet", "torchvision"), Op.LocalResponseNorm.class)).isEmpty();
    assertThat(kernel(graph("googlenet"))).isEqualTo(5);
    assertThat(kernel(graph("googlenet", "batch_norm"))).isEqualTo(5);
    assertThat(kernel(graph("googlenet", "torchvision"))).isEqualTo(3);
    assertThat(op(graph("googlenet", "torchvision"), "stem.conv.norm"))
        .isEqualTo(new Op.BatchNorm(1e-3f));
    Graph aux = Zoo.graph(Zoo.architecture("googlenet").defaults().withHead("aux"));
    assertThat(aux.outputs().keySet())
        .containsExactly("logits", "probabilities", "aux.0.logits", "aux.1.logits");
    assertThat(shape(aux, "aux.1.pool")).isEqualTo("4x4x528");
  }

  private static int kernel(Graph graph) {
    return ((Op.Conv2d) op(graph, "inception.3a.5x5")).window().kernelH();
  }

  /**
   * Caffe's rule: the last window may hang over the edge, but not start in the padding behind the
   * map.
   */
  @ParameterizedTest
  @CsvSource({
    "75, 2, 2, 0, 38",
    "74, 2, 2, 0, 37",
    "112, 3, 2, 0, 56",
    "57, 3, 2, 0, 28",
    "110, 3, 2, 1, 56",
    "6, 2, 2, 1, 4",
    "5, 2, 2, 1, 3",
    "3, 2, 3, 0, 1",
    "2, 3, 2, 0, 1"
  })
  void poolingLikeCaffe(int side, int kernel, int stride, int padding, int out) {
    GraphBuilder graph = Graph.builder();
    Value map = graph.input("map", Shape.of(side, side + 1, 1));

    Value pooled = Layers.plain(graph).maxPoolCeil("pool", map, kernel, stride, padding);

    assertThat(pooled.shape().height()).isEqualTo(out);
  }

  @Test
  void aNonLinearityInTheBottleneckFollowsEachProjection() {
    Graph graph = graph("mobilenet_v2", "relu6_bottleneck");

    assertThat(named(graph, Op.Relu6.class))
        .filteredOn(name -> name.endsWith(".project.relu6"))
        .hasSize(17);
    assertThat(named(graph, Op.Add.class)).hasSize(10);
  }

  @Test
  void shortcutsMayJoinExpansionsOrNothing() {
    Graph expansions = graph("mobilenet_v2", "shortcut_expansions");

    // Block 2 keeps its map's shape, and its expanded tensor is added to that of block 3.
    assertThat(named(expansions, Op.Add.class))
        .containsExactly(
            "blocks.3.add",
            "blocks.5.add",
            "blocks.6.add",
            "blocks.8.add",
            "blocks.9.add",
            "blocks.10.add",
            "blocks.12.add",
            "blocks.13.add",
            "blocks.15.add",
            "blocks.16.add");
    Node add =
        expansions.nodes().stream()
            .filter(node -> node.name().equals("blocks.6.add"))
            .findFirst()
            .orElseThrow();
    assertThat(add.inputs().stream().map(Value::name))
        .containsExactly("blocks.5.add.relu6", "blocks.6.expand.norm");
    assertThat(inputOf(expansions, "blocks.6.depthwise")).isEqualTo("blocks.6.add.relu6");
    assertThat(inputOf(expansions, "blocks.6.expand")).isEqualTo("blocks.5.project.norm");
    assertThat(named(graph("mobilenet_v2", "no_shortcut"), Op.Add.class)).isEmpty();
  }

  /** Block 0 keeps its map's shape then, but it expands nothing. */
  @Test
  void aNarrowNetworkJoinsExpansionsToo() {
    Graph graph =
        Zoo.graph(recipe("mobilenet_v2").withVariant("shortcut_expansions").withWidth(0.25));

    assertThat(named(graph, Op.Add.class)).startsWith("blocks.3.add");
  }

  @Test
  void settingsThatANetworkDoesNotTakeAreRefused() {
    assertThatThrownBy(() -> Zoo.graph(recipe("vgg_16").withWidth(0.5)))
        .hasMessage("vgg_16 takes no width multiplier: it is 1.0, not 0.5");
    assertThatThrownBy(() -> Zoo.graph(recipe("lenet_5").withResolution(28)))
        .hasMessage("lenet_5 takes no resolution: it is 32, not 28");
    assertThatThrownBy(() -> Zoo.graph(recipe("mobilenet_v1").withExpansion(5)))
        .hasMessage("mobilenet_v1 takes no expansion factor: it is 6, not 5");
    assertThatThrownBy(() -> Zoo.graph(recipe("resnet_50").withOutputStride(8)))
        .hasMessage("resnet_50 takes no output stride: it is 32, not 8");
    assertThatThrownBy(() -> Zoo.graph(recipe("shufflenet_v1").withWidth(0.75)))
        .hasMessage("shufflenet_v1: width must be one of 0.5, 1.0, 1.5, 2.0, is 0.75");
    assertThatThrownBy(() -> Zoo.graph(recipe("googlenet").withVariant("torch")))
        .hasMessage("googlenet has no variant 'torch'; known are 'torchvision', 'batch_norm'");
    assertThatThrownBy(() -> Zoo.graph(recipe("resnet_50").withHead("aux")))
        .hasMessage("resnet_50 has one head, no 'aux'");
    assertThatThrownBy(
            () ->
                Zoo.graph(
                    recipe("mobilenet_v2").withVariant("shortcut_expansions").withExpansion(1)))
        .hasMessage(
            "expansion must be above 1: variant 'shortcut_expansions' joins expanded tensors");
    assertThatThrownBy(() -> Zoo.graph(recipe("vgg_16").withResolution(16)))
        .hasMessageStartingWith("layer pool5: a window of 2");
    assertThatThrownBy(() -> Zoo.graph(recipe("googlenet").withHead("aux").withResolution(32)))
        .hasMessageStartingWith("layer aux.0.pool: a window of 5");
  }

  private static Recipe recipe(String network) {
    return Zoo.architecture(network).defaults();
  }
}
