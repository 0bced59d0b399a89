package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.kernels.KernelProvider;
import liviano.kernels.Offer;
import liviano.kernels.Providers;
import liviano.kernels.Task;
import liviano.kernels.nativecode.NativeProviders;
import liviano.model.RandomWeights;
import liviano.tensor.Shape;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks written over their inputs give the bits of blocks written elsewhere. */
final class OverwrittenInputTest {
  private static final KernelProvider PLAIN = Providers.named("scalar").getFirst();
  private static final int NETWORKS = 120;

  static List<KernelProvider> machineCode() {
    return NativeProviders.all();
  }

  @ParameterizedTest
  @MethodSource("machineCode")
  void networksGiveTheSameBits(KernelProvider provider) {
    int overwritten = 0;
    for (int seed = 0; seed < NETWORKS; seed++) {
      Random random = new Random(seed);
      Graph graph = draw(random);
      Weights weights = RandomWeights.of(graph, 1);
      int batch = random.nextInt(1, 4);
      float[] image = new float[graph.inputs().getFirst().shape().elements() * batch];
      for (int i = 0; i < image.length; i++) {
        image[i] = (float) random.nextGaussian();
      }
      CompileOptions options = CompileOptions.builder().batch(batch).build();
      Program apart =
          Engine.compile(
              graph,
              weights,
              options.toBuilder().providers(List.of(new Apart(provider), PLAIN)).build());
      float[] expected = run(apart, image);
      assertThat(overwrites(apart)).isZero();
      for (int threads = 1; threads <= 4; threads++) {
        Program program =
            Engine.compile(
                graph,
                weights,
                options.toBuilder().providers(List.of(provider, PLAIN)).threads(threads).build());
        overwritten += threads == 1 ? overwrites(program) : 0;
        assertThat(run(program, image))
            .as("network %d on %d threads", seed, threads)
            .isEqualTo(expected);
      }
    }
    assertThat(overwritten).isGreaterThan(NETWORKS / 2);
  }

  /** The last task may write over its input, but for the caller, who reads that too. */
  @ParameterizedTest
  @MethodSource("machineCode")
  void anOutputThatTheLastTaskReadsIsKept(KernelProvider provider) {
    Graph graph =
        Zoo.graph(Recipe.of("mobilenet_v2").withWidth(0.35).withResolution(96))
            .endingAt("blocks.14.add", "blocks.15.add");
    Weights weights = RandomWeights.of(graph, 1);
    float[] image = new float[96 * 96 * 3];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) Math.sin(i);
    }

    List<List<float[]>> answers =
        Stream.of(new Apart(provider), provider)
            .map(each -> CompileOptions.builder().providers(List.of(each, PLAIN)).build())
            .map(options -> Engine.compile(graph, weights, options).newSession())
            .map(
                session -> {
                  session.input("image").copyFrom(image);
                  session.run();
                  return List.of(
                      session.output("blocks.14.add").toArray(),
                      session.output("blocks.15.add").toArray());
                })
            .toList();

    assertThat(answers.get(1).get(0)).isEqualTo(answers.get(0).get(0));
    assertThat(answers.get(1).get(1)).isEqualTo(answers.get(0).get(1));
    assertThat(answers.get(1).get(0)).isNotEqualTo(answers.get(1).get(1));
  }

  private static int overwrites(Program program) {
    return (int)
        program.steps().stream()
            .filter(
                step ->
                    program
                        .memory()
                        .offsets()
                        .get(step.output().id())
                        .equals(program.memory().offsets().get(step.inputs().getFirst().id())))
            .count();
  }

  /** Another provider's kernels, none of which is offered as one that overwrites its input. */
  private record Apart(KernelProvider provider) implements KernelProvider {
    @Override
    public String name() {
      return provider.name();
    }

    @Override
    public String description() {
      return provider.description();
    }

    @Override
    public Optional<Offer> offer(Task task) {
      return provider.offer(task).map(offer -> offer::kernel);
    }

    @Override
    public boolean prefers(Task fused, int workers) {
      return provider.prefers(fused, workers);
    }
  }

  private static float[] run(Program program, float[] image) {
    Session session = program.newSession();
    session.input("image").copyFrom(image);
    session.run();
    session.run();
    float[] out = session.output("out").toArray();
    float[] kept = session.output("kept").toArray();
    float[] both = Arrays.copyOf(out, out.length + kept.length);
    System.arraycopy(kept, 0, both, out.length, kept.length);
    return both;
  }

  private static Graph draw(Random random) {
    GraphBuilder graph = Graph.builder();
    Value x = graph.input("image", Shape.of(random.nextInt(1, 48), random.nextInt(1, 48), 3));
    x = graph.add("stem", new Op.Conv2d(random.nextInt(8, 64), window(random, 1, 1), 1, true), x);
    List<Value> maps = new ArrayList<>(List.of(x));
    int blocks = random.nextInt(1, 6);
    for (int i = 0; i < blocks; i++) {
      x = block(graph, "blocks." + i, x, random);
      maps.add(x);
    }
    // Sometimes one of the maps is wanted to the end, and sometimes that is what the last task
    // reads.
    Value kept =
        switch (random.nextInt(4)) {
          case 0 -> maps.get(random.nextInt(maps.size()));
          case 1 -> maps.get(maps.size() - 2);
          default -> x;
        };
    Value out =
        random.nextBoolean() ? graph.add("last", new Op.Conv2d(7, pointwise(), 1, true), x) : x;
    return graph.output("out", out).output("kept", kept).build();
  }

  private static Value block(GraphBuilder graph, String name, Value in, Random random) {
    Value x = in;
    if (random.nextInt(4) > 0) {
      Op expand = new Op.Conv2d(random.nextInt(1, 200), pointwise(), 1, random.nextBoolean());
      x = graph.add(name + ".expand", expand, x);
      x = graph.add(name + ".expand.relu6", new Op.Relu6(), x);
    }
    int stride = random.nextInt(1, 3);
    int dilation = stride == 1 ? random.nextInt(1, 4) : 1;
    Op filter = new Op.DepthwiseConv2d(window(random, stride, dilation), 1, true);
    x = graph.add(name + ".depthwise", filter, x);
    int most = in.shape().channels();
    int channels = random.nextBoolean() ? most : random.nextInt(1, 2 * most);
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
