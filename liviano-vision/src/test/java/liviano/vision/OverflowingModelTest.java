package liviano.vision;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.ParamSpec;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.VisionTask;
import liviano.vision.explain.ClassActivationMap;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Weights may be finite and overflow on the way: no answer, and no picture that shows nothing. */
class OverflowingModelTest {
  private static final Picture PICTURE = Picture.ofRgb(40, 30, new byte[3 * 40 * 30]);

  @Test
  void everyTaskSaysWhichOutputOverflows() {
    Recipe small = Recipe.of("mobilenet_v2").withWidth(0.1).withResolution(32).withClasses(5);
    Model classifier = model(Zoo.graph(small), VisionTask.CLASSIFICATION, Optional.empty());
    Recipe ssd = Recipe.of("ssdlite_mobilenet_v2").withWidth(0.1).withResolution(96).withClasses(3);
    Model detector = model(Zoo.graph(ssd), VisionTask.DETECTION, Optional.of(ssd));

    refused("logits", () -> ImageClassifier.of(classifier).classify(PICTURE));
    refused("embedding", () -> ImageEmbedder.of(classifier).embed(PICTURE));
    refused("logits", () -> ClassActivationMap.of(classifier).explain(PICTURE));
    refused("", () -> ObjectDetector.of(detector).detect(PICTURE));
  }

  @Test
  void soDoesSegmentation() {
    Recipe recipe =
        Zoo.architecture("deeplab_v3_mobilenet_v2").defaults().withWidth(0.1).withClasses(3);
    Recipe sized = recipe.withResolution(65);
    Model segmenter = model(Zoo.graph(sized), VisionTask.SEGMENTATION, Optional.of(sized));

    refused("logits", () -> ImageSegmenter.of(segmenter).segment(PICTURE));
  }

  private static void refused(String output, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("output '" + output)
        .hasMessageContaining("is not finite on this picture");
  }

  /** Every number as large as a float may be, of both signs: sums are NaN, which no clamp mends. */
  private static Model model(Graph graph, VisionTask task, Optional<Recipe> recipe) {
    List<Tensor> tensors = new ArrayList<>();
    for (ParamSpec spec : (Iterable<ParamSpec>) graph.params()::iterator) {
      float[] values = new float[spec.shape().elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = i % 3 == 0 ? -3e38f : 3e38f;
      }
      tensors.add(Tensor.of(spec.name(), spec.shape().extents(), values));
    }
    int side = graph.inputs().getFirst().shape().height();
    ModelCard card = ModelCard.of(task, "large", Preprocessing.keras(side, side));
    return new Model(graph, Weights.of(tensors), card, recipe);
  }
}
