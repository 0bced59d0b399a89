package liviano.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.Shape;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackboneTest {
  private static Model model(Graph graph, VisionTask task) {
    return new Model(
        graph,
        RandomWeights.of(graph, 1),
        ModelCard.of(task, "network", Preprocessing.keras(64, 64)),
        Optional.empty());
  }

  private static Graph zoo(String network, int resolution) {
    return Zoo.graph(
        Recipe.of(network)
            .withWidth(0.25)
            .withResolution(resolution)
            .withClasses(7)
            .withNorm(Norm.FOLDED));
  }

  /** Whatever the resolution, at which small maps shrink to single positions. */
  @ParameterizedTest
  @CsvSource({
    "mobilenet_v2, 64, CLASSIFICATION, head.pool, 1280",
    "mobilenet_v1, 64, CLASSIFICATION, head.pool, 256",
    "ssdlite_mobilenet_v2, 64, DETECTION, head.conv.relu6, 1280",
    "ssdlite_mobilenet_v2, 300, DETECTION, head.conv.relu6, 1280",
    "ssd_mobilenet_v2, 96, DETECTION, head.conv.relu6, 1280",
    "ssdlite_mobilenet_v1, 96, DETECTION, blocks.12.pointwise.relu6, 256",
  })
  void endsBeforeTheHead(String network, int side, VisionTask task, String last, int length) {
    Backbone backbone = Backbone.of(model(zoo(network, side), task)).orElseThrow();
    assertThat(backbone.length()).isEqualTo(length);
    List<String> names =
        backbone.graph().nodes().stream()
            .map(node -> node.name())
            .filter(name -> !name.startsWith("embedding."))
            .toList();
    assertThat(names.getLast()).isEqualTo(last);
  }

  /** As TensorFlow's slim has its classifiers. */
  @Test
  void seesAConvolutionOfOnePositionAsADenseLayer() {
    GraphBuilder graph = Graph.builder();
    Value image = graph.input("image", Shape.of(8, 8, 3));
    Value map = convolution(graph, "wide", image, 40);
    Value narrow = convolution(graph, "narrow", map, 6);
    Value point =
        graph.add("point", new Op.AveragePool(Window.square(8, 1, Padding.NONE), false), narrow);
    Value scores = convolution(graph, "scores", point, 5);
    Value logits = graph.add("flat", new Op.Reshape(Shape.of(5)), scores);
    Graph built = graph.output("logits", logits).build();
    Backbone backbone = Backbone.of(model(built, VisionTask.CLASSIFICATION)).orElseThrow();
    assertThat(backbone.embedding().name()).isEqualTo("point");
    assertThat(backbone.length()).isEqualTo(6);
  }

  /** A block that weights channels by what the whole map shows is no end of the network. */
  @Test
  void isNotMisledBySqueezedMaps() {
    GraphBuilder graph = Graph.builder();
    Value image = graph.input("image", Shape.of(8, 8, 3));
    Value early = convolution(graph, "early", image, 4);
    Value point =
        graph.add("point", new Op.AveragePool(Window.square(8, 1, Padding.NONE), false), early);
    Value weighted = graph.add("weighted", new Op.Multiply(), early, point);
    Value wide = convolution(graph, "wide", weighted, 12);
    Value end = convolution(graph, "end", wide, 5);
    Graph built = graph.output("regions", end).build();
    Backbone backbone = Backbone.of(model(built, VisionTask.DETECTION)).orElseThrow();
    assertThat(backbone.length()).isEqualTo(12);
  }

  @Test
  void aNetworkWithoutMapsHasNone() {
    GraphBuilder graph = Graph.builder();
    Value numbers = graph.input("numbers", Shape.of(4));
    Graph built = graph.output("sum", graph.add("twice", new Op.Relu(), numbers)).build();
    assertThat(Backbone.of(model(built, VisionTask.CLASSIFICATION))).isEmpty();
  }

  @Test
  void isNoGraphOfOtherOutputs() {
    Graph graph = zoo("mobilenet_v2", 64);
    assertThatThrownBy(() -> new Backbone(graph)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Value convolution(GraphBuilder graph, String name, Value in, int channels) {
    Window window = Window.square(1, 1, Padding.NONE);
    return graph.add(name, new Op.Conv2d(channels, window, 1, true), in);
  }
}
