package liviano.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import liviano.formats.ModelFiles;
import liviano.model.Model;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import liviano.vision.eval.ClassFolders;
import liviano.vision.eval.Example;
import liviano.vision.explain.ClassActivationMap;
import liviano.vision.teach.Answer;
import liviano.vision.teach.Measured;
import liviano.vision.teach.Taught;
import liviano.vision.teach.TeachOptions;
import liviano.vision.teach.Teacher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Ten garments taught on the published networks, measured on pictures that decided nothing. */
@Tag("shared")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(ClothingTest.PICTURES)
class ClothingTest {
  private static final Path SHARED = Path.of(System.getProperty("liviano.shared", "../shared"));
  private static final Path DATA = SHARED.resolve("data/clothing-160");
  private static final Path CLASSIFIER =
      SHARED.resolve("models/imagenet/mobilenet_v2_1.0_224_float.safetensors");
  private static final Path DETECTOR =
      SHARED.resolve("models/coco/ssdlite_mobilenet_v2_tfjs/model.json");

  /** What the classifier makes of the pictures, for all tests of them: a minute's work. */
  static final Path EMBEDDINGS = Path.of("target", "clothing-embeddings");

  /** Of those that fill the cache, the next finds what the first has put there. */
  static final String PICTURES = "the garments";

  @TempDir private Path folder;

  private static Taught study(Path weights) throws IOException {
    assumeTrue(Files.exists(weights), "skipped: the real weights are not here: " + weights);
    assumeTrue(Files.isDirectory(DATA), "skipped: the pictures are not here: " + DATA);
    List<Example> pictures = ClassFolders.read(DATA).pictures();
    return Teacher.of(ModelFiles.read(weights))
        .study(pictures, TeachOptions.defaults().withCache(EMBEDDINGS));
  }

  private static double test(Taught taught) {
    Measured test = taught.test().orElseThrow();
    assertThat(test.confusion().pictures()).isEqualTo(372);
    return test.confusion().accuracy().share();
  }

  @Test
  void onImageNetsClassifier() throws IOException {
    Taught taught = study(CLASSIFIER);
    assertThat(test(taught)).isGreaterThanOrEqualTo(0.865);
    Path file = folder.resolve("garments.safetensors");
    taught.model().save(file);
    Model model = Model.load(file);
    ImageClassifier classifier = ImageClassifier.of(model);
    List<Answer> answers = taught.test().orElseThrow().answers();
    for (Answer answer : answers.subList(0, 40)) {
      Picture picture = Picture.read(answer.picture().source().bytes());
      assertThat(classifier.classify(picture).getFirst().index()).isEqualTo(answer.answer());
    }
    Picture picture = Picture.read(answers.getFirst().picture().source().bytes());
    assertThat(ClassActivationMap.of(model).explain(picture)).hasSize(5);
  }

  @Test
  void onTheDetectorsBackbone() throws IOException {
    assertThat(test(study(DETECTOR))).isGreaterThanOrEqualTo(0.77);
  }
}
