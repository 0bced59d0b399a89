package liviano.engine.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import liviano.cost.LayerCost;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Program;
import liviano.engine.Session;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.GraphException;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.kernels.KernelProvider;
import liviano.kernels.Linear;
import liviano.kernels.PackedWeights;
import liviano.kernels.Providers;
import liviano.model.RandomWeights;
import liviano.tensor.Extents;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Transposed convolutions, by hand and as what they are called after: transposes. */
class TransposedConvolutionTest {
  private static final int TRIALS = 200;

  static List<KernelProvider> providers() {
    return Providers.available();
  }

  /** Windows of 3x3 that overlap in the middle row and column. */
  @ParameterizedTest
  @MethodSource("providers")
  void everyPositionAddsItsWindow(KernelProvider provider) {
    Window window = Window.square(3, 2, Padding.NONE);
    Op op = new Op.TransposedConv2d(1, window, 0, 0, 1, true);
    Graph graph = graph(Shape.of(2, 2, 1), op);
    Weights weights =
        Weights.of(
            List.of(
                Tensor.of("up.weight", Extents.of(1, 3, 3, 1), 1, 2, 3, 4, 5, 6, 7, 8, 9),
                Tensor.of("up.bias", Extents.of(1), 1000)));

    assertThat(run(provider, graph, weights, 1, 10, 100, 0))
        .containsExactly(
            1001, 1002, 1013, 1020, 1030, //
            1004, 1005, 1046, 1050, 1060, //
            1107, 1208, 1379, 1080, 1090, //
            1400, 1500, 1600, 1000, 1000, //
            1700, 1800, 1900, 1000, 1000);
  }

  /** The rows and columns that output padding adds hold what windows reach there, and the bias. */
  @ParameterizedTest
  @MethodSource("providers")
  void paddingCutsOffAndOutputPaddingAdds(KernelProvider provider) {
    Window window = new Window(1, 3, 1, 2, 1, 1, new Padding.Explicit(0, 0, 1, 1));
    Op op = new Op.TransposedConv2d(1, window, 1, 1, 1, true);
    Graph graph = graph(Shape.of(1, 2, 1), op);
    Weights weights =
        Weights.of(
            List.of(
                Tensor.of("up.weight", Extents.of(1, 1, 3, 1), 1, 2, 3),
                Tensor.of("up.bias", Extents.of(1), 1000)));

    assertThat(graph.outputs().get("y").shape()).isEqualTo(Shape.of(2, 4, 1));
    assertThat(run(provider, graph, weights, 1, 10))
        .containsExactly(1002, 1013, 1020, 1030, 1000, 1000, 1000, 1000);
  }

  /** TensorFlow's rule: as many positions as the convolution that it transposes reads. */
  @Test
  void samePaddingGivesTheInputTimesTheStride() {
    for (int kernel = 1; kernel < 6; kernel++) {
      for (int stride = 1; stride < 5; stride++) {
        Window window = Window.square(kernel, stride, Padding.SAME);
        Graph up = graph(Shape.of(5, 3, 2), new Op.TransposedConv2d(4, window, 0, 0, 1, false));
        Shape given = up.outputs().get("y").shape();
        Graph down = graph(given, new Op.Conv2d(2, window, 1, false));

        assertThat(given).isEqualTo(Shape.of(5 * stride, 3 * stride, 4));
        assertThat(down.outputs().get("y").shape()).isEqualTo(Shape.of(5, 3, 2));
      }
    }
  }

  /**
   * For a convolution C and the same weights transposed, {@code (C x) * y = x * (C' y)}, exactly,
   * because all numbers are small and whole.
   */
  @ParameterizedTest
  @MethodSource("providers")
  void itIsTheTransposeOfAConvolution(KernelProvider provider) {
    Random random = new Random(7);
    int tried = 0;
    while (tried < TRIALS) {
      int groups = random.nextInt(1, 3);
      int wide = groups * random.nextInt(1, 20);
      int narrow = groups * random.nextInt(1, 6);
      Window window = window(random);
      Shape big = Shape.of(random.nextInt(1, 12), random.nextInt(1, 12), wide);
      Graph down;
      try {
        down = graph(big, new Op.Conv2d(narrow, window, groups, false));
      } catch (GraphException e) {
        continue; // the window does not fit
      }
      Shape small = down.outputs().get("y").shape();
      Graph up = up(window, small, big, groups);
      float[] weight = whole(random, down.params().findFirst().orElseThrow().shape().elements());
      float[] x = whole(random, big.elements());
      float[] y = whole(random, small.elements());
      float[] downX = run(provider, down, weights(down, weight), x);
      float[] upY =
          run(provider, up, weights(up, mirrored(weight, narrow, wide, groups, window)), y);

      assertThat(dot(downX, y)).as("%s over %s", window, big).isEqualTo(dot(x, upY));
      tried++;
    }
  }

  /** Padding after and output padding are chosen so that it gives the shape. */
  private static Graph up(Window w, Shape small, Shape big, int groups) {
    int top = w.rows(big.height()).padBefore();
    int left = w.columns(big.width()).padBefore();
    int bottom =
        (small.height() - 1) * w.strideH()
            + (w.kernelH() - 1) * w.dilationH()
            + 1
            - top
            - big.height();
    int right =
        (small.width() - 1) * w.strideW()
            + (w.kernelW() - 1) * w.dilationW()
            + 1
            - left
            - big.width();
    Padding padding = new Padding.Explicit(top, Math.max(0, bottom), left, Math.max(0, right));
    Window window =
        new Window(
            w.kernelH(),
            w.kernelW(),
            w.strideH(),
            w.strideW(),
            w.dilationH(),
            w.dilationW(),
            padding);
    Op op =
        new Op.TransposedConv2d(
            big.channels(), window, Math.max(0, -bottom), Math.max(0, -right), groups, false);
    Graph up = graph(small, op);
    assertThat(up.outputs().get("y").shape()).isEqualTo(big);
    return up;
  }

  private static Window window(Random random) {
    Padding padding =
        random.nextBoolean()
            ? Padding.SAME
            : new Padding.Explicit(
                random.nextInt(4), random.nextInt(4), random.nextInt(4), random.nextInt(4));
    return new Window(
        random.nextInt(1, 6),
        random.nextInt(1, 6),
        random.nextInt(1, 5),
        random.nextInt(1, 5),
        random.nextInt(1, 4),
        random.nextInt(1, 4),
        padding);
  }

  /** From {@code [narrow, taps, wide / groups]} to {@code [wide, taps, narrow / groups]}. */
  private static float[] mirrored(float[] weight, int narrow, int wide, int groups, Window w) {
    int taps = w.kernelH() * w.kernelW();
    int from = wide / groups;
    int to = narrow / groups;
    float[] mirrored = new float[weight.length];
    for (int o = 0; o < narrow; o++) {
      for (int tap = 0; tap < taps; tap++) {
        for (int c = 0; c < from; c++) {
          int channel = o / to * from + c;
          mirrored[(channel * taps + tap) * to + o % to] = weight[(o * taps + tap) * from + c];
        }
      }
    }
    return mirrored;
  }

  @Test
  void normsAndClampsBecomeItsOwn() {
    GraphBuilder b = Graph.builder();
    Window window = Window.square(4, 2, Padding.SAME);
    Op op = new Op.TransposedConv2d(6, window, 0, 0, 3, false);
    Value up = b.add("up", op, b.input("x", Shape.of(4, 5, 9)));
    Value norm = b.add("norm", new Op.BatchNorm(1e-3f), up);
    Graph graph = b.output("y", b.add("relu6", new Op.Relu6(), norm)).build();
    Weights weights = RandomWeights.of(graph, 3);
    Program program = Engine.compile(graph, weights, CompileOptions.defaults());

    assertThat(program.steps())
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.kind()).isEqualTo(Linear.TransposedConvolution.class);
              assertThat(step.multiplyAdds()).isEqualTo(4 * 5 * 9 * 16 * 2);
            });
    assertThat(LayerCost.of(graph.nodes().getFirst()).multiplyAdds()).isEqualTo(4 * 5 * 9 * 16 * 2);
  }

  /** What is packed depends on the taps of each phase, and not on the size of the map. */
  @ParameterizedTest
  @MethodSource("providers")
  void programsOfAllSizesShareItsWeights(KernelProvider provider) {
    Window window = Window.square(5, 3, Padding.SAME);
    Op op = new Op.TransposedConv2d(40, window, 0, 0, 1, true);
    Graph graph = graph(Shape.of(4, 4, 6), op);
    Weights weights = RandomWeights.of(graph, 1);
    PackedWeights packed = new PackedWeights();
    List<Long> bytes = new ArrayList<>();
    for (Shape shape : List.of(Shape.of(4, 4, 6), Shape.of(7, 5, 6))) {
      CompileOptions options =
          CompileOptions.builder()
              .providers(List.of(provider, Providers.named("scalar").getFirst()))
              .packedWeights(packed)
              .inputShapes(Map.of("x", shape))
              .build();
      Engine.compile(graph, weights, options);
      bytes.add(packed.bytes());
    }

    assertThat(bytes.getFirst()).isPositive().isEqualTo(bytes.getLast());
  }

  @Test
  void whatGivesNoPositionIsRefused() {
    Window cut = Window.square(2, 1, new Padding.Explicit(2, 1, 0, 0));

    assertThatThrownBy(
            () -> graph(Shape.of(2, 5, 1), new Op.TransposedConv2d(1, cut, 0, 0, 1, false)))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("padding of 2 and 1 leaves no rows");
    Window same = Window.square(2, 2, Padding.SAME);
    assertThatThrownBy(
            () -> graph(Shape.of(2, 5, 1), new Op.TransposedConv2d(1, same, 0, 1, 1, false)))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("output padding of 1 columns");
    assertThatThrownBy(
            () -> graph(Shape.of(2, 5, 3), new Op.TransposedConv2d(4, same, 0, 0, 2, false)))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("2 groups do not divide 3 input and 4 output channels");
  }

  private static Graph graph(Shape shape, Op op) {
    GraphBuilder b = Graph.builder();
    return b.output("y", b.add("up", op, b.input("x", shape))).build();
  }

  private static Weights weights(Graph graph, float[] weight) {
    Extents extents = graph.params().findFirst().orElseThrow().shape().extents();
    return Weights.of(List.of(Tensor.of("up.weight", extents, weight)));
  }

  private static float[] run(
      KernelProvider provider, Graph graph, Weights weights, float... numbers) {
    List<KernelProvider> providers = new ArrayList<>(List.of(provider));
    providers.addAll(Providers.named("scalar"));
    CompileOptions options = CompileOptions.builder().providers(providers).build();
    Session session = Engine.compile(graph, weights, options).newSession();
    session.input("x").copyFrom(numbers);
    session.run();
    return session.output("y").toArray();
  }

  private static float[] whole(Random random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = random.nextInt(-4, 5);
    }
    return numbers;
  }

  private static double dot(float[] a, float[] b) {
    assertThat(a).hasSameSizeAs(b);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
