package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.kernels.Elementwise;
import liviano.kernels.KernelProvider;
import liviano.kernels.Linear;
import liviano.kernels.Move;
import liviano.kernels.Providers;
import liviano.kernels.Rows;
import liviano.model.RandomWeights;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations on single extents and constants, against results worked out by hand. */
class AxisOperationsTest {
  /** Two samples of 2x3 positions of 2 channels, number by number. */
  private static final Shape MAP = Shape.of(2, 3, 2);

  private static final int BATCH = 2;

  static List<KernelProvider> providers() {
    return Providers.available();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aSliceTakesNumbersAtRegularDistances(KernelProvider provider) {
    Op slice = new Op.Slice(List.of(0, 0, 1), List.of(2, 2, 1), List.of(1, 2, 1));

    assertThat(run(provider, slice)).containsExactly(1, 5, 7, 11, 13, 17, 19, 23);
  }

  /** The greatest stride that a file can say, along extents of which one number is taken. */
  @ParameterizedTest
  @MethodSource("providers")
  void aStrideOverOneNumberMayBeAnything(KernelProvider provider) {
    int most = Integer.MAX_VALUE;
    Op slice = new Op.Slice(List.of(1, 2, 0), List.of(1, 1, 2), List.of(most, most, 1));

    assertThat(run(provider, slice)).containsExactly(10, 11, 22, 23);
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aTransposePutsExtentsInAnotherOrder(KernelProvider provider) {
    assertThat(run(provider, new Op.Transpose(List.of(2, 0, 1))))
        .containsExactly(
            0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11, 12, 14, 16, 18, 20, 22, 13, 15, 17, 19, 21, 23);
    assertThat(run(provider, new Op.Transpose(List.of(1, 0, 2))))
        .containsExactly(
            0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11, 12, 13, 18, 19, 14, 15, 20, 21, 16, 17, 22, 23);
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aSplitGivesEachPart(KernelProvider provider) {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", MAP);
    List<Value> parts =
        b.add("split", new Op.Split(1, List.of(1, 2)), List.of(in), List.of("first", "rest"));
    Graph graph = b.output("first", parts.getFirst()).output("rest", parts.getLast()).build();
    Session session = session(provider, graph, Weights.of(List.of()));
    session.run();

    assertThat(session.output("first").toArray()).containsExactly(0, 1, 6, 7, 12, 13, 18, 19);
    assertThat(session.output("rest").toArray())
        .containsExactly(2, 3, 4, 5, 8, 9, 10, 11, 14, 15, 16, 17, 20, 21, 22, 23);
  }

  /** Each constant is repeated over the extents that it lacks, and over the samples. */
  @ParameterizedTest
  @MethodSource("providers")
  void aConstantIsRepeated(KernelProvider provider) {
    assertThat(withConstant(provider, new Op.Add(), Shape.of(1), 100)).startsWith(100, 101, 102);
    assertThat(withConstant(provider, new Op.Multiply(), Shape.of(2), 2, -1))
        .startsWith(0, -1, 4, -3)
        .endsWith(44, -23);
    assertThat(withConstant(provider, new Op.Add(), Shape.of(2, 3, 1), 0, 10, 20, 30, 40, 50))
        .startsWith(0, 1, 12, 13, 24, 25, 36, 37, 48, 49, 60, 61, 12, 13, 24, 25);
    assertThat(withConstant(provider, new Op.Maximum(), Shape.of(3, 1), 3, 0, 9))
        .startsWith(3, 3, 2, 3, 9, 9, 6, 7, 8, 9, 10, 11);
    float[] whole = new float[12];
    whole[11] = -11;
    assertThat(withConstant(provider, new Op.Add(), MAP, whole)).containsSubsequence(10, 0, 12, 13);
  }

  private static float[] withConstant(
      KernelProvider provider, Op op, Shape shape, float... numbers) {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", MAP);
    Value constant = b.add("c", new Op.Constant(shape, DType.F32));
    Graph graph = b.output("out", b.add("with", op, in, constant)).build();
    Session session = session(provider, graph, value(shape, numbers));
    session.run();
    return session.output("out").toArray();
  }

  /** The product of a negative number and zero is a negative zero, as without a constant. */
  @Test
  void aProductPerChannelKeepsTheSignOfZero() {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", Shape.of(1, 2));
    Value constant = b.add("c", new Op.Constant(Shape.of(1), DType.F32));
    Graph graph = b.output("out", b.add("with", new Op.Multiply(), in, constant)).build();
    for (KernelProvider provider : providers()) {
      Program program = compile(provider, graph, value(Shape.of(1), 0), 1);
      Session session = program.newSession();
      session.input("in").copyFrom(new float[] {-3, 3});
      session.run();

      assertThat(kinds(program)).containsExactly(Rows.Affine.class);
      assertThat(session.output("out").toArray()).containsExactly(-0f, 0f);
    }
  }

  /** Sums and products with constants per channel vanish into the layer before. */
  @Test
  void aConstantPerChannelIsFoldedIntoALinearLayer() {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", MAP);
    Window window = Window.square(3, 1, Padding.SAME);
    Value x = b.add("conv", new Op.Conv2d(4, window, 1, false), in);
    x = b.add("twice", new Op.Multiply(), x, b.add("a", new Op.Constant(Shape.of(4), DType.F32)));
    x = b.add("more", new Op.Add(), x, b.add("b", new Op.Constant(Shape.of(1), DType.F32)));
    Value plain = b.add("plain", new Op.Conv2d(4, window, 1, false), in);
    Value whole = b.add("whole", new Op.Constant(Shape.of(2, 3, 4), DType.F32));
    Graph graph =
        b.output("folded", b.add("relu", new Op.Relu(), x))
            .output("sum", b.add("sum", new Op.Add(), plain, whole))
            .build();
    Weights weights = RandomWeights.of(graph, 3);
    Program program = compile(Providers.named("scalar").getFirst(), graph, weights, BATCH);

    assertThat(kinds(program))
        .containsExactly(Linear.Convolution.class, Move.Constant.class, Linear.Convolution.class);
    Session session = program.newSession();
    session.input("in").copyFrom(numbers(MAP));
    session.run();
    float[] conv = unfolded(graph, weights, "conv");
    float[] factors = weights.get("a.value").toFloats();
    float[] offset = weights.get("b.value").toFloats();
    float[] answer = session.output("folded").toArray();
    for (int i = 0; i < conv.length; i++) {
      assertThat(answer[i])
          .isCloseTo(
              Math.max(0, conv[i] * factors[i % 4] + offset[0]),
              org.assertj.core.api.Assertions.within(1e-4f));
    }
  }

  private static List<Object> kinds(Program program) {
    return program.steps().stream().map(step -> (Object) step.kind()).toList();
  }

  private static float[] unfolded(Graph graph, Weights weights, String layer) {
    Session session = session(Providers.named("scalar").getFirst(), graph.endingAt(layer), weights);
    session.run();
    return session.output(layer).toArray();
  }

  /** A constant that nothing reads, or that others read whole, is itself an output. */
  @Test
  void aConstantMayBeAnOutput() {
    GraphBuilder b = Graph.builder();
    b.input("in", MAP);
    Value constant = b.add("c", new Op.Constant(Shape.of(2), DType.F32));
    b.add("unread", new Op.Constant(Shape.of(1 << 20), DType.F32));
    Graph graph = b.output("out", constant).build();
    Program program =
        compile(Providers.named("scalar").getFirst(), graph, value(Shape.of(2), 7, 8), 2);
    Session session = program.newSession();
    session.run();

    assertThat(program.steps()).hasSize(1);
    assertThat(session.output("out").toArray()).containsExactly(7, 8, 7, 8);
  }

  @Test
  void functionsOfWholeTensorsAreComputedInOneRow() {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", MAP);
    Graph graph = b.output("out", b.add("sq", new Op.Multiply(), in, in)).build();

    assertThat(Lowering.lower(graph, Parameters.unknown(), BATCH).tasks())
        .extracting(PlannedTask::task)
        .singleElement()
        .satisfies(
            task ->
                assertThat(((Elementwise.Pairwise) task).other().extents()).containsExactly(24));
  }

  private static float[] run(KernelProvider provider, Op op) {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", MAP);
    Graph graph = b.output("out", b.add("op", op, in)).build();
    Session session = session(provider, graph, Weights.of(List.of()));
    session.run();
    return session.output("out").toArray();
  }

  private static Session session(KernelProvider provider, Graph graph, Weights weights) {
    Session session = compile(provider, graph, weights, BATCH).newSession();
    session.input("in").copyFrom(numbers(MAP));
    return session;
  }

  private static Program compile(KernelProvider provider, Graph graph, Weights weights, int batch) {
    List<KernelProvider> providers = new ArrayList<>(List.of(provider));
    providers.addAll(Providers.named("scalar"));
    return Engine.compile(
        graph,
        weights,
        CompileOptions.builder()
            .providers(providers.stream().distinct().toList())
            .batch(batch)
            .build());
  }

  private static float[] numbers(Shape shape) {
    float[] numbers = new float[BATCH * shape.elements()];
    IntStream.range(0, numbers.length).forEach(i -> numbers[i] = i);
    return numbers;
  }

  private static Weights value(Shape shape, float... numbers) {
    return Weights.of(
        List.of(
            Tensor.of("c.value", shape.extents(), numbers),
            Tensor.of("unread.value", Extents.of(1 << 20), new float[1 << 20])));
  }
}
