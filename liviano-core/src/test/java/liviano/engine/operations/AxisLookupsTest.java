package liviano.engine.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import liviano.engine.Session;
import liviano.engine.SessionTensor;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.GraphException;
import liviano.graph.Op;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Reduction;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Operations along extents and by places, against results worked out by hand. */
class AxisLookupsTest {
  /** Two samples of 2x3 numbers. */
  private static final float[] TABLES = {1, 5, 3, 9, 2, 9, -1, -5, -3, 0, Float.NaN, 7};

  private static final Shape TABLE = Shape.of(2, 3);

  @Test
  void thePlaceOfTheGreatestIsTheFirstOfEqualOnes() {
    assertThat(run(new Op.ArgMax(1, false, DType.I32)).toIntArray()).containsExactly(1, 0, 0, 1);
    assertThat(run(new Op.ArgMax(0, true, DType.I64)).toLongArray())
        .containsExactly(1, 0, 1, 1, 1, 1);
  }

  @Test
  void numbersAlongAxesBecomeOne() {
    assertThat(run(new Op.Reduce(Reduction.SUM, List.of(1), false)).toArray())
        .containsExactly(9, 20, -9, Float.NaN);
    assertThat(run(new Op.Reduce(Reduction.PRODUCT, List.of(0), true)).toArray())
        .containsExactly(9, 10, 27, -0f, Float.NaN, -21);
    assertThat(run(new Op.Reduce(Reduction.MAX, List.of(0, 1), false)).toArray())
        .containsExactly(9, Float.NaN);
    assertThat(run(new Op.Reduce(Reduction.MIN, List.of(0), false)).toArray())
        .containsExactly(1, 2, 3, -1, Float.NaN, -3);
  }

  /** Sums of 64 bits that no double holds. */
  @Test
  void integersAreSummedExactly() {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", new TensorType(TABLE, DType.I64, none()));
    Op sum = new Op.Reduce(Reduction.SUM, List.of(1), false);
    Session session = Operations.session(b.output("out", b.add("sum", sum, in)).build(), 1);
    session.input("in").copyFrom(new long[] {1L << 60, 1, 1, Long.MAX_VALUE, 1, 0});
    session.run();

    assertThat(session.output("out").toLongArray()).containsExactly((1L << 60) + 2, Long.MIN_VALUE);
  }

  @Test
  void aTileRepeatsATensor() {
    assertThat(run(new Op.Tile(List.of(1, 2))).toArray())
        .startsWith(1, 5, 3, 1, 5, 3, 9, 2, 9, 9, 2, 9, -1, -5);
    assertThat(run(new Op.Tile(List.of(2, 1))).toArray())
        .startsWith(1, 5, 3, 9, 2, 9, 1, 5, 3, 9, 2, 9, -1, -5);
  }

  @Test
  void aTensorIsSurroundedByANumber() {
    assertThat(run(new Op.Surround(List.of(1, 0), List.of(0, 1), -7.5f)).toArray())
        .startsWith(-7.5f, -7.5f, -7.5f, -7.5f, 1, 5, 3, -7.5f, 9, 2, 9, -7.5f, -7.5f);
  }

  @Test
  void tensorsAreJoinedAlongAnyExtent() {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", TABLE);
    Value twice = b.add("twice", new Op.Add(), in, in);
    Graph graph =
        b.output("rows", b.add("rows", new Op.Concat(0), in, twice))
            .output("columns", b.add("columns", new Op.Concat(1), in, twice))
            .output("innermost", b.add("innermost", new Op.Concat(), in, twice))
            .build();
    Session session = Operations.session(graph, 2);
    session.input("in").copyFrom(TABLES);
    session.run();

    assertThat(session.output("rows").toArray())
        .startsWith(1, 5, 3, 9, 2, 9, 2, 10, 6, 18, 4, 18, -1, -5, -3, 0);
    assertThat(session.output("columns").toArray())
        .startsWith(1, 5, 3, 2, 10, 6, 9, 2, 9, 18, 4, 18, -1, -5, -3, -2);
    assertThat(session.output("innermost").toArray())
        .containsExactly(session.output("columns").toArray());
  }

  /** Each sample has places of its own; negative ones count from the end, others give zeros. */
  @Test
  void rowsAndColumnsAreFoundByTheirPlaces() {
    int[] places = {2, -1, 0, 0, 3, 1};

    assertThat(find(new Op.Gather(1), TABLE, Shape.of(3), places).toArray())
        .containsExactly(3, 3, 1, 9, 9, 9, -1, 0, -5, 0, 0, Float.NaN);
    assertThat(find(new Op.Gather(0), TABLE, Shape.of(3, 1), places).toArray())
        .containsExactly(0, 0, 0, 9, 2, 9, 1, 5, 3, -1, -5, -3, 0, 0, 0, 0, Float.NaN, 7);
  }

  @Test
  void severalExtentsAreLookedUpAtOnce() {
    int[] places = {1, 2, 0, 1, -1, 0, 1, 1};

    assertThat(find(new Op.GatherNd(), TABLE, Shape.of(2, 2), places).toArray())
        .containsExactly(9, 5, 0, Float.NaN);
    assertThat(find(new Op.GatherNd(), TABLE, Shape.of(1), 1, 0).toArray())
        .containsExactly(9, 2, 9, -1, -5, -3);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    refuses(new Op.Tile(List.of(2)), "1 repeats of the extents of 2x3");
    refuses(new Op.Tile(List.of(0, 1)), "repeats must be at least 1, one is 0");
    refuses(new Op.Surround(List.of(0, 0), List.of(-1, 0), 0), "0 before and -1 after");
    refuses(new Op.Surround(List.of(0), List.of(0), 0), "1 numbers before and 1 after");
    refuses(new Op.Reduce(Reduction.SUM, List.of(1, 0), true), "not ascending axes of 2x3");
    refuses(new Op.ArgMax(2, true, DType.I32), "axes [2]");
    refuses(new Op.ArgMax(0, true, DType.U8), "places are i32 or i64, not U8");
    refuses(new Op.Cast(DType.F64), "it casts to f64");
    refuses(new Op.Clip(2, 1), "it clips to 2.0 and 1.0");
    refuses(new Op.Clip(Float.NaN, 1), "it clips to NaN and 1.0");
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", TABLE);
    assertThatThrownBy(() -> b.add("found", new Op.Gather(0), in, in))
        .isInstanceOf(GraphException.class)
        .hasMessage("layer found: places are i32 or i64, not f32");
    assertThatThrownBy(() -> b.add("all", new Op.Concat(2), in, in))
        .isInstanceOf(GraphException.class)
        .hasMessage("layer all: 2x3 has no extent 2, counted from 0");
  }

  private static void refuses(Op op, String message) {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", TABLE);
    assertThatThrownBy(() -> b.add("y", op, in))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining(message);
  }

  private static SessionTensor find(Op op, Shape table, Shape places, int... numbers) {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", table);
    Value at = b.input("at", new TensorType(places, DType.I32, none()));
    Session session = Operations.session(b.output("out", b.add("found", op, in, at)).build(), 2);
    session.input("in").copyFrom(TABLES);
    session.input("at").copyFrom(numbers);
    session.run();
    return session.output("out");
  }

  private static SessionTensor run(Op op) {
    return Operations.run(op, TABLE, 2, TABLES);
  }

  private static Optional<Quantization> none() {
    return Optional.empty();
  }
}
