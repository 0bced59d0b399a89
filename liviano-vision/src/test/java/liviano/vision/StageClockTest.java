package liviano.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;

/** A clock measures the tasks that are called inside it, and none that are not. */
class StageClockTest {
  private static final Picture PICTURE = Picture.ofRgb(40, 30, new byte[3 * 40 * 30]);

  private static Model model(VisionTask task, Recipe recipe, int side) {
    Graph graph = Zoo.graph(recipe.withResolution(side));
    ModelCard card = ModelCard.of(task, "small", Preprocessing.keras(side, side));
    return new Model(graph, RandomWeights.of(graph, 9), card, Optional.empty());
  }

  private static ImageClassifier classifier() {
    Recipe recipe = Recipe.of("mobilenet_v2").withWidth(0.1).withClasses(5);
    return ImageClassifier.of(model(VisionTask.CLASSIFICATION, recipe, 32));
  }

  @Test
  void measuresPreparationAndNetwork() {
    ImageClassifier classifier = classifier();
    StageClock clock = new StageClock();

    List<Category> measured = clock.measure(() -> classifier.classify(PICTURE));

    assertThat(measured).isEqualTo(classifier.classify(PICTURE));
    assertThat(clock.prepareNanos()).isPositive();
    assertThat(clock.inferNanos()).isPositive();
  }

  @Test
  void measuresSegmentersToo() {
    Recipe recipe =
        Recipe.of("deeplab_v3_mobilenet_v2")
            .withWidth(0.35)
            .withClasses(3)
            .withHead("pool")
            .withOutputStride(16);
    ImageSegmenter segmenter = ImageSegmenter.of(model(VisionTask.SEGMENTATION, recipe, 33));
    StageClock clock = new StageClock();
    clock.measure(() -> segmenter.segment(PICTURE));
    assertThat(clock.prepareNanos()).isPositive();
    assertThat(clock.inferNanos()).isPositive();
  }

  @Test
  void measuresNothingOutside() {
    StageClock clock = new StageClock();
    clock.measure(() -> "nothing to do");
    classifier().classify(PICTURE);
    assertThat(clock.prepareNanos()).isZero();
    assertThat(clock.inferNanos()).isZero();
  }

  @Test
  void aClockInsideAnotherMeasuresAlone() {
    ImageClassifier classifier = classifier();
    StageClock outer = new StageClock();
    StageClock inner = new StageClock();
    outer.measure(() -> inner.measure(() -> classifier.classify(PICTURE)));
    assertThat(inner.inferNanos()).isPositive();
    assertThat(outer.inferNanos()).isZero();
  }

  @Test
  void throwsWhatTheWorkThrows() {
    assertThatThrownBy(
            () ->
                new StageClock()
                    .measure(
                        () -> {
                          throw new IOException("broken");
                        }))
        .isInstanceOf(IOException.class)
        .hasMessage("broken");
  }
}
