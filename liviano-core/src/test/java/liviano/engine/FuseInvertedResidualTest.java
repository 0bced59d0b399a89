package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.kernels.Fused;
import liviano.kernels.KernelProvider;
import liviano.kernels.Linear;
import liviano.kernels.Providers;
import liviano.kernels.nativecode.NativeProviders;
import liviano.tensor.Shape;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
final class FuseInvertedResidualTest {
  @Test
  void everyBlockOfMobileNetV2BecomesOneTask() {
    List<PlannedTask> tasks = fused(Recipe.of("mobilenet_v2").withResolution(32)).tasks();

    // Seventeen blocks, the stem inside the first; the last convolution, pooling, classifier and
    // softmax.
    assertThat(tasks).hasSize(21);
    assertThat(tasks.subList(0, 17))
        .allSatisfy(task -> assertThat(task.task()).isInstanceOf(Fused.InvertedResidual.class))
        .extracting(PlannedTask::name)
        .startsWith("blocks.0", "blocks.1")
        .endsWith("blocks.15", "blocks.16");
    assertThat(((Fused.InvertedResidual) tasks.getFirst().task()).expand().orElseThrow())
        .isInstanceOf(Linear.Convolution.class);
  }

  @Test
  void aMapThatIsWantedElsewhereIsNotExpandedInside() {
    List<PlannedTask> tasks = fused(Recipe.of("ssdlite_mobilenet_v2").withResolution(96)).tasks();

    assertThat(tasks).extracting(PlannedTask::name).contains("blocks.13.expand", "blocks.13");
    assertThat(tasks)
        .filteredOn(task -> task.name().equals("blocks.13"))
        .allSatisfy(task -> assertThat(((Fused.InvertedResidual) task.task()).expand()).isEmpty());
  }

  private static Plan fused(Recipe recipe) {
    Graph graph = Zoo.graph(recipe);
    return new FuseInvertedResidual(block -> true)
        .apply(Engine.plan(graph, Parameters.unknown(), 1));
  }

  /** Networks of blocks with odd sizes; every provider, fused and not, on one to four threads. */
  @RepeatedTest(40)
  void fusedOrNotEveryProviderGivesTheSame(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    SameAnswers.hold(draw(random), random, random.nextInt(1, 3), every(), 1e-4f);
  }

  private static List<CompileOptions> every() {
    List<List<KernelProvider>> providers = new ArrayList<>();
    NativeProviders.all().forEach(p -> providers.add(with(p)));
    providers.add(Providers.named("scalar"));
    List<CompileOptions> all = new ArrayList<>();
    for (List<KernelProvider> asked : providers) {
      CompileOptions options = SameAnswers.SCALAR.toBuilder().providers(asked).build();
      all.add(options);
      all.add(options.toBuilder().fusesBlocks(false).build());
      all.add(options.toBuilder().channelSplit(2).build());
    }
    return all;
  }

  private static List<KernelProvider> with(KernelProvider first) {
    return List.of(first, Providers.named("scalar").getFirst());
  }

  private static Graph draw(Random random) {
    GraphBuilder graph = Graph.builder();
    // Sometimes so wide that the first convolution reads the picture where it stands.
    int width = random.nextInt(4) == 0 ? random.nextInt(86, 120) : random.nextInt(1, 40);
    Value x = graph.input("image", Shape.of(random.nextInt(1, 40), width, 3));
    if (random.nextBoolean()) {
      x = graph.add("stem", new Op.Conv2d(random.nextInt(1, 40), window(random, 2, 1), 1, true), x);
      x = graph.add("stem.relu6", new Op.Relu6(), x);
    }
    int blocks = random.nextInt(1, 4);
    for (int i = 0; i < blocks; i++) {
      x = block(graph, "blocks." + i, x, random);
    }
    return graph.output("out", x).build();
  }

  private static Value block(GraphBuilder graph, String name, Value in, Random random) {
    Value x = in;
    if (random.nextInt(4) > 0) {
      x =
          graph.add(
              name + ".expand",
              new Op.Conv2d(random.nextInt(1, 200), pointwise(), 1, random.nextBoolean()),
              x);
      x = graph.add(name + ".expand.relu6", new Op.Relu6(), x);
    }
    int stride = random.nextInt(1, 3);
    int dilation = stride == 1 ? random.nextInt(1, 4) : 1;
    x =
        graph.add(
            name + ".depthwise",
            new Op.DepthwiseConv2d(window(random, stride, dilation), 1, true),
            x);
    x = graph.add(name + ".depthwise.relu6", new Op.Relu6(), x);
    int channels = random.nextBoolean() ? in.shape().channels() : random.nextInt(1, 200);
    x = graph.add(name + ".project", new Op.Conv2d(channels, pointwise(), 1, true), x);
    return x.shape().equals(in.shape()) ? graph.add(name + ".add", new Op.Add(), in, x) : x;
  }

  private static Window pointwise() {
    return Window.square(1, 1, Padding.NONE);
  }

  private static Window window(Random random, int stride, int dilation) {
    return Window.square(
        3, stride, dilation, random.nextBoolean() ? Padding.SAME : Padding.all(dilation));
  }
}
