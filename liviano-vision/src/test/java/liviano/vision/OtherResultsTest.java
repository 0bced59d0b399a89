package liviano.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.vision.explain.ClassActivationMap;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;

/** A task with other bounds of its answers says what one says that was made with them. */
class OtherResultsTest {
  private static final Picture PICTURE = picture();

  private final Model classes = model("mobilenet_v2", 32, VisionTask.CLASSIFICATION);

  private static Picture picture() {
    byte[] rgb = new byte[3 * 40 * 30];
    new Random(3).nextBytes(rgb);
    return Picture.ofRgb(40, 30, rgb);
  }

  private static Model model(String network, int side, VisionTask task) {
    Graph graph = Zoo.graph(Recipe.of(network).withWidth(0.1).withResolution(side).withClasses(5));
    ModelCard card = ModelCard.of(task, "small", Preprocessing.keras(side, side));
    return new Model(graph, RandomWeights.of(graph, 9), card, Optional.empty());
  }

  @Test
  void classifiersAnswerAsManyAsAsked() {
    ImageClassifier all = ImageClassifier.of(classes);
    List<Category> answer = all.classify(PICTURE);
    assertThat(answer).hasSize(5);
    assertThat(all.withResults(2, 0).classify(PICTURE)).isEqualTo(answer.subList(0, 2));
    float second = answer.get(1).score();
    assertThat(all.withResults(5, Math.nextUp(second)).classify(PICTURE))
        .isEqualTo(answer.subList(0, 1));
    assertThat(all.withResults(2, 0).withResults(5, 0).classify(PICTURE)).isEqualTo(answer);
    assertThatIllegalArgumentException().isThrownBy(() -> all.withResults(0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> all.withResults(1, 1.5f));
  }

  @Test
  void detectorsAnswerAsOnesMadeSo() {
    Model objects = model("ssdlite_mobilenet_v2", 64, VisionTask.DETECTION);
    ObjectDetector usual = ObjectDetector.of(objects);
    for (float threshold : new float[] {0, 0.2f, 0.5f}) {
      ObjectDetector made =
          ObjectDetector.of(
              objects, DetectorOptions.builder().maxResults(7).scoreThreshold(threshold).build());
      assertThat(usual.withResults(7, threshold).detect(PICTURE)).isEqualTo(made.detect(PICTURE));
    }
    assertThat(usual.withResults(7, 0).detect(PICTURE)).hasSize(7);
  }

  @Test
  void mapsAreOfAsManyClassesAsAsked() {
    ClassActivationMap maps = ClassActivationMap.of(classes);
    assertThat(maps.explain(PICTURE)).hasSize(5);
    assertThat(maps.withResults(1, 0).explain(PICTURE))
        .singleElement()
        .satisfies(
            map ->
                assertThat(map.category()).isEqualTo(maps.explain(PICTURE).getFirst().category()));
  }

  @Test
  void embeddingsAreScaledWhereTheyAreToBe() {
    ImageEmbedder raw = ImageEmbedder.of(classes);
    float[] vector = raw.withUnitLength(true).embed(PICTURE);
    double square = 0;
    for (float number : vector) {
      square += (double) number * number;
    }
    assertThat(square).isCloseTo(1, within(1e-5));
    assertThat(raw.withUnitLength(true).withUnitLength(false).embed(PICTURE))
        .isEqualTo(raw.embed(PICTURE));
  }
}
