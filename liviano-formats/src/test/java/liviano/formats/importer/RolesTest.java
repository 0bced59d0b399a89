package liviano.formats.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
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

    assertThat(Roles.of(graph, 0).graph().outputs()).containsEntry("logits_2", image);
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
