package liviano.engine.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Program;
import liviano.engine.Session;
import liviano.engine.SessionTensor;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.kernels.KernelProvider;
import liviano.kernels.Providers;
import liviano.model.RandomWeights;
import liviano.tensor.DType;
import liviano.tensor.Shape;
import liviano.tensor.UnaryFunction;
import liviano.tensor.UnaryFunction.Plain;
import liviano.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations number by number, against results worked out by hand or from the definition. */
class NumberFunctionsTest {
  private static final float INF = Float.POSITIVE_INFINITY;

  static List<KernelProvider> providers() {
    return Providers.available();
  }

  @Test
  void functionsOfOneNumber() {
    assertThat(map(Plain.ROUND, -2.5f, -1.5f, 0.5f, 1.5f)).containsExactly(-2, -2, 0, 2);
    assertThat(map(Plain.SIGN, -3, 0, 7)).containsExactly(-1, 0, 1);
    assertThat(map(Plain.RECIPROCAL_SQRT, 4, 0)).containsExactly(0.5f, INF);
    assertThat(map(new UnaryFunction.Elu(2), -INF, 0, 3)).containsExactly(-2, 0, 3);
    assertThat(map(new UnaryFunction.ThresholdedRelu(1), 1, 1.5f, -4)).containsExactly(0, 1.5f, 0);
    assertThat(map(new UnaryFunction.HardSigmoid(0.2f, 0.5f), -9, 0, 9))
        .containsExactly(0, 0.5f, 1);
    assertThat(map(new UnaryFunction.Shrink(1, 2), -3, 2, 3)).containsExactly(-2, 0, 2);
    assertThat(map(Plain.SOFTPLUS, 1000, 0)).containsExactly(1000, (float) Math.log(2));
  }

  /** Published values, and what follows from symmetry. */
  @Test
  void theErrorFunction() {
    assertThat(map(Plain.ERF, 0.5f, 1, 2, 2.5f, 3, 10, -1, 0))
        .containsExactly(
            new float[] {
              0.5204998778f,
              0.8427007929f,
              0.9953222650f,
              0.9995930480f,
              0.9999779095f,
              1,
              -0.8427007929f,
              0
            },
            within(1e-7f));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void functionsOfTwoTensors(KernelProvider provider) {
    Random random = new Random(4);
    float[] a = new float[6 * 37];
    float[] b = new float[37];
    for (int i = 0; i < a.length; i++) {
      a[i] = random.nextFloat(-9, 9);
    }
    for (int i = 0; i < b.length; i++) {
      b[i] = random.nextFloat(-3, 3);
    }
    float[] difference = pair(provider, new Op.Subtract(), a, b);
    float[] quotient = pair(provider, new Op.Divide(), a, b);
    float[] floor = pair(provider, new Op.FloorDivide(), a, b);
    float[] power = pair(provider, new Op.Power(), a, b);
    for (int i = 0; i < a.length; i++) {
      float second = b[i % b.length];
      assertThat(difference[i]).isEqualTo(Float.valueOf(a[i] - second));
      assertThat(quotient[i]).isEqualTo(Float.valueOf(a[i] / second));
      assertThat(floor[i]).isEqualTo(Float.valueOf((float) Math.floor(a[i] / second)));
      assertThat(power[i]).isEqualTo(Float.valueOf((float) Math.pow(a[i], second)));
    }
  }

  @Test
  void functionsOfIntegers() {
    assertThat(integers(new Op.Divide(), 7, -7, 7, 5, 2, 2, -2, 0)).containsExactly(3, -3, -3, 0);
    assertThat(integers(new Op.FloorDivide(), 7, -7, 7, 5, 2, 2, -2, 0))
        .containsExactly(3, -4, -4, 0);
    assertThat(integers(new Op.Power(), 3, -2, 2, -1, 4, 3, -1, -3)).containsExactly(81, -8, 0, -1);
    assertThat(integers(new Op.Subtract(), 1, 2, 3, Integer.MIN_VALUE, 5, 1, 1, 1))
        .containsExactly(-4, 1, 2, Integer.MAX_VALUE);
  }

  /** A clip has either end, both or none, and ends the layer before it. */
  @ParameterizedTest
  @MethodSource("providers")
  void aClipEndsTheLayerBeforeIt(KernelProvider provider) {
    for (Op.Clip clip :
        List.of(new Op.Clip(-0.2f, 0.3f), new Op.Clip(-INF, 0.1f), new Op.Clip(-0.1f, INF))) {
      GraphBuilder b = Graph.builder();
      Value in = b.input("in", Shape.of(5, 4, 3));
      Op conv = new Op.Conv2d(7, Window.square(3, 1, Padding.SAME), 1, true);
      Value summed = b.add("conv", conv, in);
      Graph graph = b.output("out", b.add("clip", clip, summed)).build();
      Program program = compile(provider, graph, RandomWeights.of(graph, 3));
      Session session = program.newSession();
      Session bare =
          compile(provider, graph.endingAt("conv"), RandomWeights.of(graph, 3)).newSession();
      float[] numbers = new float[60];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (i % 7 - 3) / 3f;
      }
      session.input("in").copyFrom(numbers);
      bare.input("in").copyFrom(numbers);
      session.run();
      bare.run();
      float[] expected = bare.output("conv").toArray();
      for (int i = 0; i < expected.length; i++) {
        expected[i] = Math.min(Math.max(expected[i], clip.least()), clip.most());
      }

      assertThat(program.steps()).hasSize(1);
      assertThat(session.output("out").toArray()).containsExactly(expected, within(1e-6f));
    }
  }

  @Test
  void aCastGoesTowardsZeroAndStaysInRange() {
    assertThat(cast(DType.I32, 1.9f, -1.9f, 3e9f, Float.NaN).toIntArray())
        .containsExactly(1, -1, Integer.MAX_VALUE, 0);
    assertThat(cast(DType.I64, 1e10f, -0.5f).toLongArray()).containsExactly(10_000_000_000L, 0);
    SessionTensor bytes = cast(DType.U8, 300, -3, 7.7f);
    assertThat(bytes.segment().toArray(ValueLayout.JAVA_BYTE))
        .startsWith((byte) 255, (byte) 0, (byte) 7);
  }

  @Test
  void castsOfIntegersKeepTheirNumbers() {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", new TensorType(Shape.of(3), DType.I64, Optional.empty()));
    Graph graph =
        b.output("real", b.add("real", new Op.Cast(DType.F32), in))
            .output("narrow", b.add("narrow", new Op.Cast(DType.I32), in))
            .build();
    Session session = Operations.session(graph, 1);
    session.input("in").copyFrom(new long[] {-5, 1L << 32, 77});
    session.run();

    assertThat(session.output("real").toArray()).containsExactly(-5, 4294967296f, 77);
    assertThat(session.output("narrow").toIntArray()).containsExactly(-5, 0, 77);
  }

  private static SessionTensor cast(DType to, float... numbers) {
    return Operations.run(new Op.Cast(to), Shape.of(numbers.length), 1, numbers);
  }

  private static float[] map(UnaryFunction function, float... numbers) {
    return Operations.run(new Op.Map(function), Shape.of(numbers.length), 1, numbers).toArray();
  }

  /** The second tensor is repeated over the rows of the first. */
  private static float[] pair(KernelProvider provider, Op op, float[] a, float[] b) {
    GraphBuilder g = Graph.builder();
    Value first = g.input("a", Shape.of(a.length / b.length, b.length));
    Value second = g.input("b", Shape.of(b.length));
    Graph graph = g.output("out", g.add("y", op, first, second)).build();
    Session session = compile(provider, graph, Weights.of(List.of())).newSession();
    session.input("a").copyFrom(a);
    session.input("b").copyFrom(b);
    session.run();
    return session.output("out").toArray();
  }

  private static int[] integers(Op op, int... both) {
    int half = both.length / 2;
    GraphBuilder g = Graph.builder();
    TensorType type = new TensorType(Shape.of(half), DType.I32, Optional.empty());
    Graph graph = g.output("out", g.add("y", op, g.input("a", type), g.input("b", type))).build();
    Session session = Operations.session(graph, 1);
    session.input("a").copyFrom(Arrays.copyOfRange(both, 0, half));
    session.input("b").copyFrom(Arrays.copyOfRange(both, half, both.length));
    session.run();
    return session.output("out").toIntArray();
  }

  private static Program compile(KernelProvider provider, Graph graph, Weights weights) {
    List<KernelProvider> providers = new ArrayList<>(List.of(provider));
    providers.addAll(Providers.named("scalar"));
    return Engine.compile(graph, weights, CompileOptions.builder().providers(providers).build());
  }
}
