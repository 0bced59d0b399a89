package liviano.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import liviano.graph.Graph;
import liviano.model.Fit;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.Rgb;
import liviano.model.VisionTask;
import liviano.vision.drawing.Drawing;
import liviano.vision.explain.ClassActivationMap;
import liviano.vision.explain.ClassMap;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README tells a program to write, with models that do not come from a file of their own. */
class ProgramTest {
  private static final Map<VisionTask, String> NETWORKS =
      Map.of(
          VisionTask.CLASSIFICATION, "mobilenet_v2",
          VisionTask.DETECTION, "ssdlite_mobilenet_v1",
          VisionTask.SEGMENTATION, "deeplab_v3_mobilenet_v2");

  private final Picture picture = Picture.ofRgb(120, 90, noise(3 * 120 * 90));
  @TempDir private Path folder;

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(6).nextBytes(bytes);
    return bytes;
  }

  /** The bytes of a model file. */
  private byte[] file(VisionTask task) throws IOException {
    Recipe recipe =
        Zoo.architecture(NETWORKS.get(task))
            .defaults()
            .withWidth(0.35)
            .withResolution(65)
            .withClasses(3);
    Graph graph = Zoo.graph(recipe);
    Preprocessing input = Preprocessing.keras(65, 65).withFit(new Fit.Pad(Rgb.all(0)));
    ModelCard card = ModelCard.of(task, "small", input);
    Path file = folder.resolve("model.safetensors");
    new Model(graph, RandomWeights.of(graph, 1), card, Optional.of(recipe)).save(file);
    return Files.readAllBytes(file);
  }

  @Test
  void classifiesWithAnUploadedModel() throws IOException {
    Model model = Model.read(new ByteArrayInputStream(file(VisionTask.CLASSIFICATION)), "upload");
    model = model.withLabels(List.of("cat", "dog", "owl"));
    List<Category> best = ImageClassifier.of(model).classify(picture);
    assertThat(best).extracting(Category::label).containsExactlyInAnyOrder("cat", "dog", "owl");
    for (ClassMap map : ClassActivationMap.of(model).explain(picture)) {
      assertThat(Drawing.classMap(picture, map).height()).isGreaterThan(picture.height());
    }
  }

  @Test
  void drawsWhatADetectorFinds() throws IOException {
    Model model = Model.of(file(VisionTask.DETECTION));
    ObjectDetector detector =
        ObjectDetector.of(model, DetectorOptions.builder().scoreThreshold(0.01f).build());
    List<Detection> found = detector.detect(picture);
    assertThat(found).isNotEmpty();
    Picture drawn = Drawing.detections(picture, found);
    assertThat(drawn.width()).isEqualTo(picture.width());
    assertThat(drawn.samples().mismatch(picture.samples()))
        .as("first pixel drawn")
        .isNotEqualTo(-1);
  }

  @Test
  void drawsWhatASegmenterSees() throws IOException {
    Model model = Model.of(file(VisionTask.SEGMENTATION)).withLabels(List.of("sky", "sea", "land"));
    Segmentation found = ImageSegmenter.of(model).segment(picture);
    assertThat(found.labels()).containsExactly("sky", "sea", "land");
    assertThat(Drawing.segmentation(picture, found).samples().byteSize())
        .isGreaterThan(picture.samples().byteSize());
  }
}
