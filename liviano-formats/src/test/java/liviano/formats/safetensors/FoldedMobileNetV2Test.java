package liviano.formats.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.formats.ModelFiles;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.tensor.Extents;
import liviano.weights.SafeTensors;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class FoldedMobileNetV2Test {
  @TempDir private Path folder;

  private static Recipe recipe(double width) {
    return Recipe.of("mobilenet_v2")
        .withWidth(width)
        .withResolution(96)
        .withClasses(12)
        .withNorm(Norm.FOLDED);
  }

  /** The same tensors under the names and shapes of the authors' file. */
  private static List<Tensor> theirs(Weights ours) {
    List<Tensor> tensors = new ArrayList<>();
    for (Tensor tensor : ours.tensors()) {
      String[] parts = tensor.name().split("\\.");
      String name =
          switch (parts[0]) {
            case "stem" -> "conv0." + parts[2];
            case "head" -> "conv_last." + parts[2];
            case "blocks" ->
                String.format(
                    Locale.ROOT, "block%02d.%s.%s", Integer.parseInt(parts[1]), parts[2], parts[3]);
            default -> tensor.name();
          };
      Extents dims =
          switch (tensor.rank()) {
            case 3 -> Extents.of(1, tensor.dim(0), tensor.dim(1), tensor.dim(2));
            case 2 -> Extents.of(tensor.dim(0), 1, 1, tensor.dim(1));
            default -> tensor.dims();
          };
      tensors.add(new Tensor(name, tensor.type(), dims, tensor.data()));
    }
    return tensors;
  }

  private Path write(List<Tensor> tensors) throws IOException {
    Path file = folder.resolve("checkpoint.safetensors");
    SafeTensors.write(
        file, Weights.of(tensors), Map.of("arch", "mobilenet_v2 0.35 96, twelve classes"));
    return file;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.35, 0.5})
  void theNetworkIsRecognisedByItsShapes(double width) throws IOException {
    Graph graph = Zoo.graph(recipe(width));
    Weights weights = RandomWeights.of(graph, 5);

    Model model = ModelFiles.read(write(theirs(weights)));

    assertThat(model.recipe()).contains(recipe(width));
    assertThat(model.graph()).isEqualTo(graph);
    assertThat(model.weights()).isEqualTo(weights);
    assertThat(model.card().preprocessing().width()).isEqualTo(96);
    assertThat(model.card().labels()).isEmpty();
  }

  @Test
  void aWrongShapeIsNamed() throws IOException {
    List<Tensor> tensors = theirs(RandomWeights.of(Zoo.graph(recipe(0.1)), 5));
    Tensor first = tensors.getFirst();
    tensors.set(
        0,
        new Tensor(
            first.name(),
            first.type(),
            Extents.of(first.dim(0), 3, first.dim(2) * 3, 1),
            first.data()));
    Path file = write(tensors);

    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("checkpoint.safetensors: ")
        .hasMessageContaining("conv0.weight");
  }

  @Test
  void aMissingTensorIsNamed() throws IOException {
    List<Tensor> tensors = theirs(RandomWeights.of(Zoo.graph(recipe(0.1)), 5));
    tensors.removeIf(tensor -> tensor.name().equals("block03.expand.bias"));
    Path file = write(tensors);

    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("block03.expand.bias");
  }

  @Test
  void ourOwnFilesAreReadToo() throws IOException {
    Graph graph = Zoo.graph(recipe(0.1));
    Model model =
        new Model(
            graph,
            RandomWeights.of(graph, 5),
            ModelCard.of(VisionTask.CLASSIFICATION, "small", Preprocessing.keras(96, 96)),
            Optional.of(recipe(0.1)));
    Path file = folder.resolve("model.safetensors");
    model.save(file);

    assertThat(ModelFiles.read(file)).isEqualTo(model);
  }

  @Test
  void tensorsOfSomethingElseAreRefused() throws IOException {
    Path file = folder.resolve("other.safetensors");
    SafeTensors.write(file, Weights.of(List.of(Tensor.of("a", Extents.of(1), 1))), Map.of());

    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("other.safetensors: ")
        .hasMessageContaining("no known network");
  }

  /** The text beside the tensors asks for a network that there is not. */
  @ParameterizedTest
  @ValueSource(strings = {"16384", "99999"})
  void aResolutionThatNoNetworkHasIsAFaultOfTheFile(String resolution) throws IOException {
    Path file = folder.resolve("large.safetensors");
    SafeTensors.write(
        file,
        Weights.of(theirs(RandomWeights.of(Zoo.graph(recipe(0.1)), 5))),
        Map.of("arch", "mobilenet_v2 0.1 " + resolution));

    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith(
            file + ": read as safetensors of MobileNetV2 under other programs' names: ");
  }
}
