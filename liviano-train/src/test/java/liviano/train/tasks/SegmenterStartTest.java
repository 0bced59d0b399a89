package liviano.train.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.model.Fit;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.vision.ImageSegmenter;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;

class SegmenterStartTest {
  private static final int SIDE = 65;

  private static Model model(Recipe recipe, VisionTask task, List<String> labels) {
    Graph graph = Zoo.graph(recipe);
    int side = recipe.resolution();
    ModelCard card =
        ModelCard.of(task, "base", Preprocessing.tensorflow(side, side)).withLabels(labels);
    return new Model(graph, RandomWeights.of(graph, 3), card, Optional.of(recipe));
  }

  @Test
  void deepLabIsPutOnAMobileNetThatClassifies() {
    Recipe recipe = Recipe.of("mobilenet_v2").withWidth(0.35).withResolution(96).withClasses(5);
    Model base = model(recipe, VisionTask.CLASSIFICATION, List.of());
    Model start = SegmenterStart.fromBase(base, List.of("background", "road"), SIDE, 1);
    String name = "blocks.16.project.weight";
    assertThat(start.weights().get(name).toFloats()).isEqualTo(base.weights().get(name).toFloats());
    assertThat(start.weights().get("classifier.weight").toFloats()).containsOnly(0);
    assertThat(start.recipe().orElseThrow().outputStride()).isEqualTo(16);
    assertThat(start.graph().outputs().get("logits").shape().dims()).containsExactly(5, 5, 2);
    assertThat(start.card().preprocessing().fit()).isInstanceOf(Fit.Pad.class);
    assertThat(ImageSegmenter.of(start).labels()).containsExactly("background", "road");
  }

  @Test
  void classesOfTheSameNameKeepWhatTheyLearned() {
    Recipe recipe =
        Recipe.of("deeplab_v3_mobilenet_v2")
            .withWidth(0.35)
            .withResolution(SIDE)
            .withOutputStride(16)
            .withHead("pool")
            .withClasses(3);
    Model base = model(recipe, VisionTask.SEGMENTATION, List.of("background", "road", "sky"));
    Model start = SegmenterStart.fromBase(base, List.of("background", "sky", "car"), SIDE, 1);
    float[] learned = base.weights().get("classifier.bias").toFloats();
    assertThat(start.weights().get("classifier.bias").toFloats())
        .containsExactly(learned[0], learned[2], 0);
    assertThat(start.weights().get("head.projection.weight").toFloats())
        .isEqualTo(base.weights().get("head.projection.weight").toFloats());
  }

  @Test
  void whatIsNeitherIsRefused() {
    Recipe lenet = Zoo.architecture("lenet_5").defaults();
    Model other = model(lenet, VisionTask.CLASSIFICATION, List.of());
    assertThatThrownBy(() -> SegmenterStart.fromBase(other, List.of("a", "b"), SIDE, 1))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("give a DeepLabv3 or a classifying MobileNet");
    Model unknown = new Model(other.graph(), other.weights(), other.card(), Optional.empty());
    assertThatThrownBy(() -> SegmenterStart.fromBase(unknown, List.of("a", "b"), SIDE, 1))
        .isInstanceOf(UnsupportedModelException.class);
  }
}
