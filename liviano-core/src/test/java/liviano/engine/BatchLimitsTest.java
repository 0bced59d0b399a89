package liviano.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import liviano.Limits;
import liviano.Limits.Limit;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Window;
import liviano.model.RandomWeights;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;

/** A batch multiplies every size of a graph: what is then beyond an {@code int} is refused. */
class BatchLimitsTest {
  private static final Limits UNBOUNDED =
      Limits.defaults().with(Limit.SESSION_BYTES, Long.MAX_VALUE).with(Limit.STEPS, Long.MAX_VALUE);

  @Test
  void tooManyPositionsAreRefusedByTheValue() {
    assertRefused(
        graph(Shape.of(1024, 1024, 1), new Op.Relu()),
        "value 'in': 65536 samples of 1024x1024x1 are 68,719,476,736 numbers");
  }

  @Test
  void tooManyNumbersAreRefusedByTheValue() {
    assertRefused(
        graph(Shape.of(1 << 20), new Op.Sigmoid()),
        "value 'in': 65536 samples of 1048576 are 68,719,476,736 numbers at 65,536 positions");
  }

  @Test
  void windowsOverTooMuchPaddingAreRefusedByTheLayer() {
    Window window = new Window(1, 1, 65536, 65536, 1, 1, Padding.all(65536));

    assertRefused(
        graph(Shape.of(1, 1, 1 << 8), new Op.DepthwiseConv2d(window, 1, false)), "layer op: ");
  }

  private static void assertRefused(Graph graph, String message) {
    assertThatThrownBy(
            () ->
                Engine.compile(
                    graph,
                    RandomWeights.of(graph, 1),
                    CompileOptions.builder().limits(UNBOUNDED).batch(1 << 16).build()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith(message);
  }

  private static Graph graph(Shape shape, Op op) {
    GraphBuilder b = Graph.builder();
    return b.output("out", b.add("op", op, b.input("in", shape))).build();
  }
}
