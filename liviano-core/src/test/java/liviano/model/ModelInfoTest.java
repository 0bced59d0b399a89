package liviano.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import liviano.MalformedModelException;
import liviano.graph.Graph;
import liviano.weights.SafeTensors;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class ModelInfoTest {
  @TempDir private Path folder;
  private Model model;
  private Path file;

  @BeforeEach
  void save() throws IOException {
    Recipe recipe =
        Recipe.of("mobilenet_v2")
            .withWidth(0.1)
            .withResolution(32)
            .withClasses(3)
            .withNorm(Norm.FOLDED);
    Graph graph = Zoo.graph(recipe);
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "Tiny", Preprocessing.tensorflow(32, 32));
    model = new Model(graph, RandomWeights.of(graph, 1), card, Optional.of(recipe));
    file = folder.resolve("tiny.safetensors");
    model.save(file);
  }

  @Test
  void aStreamGetsTheBytesOfTheFile() throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    model.write(stream);
    assertThat(stream.toByteArray()).isEqualTo(Files.readAllBytes(file));
  }

  @Test
  void saysWhatTheModelSays() throws IOException {
    assertThat(ModelInfo.read(file)).isEqualTo(new ModelInfo(model.card(), model.recipe()));
  }

  @Test
  void keepsTheCalibration() throws IOException {
    Calibration calibration = new Calibration(1.25, OptionalDouble.of(0.4));
    model.withCard(model.card().withCalibration(calibration)).save(file);
    Calibration read = ModelInfo.read(file).card().calibration();
    assertThat(read).isEqualTo(calibration);
    assertThat(read.isUnknown(0.39)).isTrue();
    assertThat(read.isUnknown(0.4)).isFalse();
    assertThat(Calibration.NONE.isUnknown(0)).isFalse();
    float[] logits = {1, -2.5f};
    read.apply(logits);
    assertThat(logits).containsExactly(0.8f, -2);
    for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Calibration(wrong, OptionalDouble.empty()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Calibration(1, OptionalDouble.of(1.01)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void doesNotLookAtTheWeights() throws IOException {
    Map<String, String> metadata = SafeTensors.read(file).metadata();
    Path bare = folder.resolve("bare.safetensors");
    SafeTensors.write(bare, Weights.of(List.of()), metadata);

    assertThat(ModelInfo.read(bare).card()).isEqualTo(model.card());
    assertThatThrownBy(() -> Model.load(bare)).isInstanceOf(MalformedModelException.class);
  }

  @Test
  void whatIsNoModelIsNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("text.safetensors"), "no model at all");
    Path foreign = folder.resolve("foreign.safetensors");
    SafeTensors.write(foreign, model.weights(), Map.of());

    for (Path broken : List.of(text, foreign)) {
      assertThatThrownBy(() -> ModelInfo.read(broken))
          .isInstanceOf(MalformedModelException.class)
          .hasMessageStartingWith(broken + ": ");
    }
  }
}
