package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.kernels.KernelProvider;
import liviano.kernels.Providers;
import liviano.tensor.Extents;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations number by number, against results worked out by hand. */
class ElementwiseOperationsTest {
  /** Two samples of 1x2 positions of 2 channels. */
  private static final float[] MAPS = {1, 2, 3, 4, -1, Float.NaN, 5, -6};

  /** A number for each channel of each sample. */
  private static final float[] VECTORS = {10, 0.5f, 2, -8};

  static List<KernelProvider> providers() {
    return Providers.available();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aNumberPerChannelMeetsEveryPositionOfItsSample(KernelProvider provider) {
    for (Shape shape : List.of(Shape.of(2), Shape.of(1, 1, 2))) {
      assertThat(run(provider, new Op.Multiply(), shape, VECTORS))
          .containsExactly(10, 1, 30, 2, -2, Float.NaN, 10, 48);
      assertThat(run(provider, new Op.Add(), shape, VECTORS))
          .containsExactly(11, 2.5f, 13, 4.5f, 1, Float.NaN, 7, -14);
      assertThat(run(provider, new Op.Maximum(), shape, VECTORS))
          .containsExactly(10, 2, 10, 4, 2, Float.NaN, 5, -6);
      assertThat(run(provider, new Op.Minimum(), shape, VECTORS))
          .containsExactly(1, 0.5f, 3, 0.5f, -1, Float.NaN, 2, -8);
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void twoMapsMeetNumberByNumber(KernelProvider provider) {
    float[] other = {2, 2, -3, 0.5f, 4, 1, -1, Float.NaN};

    assertThat(run(provider, new Op.Multiply(), Shape.of(1, 2, 2), other))
        .containsExactly(2, 4, -9, 2, -4, Float.NaN, -5, Float.NaN);
    assertThat(run(provider, new Op.Maximum(), Shape.of(1, 2, 2), other))
        .containsExactly(2, 2, 3, 4, 4, Float.NaN, 5, Float.NaN);
  }

  @ParameterizedTest
  @MethodSource("providers")
  void theBendsOfMobileNetV3AreAtThreeOnEitherSide(KernelProvider provider) {
    float[] x = {-4, -3, -1.5f, 0, 1.5f, 3, 4, 600};

    assertThat(run(provider, new Op.HardSigmoid(), x))
        .containsExactly(0, 0, 0.25f, 0.5f, 0.75f, 1, 1, 1);
    assertThat(run(provider, new Op.HardSwish(), x))
        .containsExactly(-0f, -0f, -0.375f, 0, 1.125f, 3, 4, 600);
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aSlopePerChannelBendsWhatIsNegative(KernelProvider provider) {
    GraphBuilder b = Graph.builder();
    Value map = b.input("map", Shape.of(1, 2, 2));
    Graph graph = b.output("out", b.add("bent", new Op.PRelu(), map)).build();
    Weights slopes = Weights.of(List.of(Tensor.of("bent.slope", Extents.of(2), 0.5f, -2)));
    Session session = session(provider, graph, slopes, 2);
    session.input("map").copyFrom(MAPS);
    session.run();

    assertThat(session.output("out").toArray())
        .containsExactly(1, 2, 3, 4, -0.5f, Float.NaN, 5, 12);
  }

  private static float[] run(KernelProvider provider, Op op, Shape second, float[] numbers) {
    GraphBuilder b = Graph.builder();
    Value map = b.input("map", Shape.of(1, 2, 2));
    Value other = b.input("other", second);
    Session session =
        session(provider, b.output("out", b.add("joined", op, map, other)).build(), 2);
    session.input("map").copyFrom(MAPS);
    session.input("other").copyFrom(numbers);
    session.run();
    return session.output("out").toArray();
  }

  private static float[] run(KernelProvider provider, Op op, float[] numbers) {
    GraphBuilder b = Graph.builder();
    Value x = b.input("x", Shape.of(numbers.length));
    Session session = session(provider, b.output("out", b.add("y", op, x)).build(), 1);
    session.input("x").copyFrom(numbers);
    session.run();
    return session.output("out").toArray();
  }

  private static Session session(KernelProvider provider, Graph graph, int batch) {
    return session(provider, graph, Weights.of(List.of()), batch);
  }

  private static Session session(KernelProvider provider, Graph graph, Weights weights, int batch) {
    List<KernelProvider> providers = new ArrayList<>(List.of(provider));
    providers.addAll(Providers.named("scalar"));
    CompileOptions options = CompileOptions.builder().providers(providers).batch(batch).build();
    return Engine.compile(graph, weights, options).newSession();
  }
}
