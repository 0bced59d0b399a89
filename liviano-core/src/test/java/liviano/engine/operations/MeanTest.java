package liviano.engine.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Program;
import liviano.engine.Session;
import liviano.engine.Step;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.GraphException;
import liviano.graph.Op;
import liviano.kernels.Resample;
import liviano.tensor.Shape;
import liviano.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Means over each set of axes, worked out by hand. */
class MeanTest {
  /** Two samples of 2x3 positions of 2 channels: 0 to 11, and ten times as much. */
  private static final float[] MAPS = maps();

  private static float[] maps() {
    float[] maps = new float[24];
    for (int i = 0; i < 12; i++) {
      maps[i] = i;
      maps[12 + i] = 10 * i;
    }
    return maps;
  }

  static Stream<Arguments> means() {
    return Stream.of(
        Arguments.of(List.of(0), Shape.of(3, 2), new float[] {3, 4, 5, 6, 7, 8}),
        Arguments.of(List.of(1), Shape.of(2, 2), new float[] {2, 3, 8, 9}),
        Arguments.of(List.of(2), Shape.of(2, 3), new float[] {0.5f, 2.5f, 4.5f, 6.5f, 8.5f, 10.5f}),
        Arguments.of(List.of(0, 1), Shape.of(2), new float[] {5, 6}),
        Arguments.of(List.of(0, 2), Shape.of(3), new float[] {3.5f, 5.5f, 7.5f}),
        Arguments.of(List.of(1, 2), Shape.of(2), new float[] {2.5f, 8.5f}),
        Arguments.of(List.of(0, 1, 2), Shape.of(1), new float[] {5.5f}));
  }

  @ParameterizedTest
  @MethodSource("means")
  void everySetOfAxesIsAveragedOver(List<Integer> axes, Shape shape, float[] expected) {
    for (boolean keepDims : new boolean[] {false, true}) {
      Graph graph = graph(Shape.of(2, 3, 2), new Op.Mean(axes, keepDims));
      Session session = compiled(graph, 2).newSession();
      session.input("x").copyFrom(MAPS);
      session.run();

      Shape given = graph.outputs().get("y").shape();
      assertThat(given).isEqualTo(keepDims ? kept(axes) : shape);
      float[] both = new float[2 * expected.length];
      for (int i = 0; i < expected.length; i++) {
        both[i] = expected[i];
        both[expected.length + i] = 10 * expected[i];
      }
      assertThat(session.output("y").toArray()).containsExactly(both);
    }
  }

  private static Shape kept(List<Integer> axes) {
    int[] dims = {2, 3, 2};
    axes.forEach(axis -> dims[axis] = 1);
    return Shape.of(dims);
  }

  /** The same task, so the same kernels and the same bits. */
  @Test
  void theMeanOverHeightAndWidthIsTheGlobalAverage() {
    Shape shape = Shape.of(5, 7, 3);
    Step mean = compiled(graph(shape, new Op.Mean(List.of(0, 1), false)), 2).steps().getFirst();
    Step pool = compiled(graph(shape, new Op.GlobalAveragePool()), 2).steps().getFirst();

    assertThat(mean.kind()).isEqualTo(pool.kind()).isEqualTo(Resample.AveragePool.class);
    assertThat(mean.provider()).isEqualTo(pool.provider());
    assertThat(mean.kernel().units()).isEqualTo(pool.kernel().units());
  }

  /** Axes of more than three, apart from each other. */
  @Test
  void axesApartAreSummedInDoubles() {
    Shape shape = Shape.of(2, 2, 2, 2);
    Program program = compiled(graph(shape, new Op.Mean(List.of(0, 2), false)), 1);
    Session session = program.newSession();
    float[] x = new float[16];
    x[0] = 1 << 25;
    x[2] = 1;
    x[8] = 1;
    x[10] = 2 - (1 << 25);
    session.input("x").copyFrom(x);
    session.run();

    assertThat(program.steps().getFirst().kind()).isEqualTo(Resample.Mean.class);
    assertThat(session.output("y").toArray()).containsExactly(1, 0, 0, 0);
  }

  @Test
  void axesThatAreNoneOfTheShapesAreRefused() {
    for (List<Integer> axes : List.of(List.of(3), List.of(-1), List.of(1, 0), List.of(1, 1))) {
      assertThatThrownBy(() -> graph(Shape.of(2, 3, 2), new Op.Mean(axes, true)))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("mean")
          .hasMessageContaining("axes " + axes + " are not ascending axes of 2x3x2");
    }
    assertThatThrownBy(() -> graph(Shape.of(2), new Op.Mean(List.of(), true)))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("it sums up no axis");
  }

  private static Graph graph(Shape shape, Op op) {
    GraphBuilder b = Graph.builder();
    return b.output("y", b.add("mean", op, b.input("x", shape))).build();
  }

  private static Program compiled(Graph graph, int batch) {
    return Engine.compile(
        graph, Weights.of(List.of()), CompileOptions.builder().batch(batch).build());
  }
}
