package liviano.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.Op;
import liviano.tensor.Shape;
import liviano.weights.SafeTensors;
import liviano.weights.SafeTensorsFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Older model files are read, newer ones are refused by their version. */
@Tag("locale")
class ModelVersionTest {
  private static final String VERSION = "liviano.version";

  @TempDir private Path folder;
  private Model model;

  @BeforeEach
  void build() {
    var builder = Graph.builder();
    Graph graph =
        builder
            .output("out", builder.add("relu", new Op.Relu(), builder.input("in", Shape.of(4))))
            .build();
    ModelCard card = ModelCard.of(VisionTask.OTHER, "tiny", Preprocessing.keras(1, 1));
    model = new Model(graph, RandomWeights.of(graph, 1), card, Optional.empty());
  }

  private Path with(Map<String, String> changes) throws IOException {
    Path file = folder.resolve("model.safetensors");
    model.save(file);
    SafeTensorsFile read = SafeTensors.read(file);
    Map<String, String> metadata = new LinkedHashMap<>(read.metadata());
    metadata.remove(VERSION);
    metadata.putAll(changes);
    Path changed = folder.resolve("changed.safetensors");
    SafeTensors.write(changed, read.weights(), metadata);
    return changed;
  }

  @Test
  void aFileWithoutAVersionIsTheFirst() throws IOException {
    assertThat(Model.load(with(Map.of()))).isEqualTo(model);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void olderVersionsAreRead(String version) throws IOException {
    Path file = with(Map.of(VERSION, version));

    assertThat(Model.load(file)).isEqualTo(model);
    assertThat(ModelInfo.read(file).card()).isEqualTo(model.card());
  }

  /** Even where the rest is of a kind that this version would call broken. */
  @Test
  void newerVersionsAreRefusedByName() throws IOException {
    Path file = with(Map.of(VERSION, "3", "liviano.card", "[]"));
    String message = file + ": made by a newer Liviano: format version 3, this one reads up to 2";

    assertThatThrownBy(() -> Model.load(file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> ModelInfo.read(file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage(message);
  }
}
