package liviano.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import liviano.formats.ModelFiles;
import liviano.formats.store.Catalogue;
import liviano.formats.store.Published;
import liviano.model.Model;
import liviano.vision.Category;
import liviano.vision.ClassifierOptions;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published model for moderation, as its package has it, against TensorFlow.js 4.22. */
@Tag("shared")
class PublishedModeratorTest {
  private static final Path FILES =
      Path.of(System.getProperty("liviano.shared", "../shared"))
          .resolve("models/npm/nsfwjs/mobilenet_v2");

  @ParameterizedTest
  @CsvSource({
    "kitchen, 0.042704, 0.004690, 0.931852, 0.005233, 0.015520",
    "street, 0.193583, 0.009300, 0.796682, 0.000340, 0.000095",
    "beach, 0.719581, 0.002630, 0.277690, 0.000066, 0.000033",
    "plane, 0.281780, 0.005929, 0.712177, 0.000078, 0.000037"
  })
  void answersAsTheirsDoes(
      String picture, float drawing, float hentai, float neutral, float porn, float sexy)
      throws IOException {
    assumeTrue(
        Files.isDirectory(FILES),
        "skipped: dist/models/mobilenet_v2 of nsfwjs@4.4.0 is not here: " + FILES);
    Published published = Catalogue.builtIn().find("nsfw_mobilenet_v2").orElseThrow();
    Model read = ModelFiles.read(FILES);
    Model model =
        read.withCard(
            read.card()
                .withLabels(published.classes().names(5).orElseThrow())
                .withPreprocessing(published.preparation().orElseThrow().preprocessing(224)));

    float[] theirs = {drawing, hentai, neutral, porn, sexy};
    List<Category> ours =
        ImageClassifier.of(model, ClassifierOptions.builder().maxResults(5).build())
            .classify(Picture.read(Path.of("../examples/" + picture + ".png")));
    assertThat(ours).hasSize(5);
    for (Category category : ours) {
      assertThat(category.score())
          .as(category.label())
          .isCloseTo(theirs[category.index()], within(1e-4f));
    }
    assertThat(ours.getFirst().label()).isEqualTo(drawing > neutral ? "Drawing" : "Neutral");
  }
}
