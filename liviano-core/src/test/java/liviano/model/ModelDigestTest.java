package liviano.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import liviano.graph.Graph;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same digest where answers are the same, another one where they are not. */
@Tag("locale")
class ModelDigestTest {
  private static final Recipe RECIPE =
      Recipe.of("mobilenet_v2").withWidth(0.35).withResolution(32).withClasses(3);

  private static Model model(Recipe recipe, long seed) {
    Graph graph = Zoo.graph(recipe);
    ModelCard card = ModelCard.of(VisionTask.CLASSIFICATION, "some", Preprocessing.keras(32, 32));
    return new Model(graph, RandomWeights.of(graph, seed), card, Optional.of(recipe));
  }

  @Test
  void isThatOfWhatIsComputed() {
    Model model = model(RECIPE, 1);
    ModelCard card = model.card();
    String digest = ModelDigest.of(model);

    assertThat(digest).matches("[0-9a-f]{16}");
    assertThat(ModelDigest.of(model(RECIPE, 1))).isEqualTo(digest);
    assertThat(ModelDigest.of(model.withLabels(List.of("a", "b", "c")))).isEqualTo(digest);
    assertThat(ModelDigest.of(model.withCard(card.withOrigin("here", "MIT")))).isEqualTo(digest);

    assertThat(ModelDigest.of(model(RECIPE, 2))).as("weights").isNotEqualTo(digest);
    assertThat(ModelDigest.of(model(RECIPE.withResolution(64), 1)))
        .as("graph")
        .isNotEqualTo(digest);
    assertThat(
            ModelDigest.of(
                model.withCard(card.withPreprocessing(Preprocessing.tensorflow(32, 32)))))
        .as("preparation")
        .isNotEqualTo(digest);
  }

  @Test
  void survivesTheFile(@TempDir Path folder) throws IOException {
    Model model = model(RECIPE, 1);
    Path file = folder.resolve("m.safetensors");
    model.save(file);
    assertThat(ModelDigest.of(Model.load(file))).isEqualTo(ModelDigest.of(model));
  }
}
