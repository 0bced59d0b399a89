package liviano.paper.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.ParamSpec;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.model.RandomWeights;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import org.junit.jupiter.api.Test;

/**
 * The paper's figure 2: "2d and 2c are equivalent blocks when stacked". A block of 2c filters a
 * wide map, projects it and expands it again, for the next block to filter; one of 2d expands a
 * thin map, filters and projects it. Stacks of both are the same layers, parted at other places.
 */
class StackedBlocksTest {
  private static final int THIN = 4;
  private static final int WIDE = 24;
  private static final int SIDE = 6;

  /** A layer of a block, with what follows it. */
  private enum Layer {
    EXPAND,
    FILTER,
    PROJECT
  }

  /** Figure 2c: a wide map comes in and goes out, and the bottleneck is inside. */
  private static final List<Layer> C = List.of(Layer.FILTER, Layer.PROJECT, Layer.EXPAND);

  /** Figure 2d: the bottleneck comes in and goes out, and the wide map is inside. */
  private static final List<Layer> D = List.of(Layer.EXPAND, Layer.FILTER, Layer.PROJECT);

  @Test
  void stacksOfBothGiveTheSameNumbers() {
    // A stack of wide maps is expanded before and projected after.
    Graph c =
        graph(
            THIN,
            List.of(List.of(Layer.EXPAND), C, C, C, List.of(Layer.FILTER), List.of(Layer.PROJECT)));
    Graph d = graph(THIN, List.of(D, D, D, D));
    Weights weights = RandomWeights.of(d, 1);

    assertThat(shapes(c)).isEqualTo(shapes(d)).hasSize(2 * 3 * 4);
    assertThat(run(c, renamed(weights, d, c))).containsExactly(run(d, weights));
  }

  @Test
  void aBlockByItselfIsAnother() {
    assertThat(shapes(graph(WIDE, List.of(C)))).isNotEqualTo(shapes(graph(THIN, List.of(D))));
  }

  /**
   * @param channels of the map that comes in
   */
  private static Graph graph(int channels, List<List<Layer>> blocks) {
    GraphBuilder graph = Graph.builder();
    Value last = graph.input("map", Shape.of(SIDE, SIDE, channels));
    for (int block = 0; block < blocks.size(); block++) {
      for (Layer layer : blocks.get(block)) {
        String name = "block" + block + "." + layer;
        last =
            switch (layer) {
              case EXPAND ->
                  graph.add(
                      name + ".relu6",
                      new Op.Relu6(),
                      graph.add(name, new Op.Conv2d(WIDE, pointwise(), 1, true), last));
              case FILTER ->
                  graph.add(
                      name + ".relu6",
                      new Op.Relu6(),
                      graph.add(
                          name,
                          new Op.DepthwiseConv2d(Window.square(3, 1, Padding.SAME), 1, true),
                          last));
              case PROJECT -> graph.add(name, new Op.Conv2d(THIN, pointwise(), 1, true), last);
            };
      }
    }
    return graph.output("map", last).build();
  }

  private static Window pointwise() {
    return Window.square(1, 1, Padding.SAME);
  }

  private static List<String> shapes(Graph graph) {
    return graph.params().map(spec -> spec.role() + " " + spec.shape()).toList();
  }

  private static Weights renamed(Weights weights, Graph from, Graph to) {
    List<ParamSpec> names = to.params().toList();
    List<Tensor> tensors = new ArrayList<>();
    for (ParamSpec spec : from.params().toList()) {
      tensors.add(
          Tensor.of(
              names.get(tensors.size()).name(),
              spec.shape().extents(),
              weights.get(spec.name()).toFloats()));
    }
    return Weights.of(tensors);
  }

  private static float[] run(Graph graph, Weights weights) {
    float[] values = new float[SIDE * SIDE * THIN];
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    Session session = Engine.compile(graph, weights, CompileOptions.defaults()).newSession();
    session.input("map").copyFrom(values);
    session.run();
    return session.output("map").toArray();
  }
}
