package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.kernels.KernelProvider;
import liviano.kernels.Providers;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sums of integers whose scales exist only when they run, and where these come from. */
class IntegerSumsTest {

  static Stream<KernelProvider> providers() {
    return Providers.available().stream();
  }

  /** Of one row {@code 130 200 3} and units that weigh it {@code 1 2 255} and {@code 0 4 128}. */
  @ParameterizedTest
  @MethodSource("providers")
  void bytesOfBothSignsAndTheirZeroPointsAreToldApart(KernelProvider provider) {
    byte[] row = {(byte) 130, (byte) 200, 3};
    byte[] weights = {1, 2, (byte) 255, 0, 4, (byte) 128};

    assertThat(dense(provider, DType.U8, row, DType.U8, weights, List.of(0)))
        .containsExactly(130 + 400 + 765, 800 + 384);
    assertThat(dense(provider, DType.U8, row, DType.I8, weights, List.of(0)))
        .containsExactly(130 + 400 - 3, 800 - 384);
    assertThat(dense(provider, DType.I8, row, DType.U8, weights, List.of(0)))
        .containsExactly(-126 - 112 + 765, -224 + 384);
    assertThat(dense(provider, DType.I8, row, DType.I8, weights, List.of(0)))
        .containsExactly(-126 - 112 - 3, -224 - 384);
    assertThat(dense(provider, DType.U8, row, DType.U8, weights, List.of(2)))
        .containsExactly(-130 + 3 * 253, -2 * 130 + 2 * 200 + 3 * 126);
    assertThat(dense(provider, DType.U8, row, DType.I8, weights, List.of(1, -1)))
        .containsExactly(200 - 2 * 3, 130 + 5 * 200 - 127 * 3);
  }

  private static int[] dense(
      KernelProvider provider,
      DType format,
      byte[] row,
      DType weightFormat,
      byte[] weights,
      List<Integer> weightZeroPoints) {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", type(format, 3));
    Op sums = new Op.IntegerSums(new Op.Dense(2, false), weightFormat, weightZeroPoints);
    Graph graph = b.output("out", b.add("sums", sums, in)).build();
    Session session = session(provider, graph, weight(weightFormat, weights, 2, 3));
    session.input("in").copyFrom(row);
    session.run();
    return session.output("out").toIntArray();
  }

  /** Each run has its own zero point, which a signed input has in its own sign. */
  @ParameterizedTest
  @MethodSource("providers")
  void theZeroPointOfTheInputMayBeComputed(KernelProvider provider) {
    for (DType format : List.of(DType.U8, DType.I8)) {
      GraphBuilder b = Graph.builder();
      Value in = b.input("in", type(format, 1, 2, 2));
      Value zero = b.input("zero", type(format, 1));
      Op conv = new Op.Conv2d(1, Window.square(1, 1, Padding.NONE), 1, false);
      Value sums = b.add("sums", new Op.IntegerSums(conv, DType.I8, List.of(0)), in, zero);
      Graph graph = b.output("out", sums).build();
      Session session =
          session(provider, graph, weight(DType.I8, new byte[] {-1, 100}, 1, 1, 1, 2));

      session.input("in").copyFrom(new byte[] {1, 2, 3, -4});
      for (byte point : new byte[] {0, 7, -3}) {
        session.input("zero").copyFrom(new byte[] {point});
        session.run();

        int z = format == DType.U8 ? Byte.toUnsignedInt(point) : point;
        int last = format == DType.U8 ? 252 : -4;
        assertThat(session.output("out").toIntArray())
            .as("%s, zero point %d", format, z)
            .containsExactly(-(1 - z) + 100 * (2 - z), -(3 - z) + 100 * (last - z));
      }
    }
  }

  /** A map of ones under weights {@code 1 to 9}: at its corners and edges some are left out. */
  @ParameterizedTest
  @MethodSource("providers")
  void positionsOutsideTheMapAddNothingWhateverTheZeroPoints(KernelProvider provider) {
    Window window = Window.square(3, 1, Padding.all(1));
    byte[] weights = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    int[] weighed = {5 + 6 + 8 + 9, 4 + 5 + 7 + 8, 2 + 3 + 5 + 6, 1 + 2 + 4 + 5};
    for (Op op :
        List.of(new Op.Conv2d(1, window, 1, false), new Op.DepthwiseConv2d(window, 1, false))) {
      GraphBuilder b = Graph.builder();
      Value in = b.input("in", type(DType.U8, 2, 2, 1));
      Value zero = b.input("zero", type(DType.U8, 1));
      Value sums = b.add("sums", new Op.IntegerSums(op, DType.I8, List.of(10)), in, zero);
      Graph graph = b.output("out", sums).build();
      int[] extents = op instanceof Op.Conv2d ? new int[] {1, 3, 3, 1} : new int[] {3, 3, 1};
      Session session = session(provider, graph, weight(DType.I8, weights, extents));
      session.input("in").copyFrom(new byte[] {1, 1, 1, 1});
      session.input("zero").copyFrom(new byte[] {3});
      session.run();

      int[] expected = new int[4];
      for (int i = 0; i < 4; i++) {
        expected[i] = (1 - 3) * (weighed[i] - 4 * 10);
      }
      assertThat(session.output("out").toIntArray()).as("%s", op).containsExactly(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void theRangeOfARunGivesScaleAndZeroPoint(KernelProvider provider) {
    Session session = dynamic(provider);

    // From -1 to 1.55 in 255 steps of 0.01.
    quantize(session, -1f, 1.55f, 0f, 0.504f);
    assertThat(session.output("scale").toArray()[0]).isEqualTo((1.55f + 1f) / 255);
    assertThat(bytes(session, "zero")).containsExactly(100);
    assertThat(bytes(session, "integers")).containsExactly(0, 255, 100, 150);

    // Zero is always in the range.
    quantize(session, 2f, 5.1f, 3f, 4f);
    assertThat(session.output("scale").toArray()[0]).isEqualTo(5.1f / 255);
    assertThat(bytes(session, "zero")).containsExactly(0);
    assertThat(bytes(session, "integers")).containsExactly(100, 255, 150, 200);

    quantize(session, -2f, -5.1f, -3f, -4f);
    assertThat(bytes(session, "zero")).containsExactly(255);
    assertThat(bytes(session, "integers")).containsExactly(155, 0, 105, 55);
  }

  /** Of two integers as near as each other the even one, before the zero point is added. */
  @ParameterizedTest
  @MethodSource("providers")
  void halvesGoToTheEvenInteger(KernelProvider provider) {
    Session session = dynamic(provider);

    quantize(session, -1f, 254f, 0.5f, 1.5f);

    assertThat(session.output("scale").toArray()).containsExactly(1f);
    assertThat(bytes(session, "zero")).containsExactly(1);
    assertThat(bytes(session, "integers")).containsExactly(0, 255, 1, 3);
  }

  @ParameterizedTest
  @MethodSource("providers")
  void zerosAloneHaveTheScaleOne(KernelProvider provider) {
    Session session = dynamic(provider);

    quantize(session, 0f, -0f, 0f, 0f);

    assertThat(session.output("scale").toArray()).containsExactly(1f);
    assertThat(bytes(session, "zero")).containsExactly(0);
    assertThat(bytes(session, "integers")).containsExactly(0, 0, 0, 0);
  }

  private static Session dynamic(KernelProvider provider) {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", Shape.of(4));
    List<String> names = List.of("integers", "scale", "zero");
    List<Value> given = b.add("quantize", new Op.DynamicQuantize(), List.of(in), names);
    for (int i = 0; i < names.size(); i++) {
      b.output(names.get(i), given.get(i));
    }
    return session(provider, b.build(), Weights.of(List.of()));
  }

  private static void quantize(Session session, float... numbers) {
    session.input("in").copyFrom(numbers);
    session.run();
  }

  private static int[] bytes(Session session, String output) {
    byte[] bytes = session.output(output).toByteArray();
    int[] unsigned = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      unsigned[i] = Byte.toUnsignedInt(bytes[i]);
    }
    return unsigned;
  }

  private static Session session(KernelProvider provider, Graph graph, Weights weights) {
    CompileOptions options =
        CompileOptions.builder().providers(QuantizedLayers.withScalar(provider)).build();
    return Engine.compile(graph, weights, options).newSession();
  }

  private static Weights weight(DType format, byte[] numbers, int... extents) {
    long[] dims = IntStream.of(extents).asLongStream().toArray();
    return Weights.of(
        List.of(
            new Tensor("sums.weight", format, Extents.of(dims), MemorySegment.ofArray(numbers))));
  }

  private static TensorType type(DType format, int... dims) {
    return new TensorType(Shape.of(dims), format, Optional.empty());
  }
}
