package liviano.train.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.vision.ObjectDetector;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.SsdAnchors;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Test;

class DetectorStartTest {
  private static final int SIDE = 96;
  private static final Recipe SSDLITE =
      Recipe.of("ssdlite_mobilenet_v2").withWidth(0.35).withResolution(SIDE).withNorm(Norm.FOLDED);

  private static Model model(Recipe recipe, VisionTask task, List<String> labels) {
    Graph graph = Zoo.graph(recipe);
    ModelCard card = ModelCard.of(task, "base", Preprocessing.keras(SIDE, SIDE)).withLabels(labels);
    return new Model(graph, RandomWeights.of(graph, 3), card, Optional.of(recipe));
  }

  private static Model base() {
    return model(SSDLITE.withClasses(2), VisionTask.DETECTION, List.of("background", "cat", "dog"));
  }

  /** The numbers of one class of one box in a predictor. */
  private static float[] row(Weights weights, String name, int classes, int box, int category) {
    Tensor tensor = weights.get(name);
    float[] values = tensor.toFloats();
    int row = values.length / Math.toIntExact(tensor.dims().get(0));
    int from = (box * classes + category) * row;
    return Arrays.copyOfRange(values, from, from + row);
  }

  @Test
  void classesOfTheSameNameKeepWhatTheyLearnedAndOthersBeginAtZero() {
    Model base = base();
    Model start = DetectorStart.fromBase(base, List.of("bird", "Dog", "fish"), SIDE, 1);
    for (int map = 0; map < 6; map++) {
      for (String what : List.of("weight", "bias")) {
        String name = "predictors." + map + ".logits." + what;
        for (int box = 0; box < SsdAnchors.boxesAt(map); box++) {
          assertThat(row(start.weights(), name, 4, box, 0))
              .isEqualTo(row(base.weights(), name, 3, box, 0));
          assertThat(row(start.weights(), name, 4, box, 2))
              .isEqualTo(row(base.weights(), name, 3, box, 2));
          assertThat(row(start.weights(), name, 4, box, 1)).containsOnly(0);
          assertThat(row(start.weights(), name, 4, box, 3)).containsOnly(0);
        }
      }
    }
  }

  @Test
  void allElseOfTheBaseIsKept() {
    Model base = base();
    Model start = DetectorStart.fromBase(base, List.of("bird"), 128, 1);
    for (Tensor tensor : start.weights().tensors()) {
      if (!tensor.name().matches("predictors\\.\\d\\.logits\\.(weight|bias)")) {
        assertThat(tensor.toFloats())
            .as(tensor.name())
            .isEqualTo(base.weights().get(tensor.name()).toFloats());
      }
    }
    assertThat(start.recipe())
        .contains(SSDLITE.withClasses(1).withResolution(128).withNorm(Norm.FOLDED));
    assertThat(start.card().labels()).containsExactly("background", "bird");
    assertThat(start.card().preprocessing()).isEqualTo(Preprocessing.keras(128, 128));
    assertThat(ObjectDetector.of(start).labels()).containsExactly("background", "bird");
  }

  @Test
  void anSsdLiteIsPutOnAMobileNetThatClassifies() {
    Recipe recipe = Recipe.of("mobilenet_v2").withWidth(0.35).withResolution(SIDE).withClasses(5);
    Model base = model(recipe, VisionTask.CLASSIFICATION, List.of());
    Model start = DetectorStart.fromBase(base, List.of("bird"), SIDE, 1);
    String name = "blocks.3.expand.weight";
    assertThat(start.weights().get(name).toFloats()).isEqualTo(base.weights().get(name).toFloats());
    assertThat(start.weights().get("predictors.2.logits.weight").toFloats()).containsOnly(0);
    assertThat(ObjectDetector.of(start).labels()).containsExactly("background", "bird");
  }

  @Test
  void whatIsNoSsdIsRefused() {
    Recipe lenet = Zoo.architecture("lenet_5").defaults();
    Model other = model(lenet, VisionTask.CLASSIFICATION, List.of());
    assertThatThrownBy(() -> DetectorStart.fromBase(other, List.of("bird"), SIDE, 1))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("give an SSD or SSDLite");
    Model base = base();
    Model unknown = new Model(base.graph(), base.weights(), base.card(), Optional.empty());
    assertThatThrownBy(() -> DetectorStart.fromBase(unknown, List.of("bird"), SIDE, 1))
        .isInstanceOf(UnsupportedModelException.class);
    Recipe classifier = Recipe.of("mobilenet_v2").withWidth(0.35).withResolution(SIDE);
    assertThatThrownBy(() -> DetectorStart.fromScratch(classifier, List.of("bird"), 1))
        .isInstanceOf(UnsupportedModelException.class);
  }
}
