package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.kernels.PackedWeights;
import liviano.kernels.Task;
import liviano.model.RandomWeights;
import liviano.tensor.Shape;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitChannelsTest {
  private static final CompileOptions OPTIONS = CompileOptions.defaults().withFusedBlocks(false);
  private static final Graph MOBILENET =
      Zoo.graph(Recipe.of("mobilenet_v2").withWidth(0.35).withResolution(96).withNorm(Norm.FOLDED));

  @RepeatedTest(40)
  void aSplitBlockComputesWhatTheWholeOneDoes(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Graph graph = blocks(random);
    Weights weights = RandomWeights.of(graph, 7);
    int split = random.nextInt(2, 6);
    float[] image = image(graph, random);

    Map<String, float[]> whole = run(Engine.compile(graph, weights, OPTIONS), image);
    Program program = Engine.compile(graph, weights, OPTIONS.withChannelSplit(split));

    assertThat(program.steps())
        .hasSizeGreaterThan(Engine.plan(graph, Parameters.of(weights), 1).tasks().size());
    assertThat(program.multiplyAdds())
        .isEqualTo(Engine.compile(graph, weights, OPTIONS).multiplyAdds());
    requireClose(run(program, image), whole);
  }

  @RepeatedTest(20)
  void whatIsNoBlockStaysWhole(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Graph graph = RandomGraphs.draw(random);
    Weights weights = RandomWeights.of(graph, 7);
    float[] image = image(graph, random);

    requireClose(
        run(Engine.compile(graph, weights, OPTIONS.withChannelSplit(3)), image),
        run(Engine.compile(graph, weights, OPTIONS), image));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void theInsideOfMobileNetV2IsSplitAndItsMemoryFalls(int split) {
    List<PlannedTask> tasks = plan(MOBILENET, split).tasks();

    // Seventeen blocks, the first, 16 channels wide, with the stem; and head, pool, classifier,
    // softmax.
    assertThat(tasks).hasSize(16 * 3 * split + 3 * Math.min(split, 2) + 4);
    assertThat(Engine.memory(MOBILENET, OPTIONS.withChannelSplit(split)).bytes())
        .isLessThan(Engine.memory(MOBILENET, OPTIONS).bytes());
  }

  @Test
  void memoryFallsWithEveryGroupAtTheSizeOfThePaper() {
    Graph graph = Zoo.graph(Recipe.of("mobilenet_v2").withNorm(Norm.FOLDED));

    List<Long> bytes =
        List.of(1, 2, 3, 4).stream()
            .map(split -> Engine.memory(graph, OPTIONS.withChannelSplit(split)).bytes())
            .toList();

    assertThat(bytes.get(1)).isLessThan(bytes.get(0));
    assertThat(bytes.get(2)).isLessThan(bytes.get(1));
    assertThat(bytes.get(3)).isLessThan(bytes.get(2));
  }

  @Test
  void groupsAreWholeVectorsWhereTheWidthIs() {
    List<Integer> widths =
        plan(MOBILENET, 5).tasks().stream()
            .map(PlannedTask::task)
            .filter(task -> task instanceof Task.Depthwise)
            .map(task -> ((Task.Depthwise) task).geometry().outC())
            .toList();

    assertThat(widths).allSatisfy(width -> assertThat(width % 8).isZero());
    // 48 channels in five groups: 16, 8, 8, 8, 8.
    assertThat(widths.subList(2, 7)).containsExactly(16, 8, 8, 8, 8);
  }

  @Test
  void aWidthBelowTheSplitFallsIntoSingleChannels() {
    GraphBuilder b = Graph.builder();
    Value in = b.input("image", Shape.of(4, 4, 2));
    Graph graph = b.output("out", block(b, "a", in, 3, 2, 1, new Random(1))).build();

    assertThat(plan(graph, 5).tasks()).hasSize(9);
  }

  @Test
  void anInnerTensorThatIsReadElsewhereIsNotSplit() {
    Graph tapped =
        Zoo.graph(
            Recipe.of("mobilenet_v2").withWidth(0.35).withResolution(32).withNorm(Norm.FOLDED));
    Graph graph = tapped.endingAt("blocks.13.expand.relu6", "logits");

    assertThat(plan(graph, 2).tasks().stream().filter(t -> t.name().equals("blocks.13.expand")))
        .hasSize(1);
    assertThat(plan(graph, 2).tasks().stream().filter(t -> t.name().equals("blocks.12.expand")))
        .hasSize(2);
  }

  @Test
  void programsOfOtherSplitsShareTheirPackedWeights() {
    Weights weights = RandomWeights.of(MOBILENET, 7);
    CompileOptions shared = OPTIONS.withPackedWeights(new PackedWeights());
    float[] image = image(MOBILENET, new Random(3));

    Map<String, float[]> whole = run(Engine.compile(MOBILENET, weights, shared), image);

    for (int split : new int[] {2, 3, 2}) {
      requireClose(
          run(Engine.compile(MOBILENET, weights, shared.withChannelSplit(split)), image), whole);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65})
  void splitsOutOfRangeAreRefused(int split) {
    assertThatThrownBy(() -> OPTIONS.withChannelSplit(split))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the channel split must be from 1 to 64, is " + split);
  }

  private static Plan plan(Graph graph, int split) {
    return Engine.plan(graph, Parameters.unknown(), OPTIONS.withChannelSplit(split));
  }

  /** One to three inverted residuals, with and without norm, shortcut and a last clamp. */
  private static Graph blocks(RandomGenerator random) {
    GraphBuilder b = Graph.builder();
    int channels = random.nextInt(1, 20);
    Value x = b.input("image", Shape.of(random.nextInt(3, 12), random.nextInt(3, 12), channels));
    int count = random.nextInt(1, 4);
    for (int i = 0; i < count; i++) {
      boolean shortcut = random.nextBoolean();
      int out = shortcut ? channels : random.nextInt(1, 20);
      int stride = shortcut ? 1 : random.nextInt(1, 3);
      Value block = block(b, "block" + i, x, random.nextInt(2, 40), out, stride, random);
      if (shortcut && block.shape().equals(x.shape())) {
        block = b.add("block" + i + ".add", new Op.Add(), x, block);
      }
      x = random.nextBoolean() ? b.add("block" + i + ".out", new Op.Relu6(), block) : block;
      channels = out;
    }
    return b.output("out", x).build();
  }

  private static Value block(
      GraphBuilder b,
      String name,
      Value in,
      int inner,
      int out,
      int stride,
      RandomGenerator random) {
    Window one = Window.square(1, 1, Padding.NONE);
    Window first = random.nextInt(4) == 0 ? Window.square(3, 2, Padding.SAME) : one;
    Value x = b.add(name + ".expand", new Op.Conv2d(inner, first, 1, random.nextBoolean()), in);
    x = b.add(name + ".expand.norm", new Op.BatchNorm(1e-3f), x);
    x = b.add(name + ".expand.relu6", new Op.Relu6(), x);
    Window window = Window.square(3, stride, random.nextInt(1, 3), Padding.SAME);
    x = b.add(name + ".depthwise", new Op.DepthwiseConv2d(window, 1, random.nextBoolean()), x);
    x = b.add(name + ".depthwise.relu6", new Op.Relu6(), x);
    return b.add(name + ".project", new Op.Conv2d(out, one, 1, random.nextBoolean()), x);
  }

  private static float[] image(Graph graph, Random random) {
    float[] values = new float[graph.inputs().getFirst().shape().elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat(-1, 1);
    }
    return values;
  }

  private static void requireClose(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, values) -> {
          float scale = 1;
          for (float x : values) {
            scale = Math.max(scale, Math.abs(x));
          }
          assertThat(actual.get(name)).as(name).containsExactly(values, within(1e-5f * scale));
        });
  }

  private static Map<String, float[]> run(Program program, float[] image) {
    Session session = program.newSession();
    session.input("image").copyFrom(image);
    session.run();
    Map<String, float[]> outputs = new TreeMap<>();
    for (String name : program.outputShapes().keySet()) {
      outputs.put(name, session.output(name).toArray());
    }
    return outputs;
  }
}
