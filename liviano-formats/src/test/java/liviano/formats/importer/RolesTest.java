package liviano.formats.importer;

import static liviano.model.Role.EMBEDDING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.model.Role;
import liviano.model.VisionTask;
import liviano.tensor.DType;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;

/** What outputs are, by what gives them. */
class RolesTest {

  @Test
  void theSoftmaxNeedNotBeTheFirstOutput() {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(4));
    Value dense = builder.add("dense", new Op.Dense(3, true), image);
    Value softmax = builder.add("softmax", new Op.Softmax(), dense);
    Graph graph = builder.output("features", image).output("answer", softmax).build();

    Roles roles = Roles.of(graph, 0);

    assertThat(roles.task()).isEqualTo(VisionTask.CLASSIFICATION);
    assertThat(roles.classes()).isEqualTo(3);
    assertThat(List.copyOf(roles.graph().outputs().entrySet()))
        .extracting(entry -> entry.getKey() + "=" + entry.getValue().name())
        .containsExactly("logits=dense", "probabilities=softmax", "features=image");
  }

  @Test
  void anotherTensorThatIsCalledLikeARoleIsNotLost() {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(4));
    Value dense = builder.add("dense", new Op.Dense(3, true), image);
    Value softmax = builder.add("softmax", new Op.Softmax(), dense);
    Graph graph = builder.output("answer", softmax).output("logits", image).build();

    Roles roles = Roles.of(graph, 0);
    Graph asInFile = roles.asInFile(roles.graph());

    assertThat(roles.graph().outputs()).containsEntry("logits_2", image);
    assertThat(asInFile.outputs()).isEqualTo(graph.outputs());
    assertThat(roles.roles(roles.graph(), asInFile))
        .containsEntry("dense", Role.LOGITS)
        .containsEntry("answer", Role.PROBABILITIES)
        .containsEntry("logits", Role.EMBEDDING)
        .hasSize(3);
  }

  /** An output keeps the name by which its value's own would be found. */
  @Test
  void aValueWhoseNameIsTakenHasNoRole() {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(4));
    Value dense = builder.add("dense", new Op.Dense(3, true), image);
    Value softmax = builder.add("softmax", new Op.Softmax(), dense);
    Graph graph = builder.output("answer", softmax).output("dense", image).build();
    Roles roles = Roles.of(graph, 0);

    assertThat(roles.roles(roles.graph(), roles.asInFile(roles.graph())))
        .doesNotContainValue(Role.LOGITS)
        .containsEntry("answer", Role.PROBABILITIES)
        .containsEntry("dense", Role.EMBEDDING);
  }

  @Test
  void theEmbeddingIsWhatTheFirstDenseLayerOfTheHeadReads() {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(2, 2, 3));
    Value pooled = builder.add("pool", new Op.GlobalAveragePool(), image);
    Value hidden =
        builder.add("relu", new Op.Relu(), builder.add("hidden", new Op.Dense(9, true), pooled));
    Value dense = builder.add("dense", new Op.Dense(3, true), hidden);
    Graph graph = builder.output("answer", builder.add("softmax", new Op.Softmax(), dense)).build();
    Roles roles = Roles.of(graph, 0);

    assertThat(roles.roles(roles.graph(), roles.asInFile(roles.graph())))
        .containsEntry("pool", Role.EMBEDDING);
  }

  @Test
  void theOnlyOutputOfADenseLayerClassifiesUnlessItIsCalledAnEmbedding() {
    assertThat(denseLayer("StatefulPartitionedCall:0", 0).task())
        .isEqualTo(VisionTask.CLASSIFICATION);
    assertThat(denseLayer("image_embedding", 0).task()).isEqualTo(VisionTask.OTHER);
    assertThat(denseLayer("image_embedding", 3).task()).isEqualTo(VisionTask.CLASSIFICATION);
  }

  @Test
  void theOnlyVectorOfAPictureIsItsEmbedding() {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(2, 2, 3));
    Value pooled = builder.add("pool", new Op.GlobalAveragePool(), image);
    Graph graph = builder.output("AvgPool", pooled).build();
    Roles alone = Roles.of(graph, 0);
    Roles named = denseLayer("image_embedding", 0);
    Roles two = Roles.of(builder.output("image too", image).build(), 0);

    assertThat(alone.task()).isEqualTo(VisionTask.OTHER);
    assertThat(alone.roles(graph, alone.asInFile(graph))).containsOnly(entry("AvgPool", EMBEDDING));
    assertThat(named.embedding()).isPresent();
    assertThat(two.embedding()).isEmpty();
    assertThat(two.roles(two.graph(), two.asInFile(two.graph()))).isEmpty();
  }

  private static Roles denseLayer(String name, int labels) {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(2, 2, 3));
    Value pooled = builder.add("pool", new Op.GlobalAveragePool(), image);
    Value dense = builder.add("dense", new Op.Dense(3, true), pooled);
    return Roles.of(builder.output(name, dense).build(), labels);
  }

  /** As ONNX has networks whose inputs are quantized as they run. */
  @Test
  void sumsOfIntegersThatAreScaledClassify() {
    Roles roles = Roles.of(integerSums("scores"), 0);

    assertThat(roles.task()).isEqualTo(VisionTask.CLASSIFICATION);
    assertThat(roles.classes()).isEqualTo(5);
    assertThat(roles.graph().outputs().get("logits").name()).isEqualTo("bias");
    assertThat(roles.roles(roles.graph(), roles.asInFile(roles.graph())))
        .containsEntry("scores", Role.LOGITS)
        .containsEntry("pool", Role.EMBEDDING)
        .hasSize(2);
    assertThat(Roles.of(integerSums("features"), 0).task()).isEqualTo(VisionTask.OTHER);
  }

  /** Pooled, quantized, summed up, made real, scaled and biased. */
  private static Graph integerSums(String output) {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(2, 2, 3));
    Value pooled = builder.add("pool", new Op.GlobalAveragePool(), image);
    List<Value> quantized =
        builder.add(
            "q", new Op.DynamicQuantize(), List.of(pooled), List.of("bytes", "scale", "zero"));
    Value lines = builder.add("lines", new Op.Reshape(Shape.of(1, 1, 3)), quantized.get(0));
    Op sums =
        new Op.IntegerSums(
            new Op.Conv2d(5, Window.square(1, 1, Padding.NONE), 1, false), DType.I8, List.of(0));
    Value summed = builder.add("sums", sums, lines, quantized.get(2));
    Value real = builder.add("real", new Op.Cast(DType.F32), summed);
    Value vector = builder.add("vector", new Op.Reshape(Shape.of(5)), real);
    Value factor = builder.add("factor", new Op.Scale(false), quantized.get(1));
    Value scaled = builder.add("scaled", new Op.Multiply(), vector, factor);
    return builder.output(output, builder.add("bias", new Op.Scale(true), scaled)).build();
  }

  /** What adds two layers up is the sums of neither. */
  @Test
  void theSumOfTwoDenseLayersIsNoClassifier() {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(2, 2, 3));
    Value pooled = builder.add("pool", new Op.GlobalAveragePool(), image);
    Value left = builder.add("left", new Op.Dense(3, true), pooled);
    Value right = builder.add("right", new Op.Dense(3, true), pooled);
    Graph graph = builder.output("sum", builder.add("add", new Op.Add(), left, right)).build();

    assertThat(Roles.of(graph, 0).task()).isEqualTo(VisionTask.OTHER);
  }

  /** A segmenter of ours lays corners on corners; other resizing it must leave to the network. */
  @Test
  void logitsAreTakenBehindAResizingOfAnotherRule() {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(8, 8, 3));
    Value resized = builder.add("up", new Op.ResizeBilinear(8, 8, Sampling.HALF_PIXEL), image);
    Roles roles = Roles.of(builder.output("map", resized).build(), 0);

    assertThat(roles.task()).isEqualTo(VisionTask.SEGMENTATION);
    assertThat(roles.graph().outputs().get("logits")).isEqualTo(resized);
  }

  @Test
  void scoresOfEachPixelSegment() {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(8, 8, 3));
    Value resized = builder.add("up", new Op.ResizeBilinear(8, 8, Sampling.ALIGN_CORNERS), image);
    Roles roles = Roles.of(builder.output("map", resized).build(), 0);

    assertThat(roles.task()).isEqualTo(VisionTask.SEGMENTATION);
    assertThat(roles.graph().outputs()).containsOnlyKeys("logits", "upsampled");
  }

  @Test
  void aSoftmaxAtEachPlaceOfAMapIsNoClassifier() {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(8, 8, 3));
    Value softmax = builder.add("softmax", new Op.Softmax(), image);
    Roles roles = Roles.of(builder.output("cells", softmax).build(), 3);

    assertThat(roles.task()).isEqualTo(VisionTask.OTHER);
    assertThat(roles.graph().outputs()).containsOnlyKeys("cells");
  }
}
