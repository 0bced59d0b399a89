package liviano.formats.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.Role;
import liviano.model.VisionTask;
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

  private static Roles denseLayer(String name, int labels) {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(2, 2, 3));
    Value pooled = builder.add("pool", new Op.GlobalAveragePool(), image);
    Value dense = builder.add("dense", new Op.Dense(3, true), pooled);
    return Roles.of(builder.output(name, dense).build(), labels);
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
