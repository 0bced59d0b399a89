package liviano.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.Shape;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private static final Window WINDOW = Window.square(3, 1, Padding.SAME);

  @Test
  void groupsAndDepthwiseLayersLackWhatADenseLayerHas() {
    GraphBuilder graph = Graph.builder();
    Value x = graph.input("x", Shape.of(2, 2, 8));
    x = graph.add("grouped", new Op.Conv2d(12, WINDOW, 4, false), x); // each output reads 2 of 8
    x = graph.add("depthwise", new Op.DepthwiseConv2d(WINDOW, 1, false), x); // 1 of 12
    x = graph.add("dense", new Op.Conv2d(5, WINDOW, 1, false), x);
    Connections found = Connections.of(graph.output("y", x).build());

    assertThat(found.present()).isEqualTo(4 * 9 * (12 * 2 + 12 + 5 * 12));
    assertThat(found.dense()).isEqualTo(4 * 9 * (12 * 8 + 12 * 12 + 5 * 12));
    assertThat(found.missingShare()).isEqualTo(1 - 96.0 / 300);
  }

  /** Table I of LeNet-5's paper: 60 of 96 pairs of maps, at 10x10 positions of 5x5 numbers. */
  @Test
  void lenetsThirdLayerReadsChosenMaps() {
    Connections paper = Connections.of(Zoo.graph(Zoo.architecture("lenet_5").defaults()));
    Connections modern =
        Connections.of(Zoo.graph(Zoo.architecture("lenet_5").defaults().withVariant("modern")));

    assertThat(paper.dense() - paper.present()).isEqualTo((96 - 60) * 25 * 100);
    assertThat(modern.missingShare()).isZero();
    assertThat(Connections.of(Zoo.graph(Zoo.architecture("vgg_16").defaults())).missingShare())
        .isZero();
  }

  @Test
  void mobileNetsLackMostConnectionsOfTheirDepthwiseLayers() {
    Graph graph = Zoo.graph(Recipe.of("mobilenet_v2"));
    Connections found = Connections.of(graph);
    assertThat(found.present()).isEqualTo(Cost.of(graph).multiplyAdds());
    assertThat(found.missingShare()).isCloseTo(0.96, within(0.03));
  }
}
