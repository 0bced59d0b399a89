package liviano.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import liviano.MalformedModelException;
import liviano.formats.ModelFiles;
import liviano.formats.keras.Hdf5Writer.Group;
import liviano.graph.Graph;
import liviano.model.Labels;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in the layout of keras-applications' weights: no network, each layer's arrays a group. */
class WeightsOnlyTest {
  private static final Recipe RECIPE = Recipe.of("mobilenet_v2").withWidth(0.1).withClasses(1000);
  private static final Graph GRAPH = Zoo.graph(RECIPE);
  private static final Weights WEIGHTS = RandomWeights.of(GRAPH, 3);

  @TempDir private Path folder;

  private static Group file(String prefix, int last) {
    return KerasWeights.group(GRAPH, WEIGHTS, prefix, last);
  }

  private Path write(Group root) throws IOException {
    return Files.write(folder.resolve("weights.h5"), Hdf5Writer.file(root));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "mobl_"})
  void mobileNetV2IsKnownByTheOrderOfItsWeights(String prefix) throws IOException {
    List<String> notices = new ArrayList<>();
    Model model = ModelFiles.read(write(file(prefix, 1_000)), notices::add);

    assertThat(model.recipe()).contains(RECIPE);
    assertThat(model.weights()).isEqualTo(WEIGHTS);
    assertThat(model.card().preprocessing()).isEqualTo(Preprocessing.keras(224, 224));
    assertThat(model.card().labels()).isEqualTo(Labels.imageNet());
    assertThat(notices).singleElement().asString().contains("does not say the size");
  }

  @Test
  void withoutTheClassifierItIsRefused() throws IOException {
    Path path = write(file("", 104));
    assertThatThrownBy(() -> ModelFiles.read(path))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith(path + ": ")
        .hasMessageContaining("not those of a MobileNetV2 with its classifier")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aShapeOfNoLayerIsNamed() throws IOException {
    Group root = file("", 1_000);
    root.at("block_3_project")
        .array("block_3_project/kernel:0", new int[] {1, 1, 2, 2}, 1, 2, 3, 4);
    Path path = write(root);
    assertThatThrownBy(() -> ModelFiles.read(path))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContainingAll(path.toString(), "block_3_");
  }
}
