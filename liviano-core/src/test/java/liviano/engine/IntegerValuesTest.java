package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.GraphException;
import liviano.graph.Op;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Integers as values of a graph: inputs, constants, what is between them, and outputs. */
class IntegerValuesTest {
  /** Numbers that no double holds. */
  private static final long LARGE = (1L << 53) + 1;

  private static TensorType type(DType dtype, int... dims) {
    return new TensorType(Shape.of(dims), dtype, Optional.empty());
  }

  @Test
  void numbersBeyondADoubleStayExact() {
    GraphBuilder b = Graph.builder();
    Value ids = b.input("ids", type(DType.I64, 2, 3));
    Value last = b.add("last", slice(List.of(0, 1), List.of(2, 2)), ids);
    Value both = b.add("both", new Op.Concat(), ids, last);
    Value sum = b.add("sum", new Op.Add(), both, b.input("more", type(DType.I64, 1)));
    Value flat = b.add("flat", new Op.Reshape(Shape.of(10)), sum);
    Value turned = b.add("turned", new Op.Transpose(List.of(1, 0)), ids);
    Graph graph = b.output("out", flat).output("turned", turned).output("last", last).build();
    Session session = session(graph, Weights.of(List.of()), 2);

    session.input("ids").copyFrom(new long[] {1, 2, LARGE, 4, 5, 6, -1, -2, -LARGE, 0, 8, 9});
    session.input("more").copyFrom(new long[] {LARGE, Long.MAX_VALUE});
    session.run();

    assertThat(session.output("last").toLongArray())
        .containsExactly(2, LARGE, 5, 6, -2, -LARGE, 8, 9);
    assertThat(session.output("turned").toLongArray())
        .containsExactly(1, 4, 2, 5, LARGE, 6, -1, 0, -2, 8, -LARGE, 9);
    long[] a = {1, 2, LARGE, 2, LARGE, 4, 5, 6, 5, 6};
    long[] z = {-1, -2, -LARGE, -2, -LARGE, 0, 8, 9, 8, 9};
    long[] expected = new long[20];
    for (int i = 0; i < 10; i++) {
      expected[i] = a[i] + LARGE;
      expected[10 + i] = z[i] + Long.MAX_VALUE;
    }
    assertThat(session.output("out").toLongArray()).containsExactly(expected);
  }

  @Test
  void integersOf32BitsAreOthersThanThoseOf64() {
    GraphBuilder b = Graph.builder();
    Value ids = b.input("ids", type(DType.I32, 4));
    Value wide = b.input("wide", type(DType.I64, 4));
    Value constant = b.add("step", new Op.Constant(Shape.of(4), DType.I32));
    Value sum = b.add("sum", new Op.Add(), ids, constant);
    List<Value> parts =
        b.add("parts", new Op.Split(0, List.of(1, 3)), List.of(sum), List.of("head", "tail"));
    Value least = b.add("least", new Op.Minimum(), parts.getLast(), parts.getFirst());
    Value product = b.add("product", new Op.Multiply(), wide, wide);
    Graph graph =
        b.output("tail", parts.getLast()).output("least", least).output("wide", product).build();
    int[] steps = {16_777_217, 1, Integer.MAX_VALUE, -5};
    Tensor value = new Tensor("step.value", DType.I32, Extents.of(4), MemorySegment.ofArray(steps));
    Session session = session(graph, Weights.of(List.of(value)), 2);

    session.input("ids").copyFrom(new int[] {1, 2, 1, 4, -1, -16_777_217, 0, Integer.MIN_VALUE});
    session.input("wide").copyFrom(new long[] {LARGE, 2, 3, 4, 5, 6, 7, 8});
    session.run();

    assertThat(session.output("tail").toIntArray())
        .containsExactly(3, Integer.MIN_VALUE, -1, -16_777_216, Integer.MAX_VALUE, 2147483643);
    assertThat(session.output("least").toIntArray())
        .containsExactly(3, Integer.MIN_VALUE, -1, -16_777_216, 16_777_216, 16_777_216);
    assertThat(session.output("wide").toLongArray())
        .containsExactly(LARGE * LARGE, 4, 9, 16, 25, 36, 49, 64);
    assertThat(graphOf(DType.I64).memory().offsets().values())
        .allMatch(offset -> offset % MemoryPlan.ALIGNMENT == 0);
  }

  /** Twice as many bytes a number, twice as many bytes a session. */
  @Test
  void memoryIsPlannedInBytesOfTheFormat() {
    long floats = graphOf(DType.F32).memory().bytes();

    assertThat(graphOf(DType.I32).memory().bytes()).isEqualTo(floats);
    assertThat(graphOf(DType.I64).memory().bytes()).isEqualTo(2 * floats);
    assertThat(graphOf(DType.U8).memory().bytes()).isEqualTo(floats / 4);
  }

  private static Program graphOf(DType dtype) {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", type(dtype, 8, 8, 16));
    Value crop = b.add("crop", new Op.Crop(0, 0, 16, 8), in);
    Graph graph = b.output("out", b.add("pad", new Op.Pad(0, 16, 0, 0), crop)).build();
    return Engine.compile(graph, Weights.of(List.of()), CompileOptions.defaults());
  }

  @Test
  void whatIsNewIsZero() {
    Session session = graphOf(DType.I64).newSession();
    long[] ones = new long[8 * 8 * 16];
    java.util.Arrays.fill(ones, -1);
    session.output("out").segment().fill((byte) 7);
    session.input("in").copyFrom(ones);
    session.run();

    long[] out = session.output("out").toLongArray();
    for (int i = 0; i < out.length; i++) {
      assertThat(out[i]).as("number %d", i).isEqualTo(i < ones.length ? -1 : 0);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"F32", "I32", "I64"})
  void otherNumbersAreMovedAndNotComputedWith(DType dtype) {
    assertThat(graphOf(dtype).steps()).hasSize(2);

    GraphBuilder b = Graph.builder();
    Value in = b.input("in", type(dtype, 4));
    assertThatThrownBy(() -> b.add("sum", new Op.Add(), in, in))
        .isInstanceOf(GraphException.class)
        .hasMessage("layer sum: it is computed in f32 or i64 or i32, not in " + dtype.jsonName());
  }

  @Test
  void formatsAreNotMixed() {
    GraphBuilder b = Graph.builder();
    Value ids = b.input("ids", type(DType.I64, 4));
    Value more = b.input("more", type(DType.I32, 4));

    assertThatThrownBy(() -> b.add("sum", new Op.Add(), ids, more))
        .hasMessage("layer sum: its inputs differ in number format");
    assertThatThrownBy(() -> b.add("all", new Op.Concat(), ids, more))
        .hasMessage("layer all: its inputs differ in number format");
    assertThatThrownBy(() -> b.add("soft", new Op.Softmax(), ids))
        .hasMessage("layer soft: it is computed in f32, not in i64");
  }

  @Test
  void aConstantOfAnotherFormatIsRefusedByItsName() {
    GraphBuilder b = Graph.builder();
    Value ids = b.input("ids", type(DType.I64, 4));
    Value constant = b.add("step", new Op.Constant(Shape.of(4), DType.I64));
    Graph graph = b.output("out", b.add("sum", new Op.Add(), ids, constant)).build();
    Weights floats = Weights.of(List.of(Tensor.of("step.value", Extents.of(4), 1, 2, 3, 4)));

    assertThatThrownBy(() -> session(graph, floats, 1))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage("tensor 'step.value' holds F32, the graph computes with I64");
  }

  private static Op slice(List<Integer> begin, List<Integer> size) {
    return new Op.Slice(begin, size, List.of(1, 1));
  }

  private static Session session(Graph graph, Weights weights, int batch) {
    return Engine.compile(graph, weights, CompileOptions.builder().batch(batch).build())
        .newSession();
  }
}
