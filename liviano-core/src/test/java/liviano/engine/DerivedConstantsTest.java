package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.kernels.KernelProvider;
import liviano.kernels.Linear;
import liviano.kernels.Move;
import liviano.kernels.PackedWeights;
import liviano.kernels.Param;
import liviano.kernels.Providers;
import liviano.model.RandomWeights;
import liviano.tensor.Shape;
import liviano.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Constants that the engine makes are told apart from all that a model may store. */
class DerivedConstantsTest {
  private static final Op.Conv2d POINTWISE = conv(1);

  static List<KernelProvider> providers() {
    return Providers.available();
  }

  /**
   * A layer is called as a folded weight would be called by any text made of its parts, and reads a
   * weight of another size.
   */
  @ParameterizedTest
  @MethodSource("providers")
  void aLayerMayHaveTheNameOfAFoldedWeight(KernelProvider provider) {
    GraphBuilder b = Graph.builder();
    Value x = b.input("image", Shape.of(1, 1, 300));
    Value first = b.add("first", new Op.SelectChannels(List.of(7)), x);
    Value folded = b.add("s", new Op.Scale(false), b.add("c", POINTWISE, first));
    Value collides = x;
    List<Value> all = new ArrayList<>(List.of(folded));
    for (String name : names(b.output("a", folded).output("b", x).build())) {
      if (name.endsWith(".weight")) {
        all.add(b.add(name.substring(0, name.length() - ".weight".length()), POINTWISE, collides));
      }
      all.add(b.add(name, POINTWISE, collides));
    }
    Graph graph = b.output("out", b.add("all", new Op.Concat(), all)).build();
    assertThat(all).hasSizeGreaterThan(2);

    assertAnswers(graph, provider, new PackedWeights());
  }

  /** Another epsilon is another factor, though every stored tensor is the same. */
  @ParameterizedTest
  @MethodSource("providers")
  void graphsOverTheSameWeightsShareOnlyWhatIsTheSame(KernelProvider provider) {
    Weights weights = RandomWeights.of(normed(1e-3f), 1);
    PackedWeights shared = new PackedWeights();

    float[] small =
        run(normed(1e-3f), weights, options(provider).toBuilder().packedWeights(shared).build());
    float[] large =
        run(normed(8f), weights, options(provider).toBuilder().packedWeights(shared).build());

    assertThat(small).isEqualTo(run(normed(1e-3f), weights, options(provider)));
    assertThat(large).isEqualTo(run(normed(8f), weights, options(provider)));
    assertThat(large).isNotEqualTo(small);
  }

  /** Each fold copies the weight; its name must not grow without end either. */
  @Test
  void aLongChainOfNormsIsNotFoldedToItsEnd() {
    GraphBuilder b = Graph.builder();
    Value x = b.add("c", conv(3), b.input("image", Shape.of(4, 4, 3)));
    for (int i = 0; i < 40; i++) {
      x = b.add("norm" + i, new Op.BatchNorm(1e-3f), x);
    }
    Graph graph = b.output("out", x).build();
    Plan plan = Engine.plan(graph, Parameters.of(RandomWeights.of(graph, 1)), 1);

    assertThat(plan.tasks()).hasSizeBetween(30, 39);
    assertThat(plan.tasks().getFirst().task().params())
        .allSatisfy(param -> assertThat(param.origin().depth()).isLessThanOrEqualTo(8));
    assertAnswers(graph, Providers.available().getFirst(), new PackedWeights());
  }

  private static Op.Conv2d conv(int outputs) {
    return new Op.Conv2d(outputs, Window.square(1, 1, Padding.SAME), 1, false);
  }

  private static Graph normed(float epsilon) {
    GraphBuilder b = Graph.builder();
    Value c = b.add("c", conv(5), b.input("image", Shape.of(3, 3, 4)));
    return b.output("out", b.add("n", new Op.BatchNorm(epsilon), c)).build();
  }

  /** Of what is packed for a graph, and of the same parts joined otherwise. */
  private static List<String> names(Graph graph) {
    List<String> names = new ArrayList<>();
    for (PlannedTask task :
        Engine.plan(graph, Parameters.of(RandomWeights.of(graph, 1)), 1).tasks()) {
      task.task().params().stream()
          .map(Param::name)
          .filter(n -> !n.equals("c.weight"))
          .forEach(names::add);
      assertThat(task.task()).isInstanceOfAny(Linear.Pointwise.class, Move.SelectChannels.class);
    }
    names.add("c.weight * s.weight");
    return names;
  }

  private static void assertAnswers(Graph graph, KernelProvider provider, PackedWeights packed) {
    Weights weights = RandomWeights.of(graph, 1);
    float[] expected =
        run(graph, weights, CompileOptions.builder().providers(Providers.named("scalar")).build());
    float[] actual =
        run(graph, weights, options(provider).toBuilder().packedWeights(packed).build());
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-3f));
    }
  }

  private static CompileOptions options(KernelProvider provider) {
    List<KernelProvider> providers = new ArrayList<>(List.of(provider));
    providers.addAll(Providers.named("scalar"));
    return CompileOptions.builder().providers(providers).build();
  }

  private static float[] run(Graph graph, Weights weights, CompileOptions options) {
    Session session = Engine.compile(graph, weights, options).newSession();
    SplittableRandom random = new SplittableRandom(1);
    float[] image = new float[graph.inputs().getFirst().shape().elements()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextDouble(-1, 1);
    }
    session.input("image").copyFrom(image);
    session.run();
    return Arrays.copyOf(session.output("out").toArray(), session.output("out").toArray().length);
  }
}
