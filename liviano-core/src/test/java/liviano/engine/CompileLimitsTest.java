package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Window;
import liviano.kernels.KernelProvider;
import liviano.kernels.nativecode.NativeProviders;
import liviano.model.RandomWeights;
import liviano.tensor.Shape;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is made of a graph at compile time. */
class CompileLimitsTest {
  static List<KernelProvider> machineCode() {
    return NativeProviders.all();
  }

  @ParameterizedTest
  @MethodSource("machineCode")
  void codeIsCountedForEachProgram(KernelProvider provider) {
    Graph graph = Zoo.graph(Recipe.of("mobilenet_v2").withWidth(0.1).withResolution(32));
    Weights weights = RandomWeights.of(graph, 1);
    CompileOptions options = CompileOptions.builder().providers(List.of(provider)).build();
    Limits tight = options.limits().with(Limit.CODE_BYTES, 1000);

    assertThatThrownBy(
            () -> Engine.compile(graph, weights, options.toBuilder().limits(tight).build()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith("layers up to ")
        .hasMessageContaining("bytes of machine code, the limit is 1,000 bytes");

    Engine.compile(graph, weights, options);
    // All of it is there by now.
    assertThat(Engine.compile(graph, weights, options.toBuilder().limits(tight).build()).steps())
        .isNotEmpty();
  }

  /** Lines so long that to ask for all of them ahead would take a million instructions. */
  @ParameterizedTest
  @MethodSource("machineCode")
  void codeDoesNotGrowWithTheMap(KernelProvider provider) {
    Window window = new Window(1, 1, 1 << 16, 21_845, 1, 1, Padding.SAME);
    var builder = Graph.builder();
    var in = builder.input("x", Shape.of(2, 1 << 20, 1));
    Graph graph =
        builder.output("y", builder.add("a", new Op.Conv2d(1, window, 1, false), in)).build();
    long before = provider.made().bytes();

    Engine.compile(
        graph,
        RandomWeights.of(graph, 1),
        CompileOptions.builder().providers(List.of(provider)).build());

    assertThat(provider.made().bytes() - before).isLessThan(16 << 10);
  }
}
