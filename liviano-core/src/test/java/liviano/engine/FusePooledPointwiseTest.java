package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.kernels.Fused;
import liviano.kernels.KernelProvider;
import liviano.kernels.Offer;
import liviano.kernels.Providers;
import liviano.kernels.Task;
import liviano.kernels.nativecode.NativeProviders;
import liviano.tensor.Shape;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class FusePooledPointwiseTest {
  private static final KernelProvider PLAIN = Providers.named("scalar").getFirst();

  @Test
  void theLastConvolutionOfMobileNetV2IsPooledOnTheWay() {
    Graph graph = Zoo.graph(Recipe.of("mobilenet_v2").withResolution(64));

    assertThat(fused(graph).tasks())
        .filteredOn(task -> task.task() instanceof Fused.PooledPointwise)
        .singleElement()
        .satisfies(
            task -> {
              assertThat(task.name()).isEqualTo("head.conv");
              assertThat(((Fused.PooledPointwise) task.task()).pointwise().rows()).isEqualTo(4);
            });
  }

  @Test
  void aMapThatIsWantedElsewhereStaysWhole() {
    GraphBuilder graph = Graph.builder();
    Value image = graph.input("image", Shape.of(7, 7, 3));
    Value map = graph.add("conv", new Op.Conv2d(5, pointwise(), 1, true), image);
    graph.output("map", map);
    graph.output("out", graph.add("pool", new Op.GlobalAveragePool(), map));

    assertThat(fused(graph.build()).tasks()).hasSize(2);
  }

  @Test
  void aSmallerWindowIsLeftAlone() {
    GraphBuilder graph = Graph.builder();
    Value image = graph.input("image", Shape.of(8, 8, 3));
    Value map = graph.add("conv", new Op.Conv2d(5, pointwise(), 1, true), image);
    Op pool = new Op.AveragePool(Window.square(7, 7, Padding.NONE), false);
    graph.output("out", graph.add("pool", pool, map));

    assertThat(fused(graph.build()).tasks()).hasSize(2);
  }

  /** The pool averages the channels of the new shape, which are others than the convolution's. */
  @Test
  void aMapUnderAnotherShapeStaysWhole() {
    Graph graph = reshaped(Shape.of(4, 6, 3), 8, Shape.of(4, 3, 16));

    assertThat(fused(graph).tasks()).hasSize(2);
    SameAnswers.hold(graph, new Random(1), 2, every(), 1e-5f);
  }

  private static Graph reshaped(Shape image, int channels, Shape shape) {
    GraphBuilder graph = Graph.builder();
    Value x = graph.input("image", image);
    x = graph.add("conv", new Op.Conv2d(channels, pointwise(), 1, true), x);
    x = graph.add("reshape", new Op.Reshape(shape), x);
    return graph.output("out", graph.add("pool", new Op.GlobalAveragePool(), x)).build();
  }

  private static Plan fused(Graph graph) {
    return new FusePooledPointwise(task -> true).apply(Engine.plan(graph, Parameters.unknown(), 1));
  }

  /** Tails with odd sizes; every provider, fused and not, on one to four threads. */
  @RepeatedTest(60)
  void fusedOrNotEveryProviderGivesTheSame(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    SameAnswers.hold(draw(random), random, random.nextInt(1, 4), every(), 1e-5f);
  }

  private static List<CompileOptions> every() {
    List<CompileOptions> all = new ArrayList<>();
    for (KernelProvider first : NativeProviders.all()) {
      CompileOptions options =
          SameAnswers.SCALAR.toBuilder().providers(List.of(first, PLAIN)).build();
      all.add(options);
      all.add(options.toBuilder().fusesBlocks(false).build());
    }
    all.add(SameAnswers.SCALAR.toBuilder().providers(List.of(new Fuses(), PLAIN)).build());
    return all;
  }

  /** Fuses and computes nothing, so that the plain loops are asked for the fused task. */
  private static final class Fuses implements KernelProvider {
    @Override
    public String name() {
      return "fuses";
    }

    @Override
    public String description() {
      return "plain loops, fused";
    }

    @Override
    public Optional<Offer> offer(Task task) {
      return Optional.empty();
    }

    @Override
    public boolean prefers(Task fused, int workers) {
      return fused instanceof Fused.PooledPointwise;
    }
  }

  private static Graph draw(Random random) {
    GraphBuilder graph = Graph.builder();
    int in = random.nextInt(1, 200);
    Value x = graph.input("image", Shape.of(random.nextInt(1, 24), random.nextInt(1, 24), in));
    int out = random.nextInt(1, 200);
    x = graph.add("conv", new Op.Conv2d(out, pointwise(), 1, random.nextBoolean()), x);
    if (random.nextBoolean()) {
      x = graph.add("relu6", new Op.Relu6(), x);
    }
    x = graph.add("pool", new Op.GlobalAveragePool(), x);
    if (random.nextBoolean()) {
      x = graph.add("dense", new Op.Dense(random.nextInt(1, 50), true), x);
    }
    return graph.output("out", x).build();
  }

  private static Window pointwise() {
    return Window.square(1, 1, Padding.NONE);
  }
}
