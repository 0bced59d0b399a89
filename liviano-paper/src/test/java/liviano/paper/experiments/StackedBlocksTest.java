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
  private static final int BLOCKS = 3;
  private static final Shape MAP = Shape.of(6, 6, THIN);

  @Test
  void stacksOfBothGiveTheSameNumbers() {
    Graph c = separableWithBottleneck();
    Graph d = bottleneckWithExpansion();
    Weights weights = RandomWeights.of(d, 1);

    assertThat(shapes(c)).isEqualTo(shapes(d)).hasSize(2 * 3 * BLOCKS);
    assertThat(run(c, renamed(weights, d, c))).containsExactly(run(d, weights));
  }

  /** A graph in the making, and its last value. */
  private static final class Stack {
    private final GraphBuilder graph = Graph.builder();
    private final String name;
    private Value last = graph.input("map", MAP);

    Stack(String name) {
      this.name = name;
    }

    void expand(int block) {
      add(block, "expand", new Op.Conv2d(WIDE, pointwise(), 1, true));
      add(block, "expand.relu6", new Op.Relu6());
    }

    void filter(int block) {
      add(block, "filter", new Op.DepthwiseConv2d(Window.square(3, 1, Padding.SAME), 1, true));
      add(block, "filter.relu6", new Op.Relu6());
    }

    void project(int block) {
      add(block, "project", new Op.Conv2d(THIN, pointwise(), 1, true));
    }

    private void add(int block, String layer, Op op) {
      last = graph.add(name + block + "." + layer, op, last);
    }

    private static Window pointwise() {
      return Window.square(1, 1, Padding.SAME);
    }

    Graph build() {
      return graph.output("map", last).build();
    }
  }

  /** Figure 2c: a wide map comes in and goes out, and the bottleneck is inside. */
  private static Graph separableWithBottleneck() {
    Stack stack = new Stack("c");
    stack.expand(0); // what stands before the first block
    for (int block = 1; block < BLOCKS; block++) {
      stack.filter(block);
      stack.project(block);
      stack.expand(block);
    }
    stack.filter(BLOCKS); // and after the last
    stack.project(BLOCKS);
    return stack.build();
  }

  /** Figure 2d: the bottleneck comes in and goes out, and the wide map is inside. */
  private static Graph bottleneckWithExpansion() {
    return ofBlocks(new Stack("d"), BLOCKS).build();
  }

  private static Stack ofBlocks(Stack stack, int blocks) {
    for (int block = 0; block < blocks; block++) {
      stack.expand(block);
      stack.filter(block);
      stack.project(block);
    }
    return stack;
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
    float[] values = new float[MAP.elements()];
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
