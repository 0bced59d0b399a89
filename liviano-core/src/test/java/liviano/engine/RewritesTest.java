package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.kernels.PackedWeights;
import liviano.kernels.Task;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RewritesTest {
  private static final CompileOptions OPTIONS = CompileOptions.defaults();

  @RepeatedTest(60)
  void aRewrittenPlanComputesWhatTheGraphSays(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Graph graph = RandomGraphs.draw(random);
    Weights weights = withStatistics(graph, random);
    float[] image = floats(random, graph.inputs().getFirst().shape().elements() * 2);

    Map<String, float[]> plain =
        run(
            Engine.compile(
                Lowering.lower(graph, Parameters.of(weights), 2), new PackedWeights(), OPTIONS),
            image);
    Map<String, float[]> rewritten =
        run(Engine.compile(graph, weights, OPTIONS.withBatch(2)), image);

    assertThat(rewritten.keySet()).isEqualTo(plain.keySet());
    plain.forEach(
        (name, expected) -> {
          float scale = 1;
          for (float x : expected) {
            scale = Math.max(scale, Math.abs(x));
          }
          assertThat(rewritten.get(name)).as(name).hasSameSizeAs(expected);
          for (int i = 0; i < expected.length; i++) {
            assertThat(rewritten.get(name)[i]).isCloseTo(expected[i], within(1e-4f * scale));
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void mobileNetV2BecomesOneTaskForEachConvolution(Norm norm) {
    Graph graph =
        Zoo.graph(Recipe.of("mobilenet_v2").withWidth(0.5).withResolution(32).withNorm(norm));

    List<Task> tasks =
        Engine.plan(graph, Parameters.unknown(), 1).tasks().stream()
            .map(PlannedTask::task)
            .toList();

    // 52 convolutions, pooling, classifier, softmax; every norm, clamp and shortcut is inside.
    assertThat(tasks).hasSize(55);
    assertThat(tasks).filteredOn(task -> task instanceof Task.Pointwise).hasSize(35);
    assertThat(tasks).filteredOn(task -> task instanceof Task.Depthwise).hasSize(17);
    assertThat(tasks)
        .filteredOn(task -> task instanceof Task.Pointwise p && p.epilogue().residual())
        .hasSize(10);
  }

  @Test
  void aShortcutAfterAClampStaysATaskOfItsOwn() {
    GraphBuilder b = Graph.builder();
    Value in = b.input("image", Shape.of(2, 2, 3));
    Value conv = b.add("conv", pointwise(3), in);
    Value relu = b.add("relu", new Op.Relu(), conv);
    Graph graph = b.output("out", b.add("add", new Op.Add(), in, relu)).build();

    assertThat(tasks(graph)).hasExactlyElementsOfTypes(Task.Pointwise.class, Task.Add.class);
  }

  @Test
  void whatIsAlsoAnOutputIsNotFusedAway() {
    GraphBuilder b = Graph.builder();
    Value in = b.input("image", Shape.of(2, 2, 3));
    Value conv = b.add("conv", pointwise(3), in);
    Value relu = b.add("relu", new Op.Relu(), conv);
    Graph graph = b.output("before", conv).output("after", relu).build();

    assertThat(tasks(graph)).hasExactlyElementsOfTypes(Task.Pointwise.class, Task.Clip.class);
  }

  @Test
  void aClampAfterAShortcutJoinsBoth() {
    GraphBuilder b = Graph.builder();
    Value in = b.input("image", Shape.of(2, 2, 3));
    Value conv = b.add("conv", pointwise(3), in);
    Value sum = b.add("add", new Op.Add(), conv, in);
    Graph graph = b.output("out", b.add("relu6", new Op.Relu6(), sum)).build();

    assertThat(tasks(graph))
        .singleElement()
        .isInstanceOfSatisfying(
            Task.Pointwise.class,
            p -> {
              assertThat(p.epilogue().residual()).isTrue();
              assertThat(p.epilogue().clamp().max()).isEqualTo(6);
            });
  }

  private static Op pointwise(int channels) {
    return new Op.Conv2d(channels, Window.square(1, 1, Padding.NONE), 1, true);
  }

  private static List<Task> tasks(Graph graph) {
    return Engine.plan(graph, Parameters.unknown(), 1).tasks().stream()
        .map(PlannedTask::task)
        .toList();
  }

  /** Random weights with batch norms that do something. */
  private static Weights withStatistics(Graph graph, Random random) {
    return Weights.of(
        graph
            .params()
            .map(
                spec -> {
                  float[] values = floats(random, spec.shape().elements());
                  if (spec.name().endsWith(".variance")) {
                    for (int i = 0; i < values.length; i++) {
                      values[i] = values[i] * values[i] + 0.2f;
                    }
                  }
                  return Tensor.of(spec.name(), spec.shape().extents(), values);
                })
            .toList());
  }

  private static float[] floats(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat(-1, 1);
    }
    return values;
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
