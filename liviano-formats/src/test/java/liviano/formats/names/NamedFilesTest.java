package liviano.formats.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import liviano.LivianoException;
import liviano.MalformedModelException;
import liviano.formats.ModelFiles;
import liviano.formats.npy.NpzWriter;
import liviano.graph.Graph;
import liviano.model.Labels;
import liviano.model.Model;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.ResizeRule;
import liviano.tensor.Extents;
import liviano.weights.SafeTensors;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Convention;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One table of names for all files that hold nothing but named tensors. */
@Tag("locale")
class NamedFilesTest {
  @TempDir private Path folder;

  private record Program(
      String title,
      Convention convention,
      Function<Weights, List<Tensor>> theirs,
      Preprocessing preprocessing) {
    @Override
    public String toString() {
      return title;
    }
  }

  static Stream<Program> programs() {
    Preprocessing torchvision = Preprocessing.torchvision(224, 224);
    return Stream.of(
        new Program("torchvision's", Convention.PYTORCH, TheirTensors::torchvision, torchvision),
        new Program("d-li14's", Convention.PYTORCH, TheirTensors::dLi14, torchvision),
        new Program(
            "timm's",
            Convention.PYTORCH,
            TheirTensors::timm,
            torchvision.withResize(ResizeRule.ANTIALIASED_BICUBIC)),
        new Program(
            "Hugging Face's",
            Convention.TENSORFLOW,
            TheirTensors::huggingFace,
            torchvision.withNormalization(Normalization.minusOneToOne())),
        new Program(
            "TensorFlow's",
            Convention.TENSORFLOW,
            TheirTensors::slim,
            Preprocessing.tensorflow(224, 224)));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void safetensorsAndArraysAreReadAlike(Program program) throws IOException {
    Recipe recipe =
        Recipe.of("mobilenet_v2")
            .withWidth(0.35)
            .withClasses(1001)
            .withConvention(program.convention());
    Graph graph = Zoo.graph(recipe);
    Weights weights = RandomWeights.of(graph, 4);
    Weights theirs = Weights.of(program.theirs().apply(weights));
    Path safetensors = folder.resolve("a.safetensors");
    Path npz = folder.resolve("a.npz");
    SafeTensors.write(safetensors, theirs, Map.of("format", "pt"));
    NpzWriter.write(theirs, Map.of(), npz);

    for (Path file : List.of(safetensors, npz)) {
      List<String> notices = new ArrayList<>();
      Model model = ModelFiles.read(file, notices::add);

      assertThat(model.recipe()).contains(recipe);
      assertThat(model.graph()).isEqualTo(graph);
      assertThat(model.weights()).isEqualTo(weights);
      assertThat(model.card().preprocessing()).isEqualTo(program.preprocessing());
      assertThat(model.card().labels()).isEqualTo(Labels.imageNetWithBackground());
      assertThat(notices).singleElement().asString().contains("in " + program.title() + " names");
    }
  }

  @ParameterizedTest
  @CsvSource({"0.25, BATCH", "1.0, FOLDED"})
  void mobileNetV1InTensorFlowsNamesIsReadToo(double width, Norm norm) throws IOException {
    Recipe recipe =
        Recipe.of("mobilenet_v1")
            .withWidth(width)
            .withClasses(1001)
            .withConvention(Convention.TENSORFLOW)
            .withNorm(norm);
    Weights weights = RandomWeights.of(Zoo.graph(recipe), 4);
    Weights theirs = Weights.of(TheirTensors.slimMobileNetV1(weights));
    Path safetensors = folder.resolve("a.safetensors");
    Path npz = folder.resolve("a.npz");
    SafeTensors.write(safetensors, theirs, Map.of());
    NpzWriter.write(theirs, Map.of(), npz);

    for (Path file : List.of(safetensors, npz)) {
      List<String> notices = new ArrayList<>();
      Model model = ModelFiles.read(file, notices::add);

      assertThat(model.recipe()).contains(recipe);
      assertThat(model.weights()).isEqualTo(weights);
      assertThat(model.card().labels()).isEqualTo(Labels.imageNetWithBackground());
      assertThat(model.card().preprocessing()).isEqualTo(Preprocessing.tensorflow(224, 224));
      assertThat(notices).singleElement().asString().contains("it is MobileNetV1 " + width);
    }
  }

  @Test
  void whatIsMissingOrTooMuchOfMobileNetV1IsNamed() throws IOException {
    Recipe recipe = Recipe.of("mobilenet_v1").withWidth(0.25).withClasses(2);
    List<Tensor> whole = TheirTensors.slimMobileNetV1(RandomWeights.of(Zoo.graph(recipe), 4));
    List<Tensor> fewer = new ArrayList<>(whole);
    fewer.removeIf(t -> t.name().equals("MobilenetV1/Conv2d_7_depthwise/depthwise_weights"));
    List<Tensor> more = new ArrayList<>(whole);
    more.add(Tensor.of("MobilenetV1/Conv2d_14_depthwise/depthwise_weights", Extents.of(1), 1));
    List<Tensor> other = new ArrayList<>(whole);
    other.removeIf(t -> t.name().equals("MobilenetV1/Conv2d_13_pointwise/weights"));
    other.add(
        Tensor.of("MobilenetV1/Conv2d_13_pointwise/weights", Extents.of(1, 1, 1, 3), 1, 2, 3));

    refuses(fewer, "MobilenetV1/Conv2d_7_depthwise/depthwise_weights");
    refuses(more, "'MobilenetV1/Conv2d_14_depthwise/depthwise_weights' belongs to no layer");
    refuses(other, "gives 3 channels: no MobileNetV1 of a width up to 2 has these");
  }

  private void refuses(List<Tensor> tensors, String says) throws IOException {
    Path file = written(tensors);
    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(LivianoException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(says);
  }

  private Path written(List<Tensor> tensors) throws IOException {
    Path file = folder.resolve("b.safetensors");
    SafeTensors.write(file, Weights.of(tensors), Map.of());
    return file;
  }

  private static List<Tensor> torchvision() {
    Recipe recipe = Recipe.of("mobilenet_v2").withWidth(0.1).withClasses(2);
    return TheirTensors.torchvision(RandomWeights.of(Zoo.graph(recipe), 4));
  }

  @Test
  void aMissingTensorIsNamed() throws IOException {
    List<Tensor> tensors = torchvision();
    tensors.removeIf(tensor -> tensor.name().equals("features.5.conv.1.1.running_var"));
    Path file = written(tensors);
    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("features.5.conv.1.1.running_var");
  }

  @Test
  void aTensorOfNoLayerIsNamed() throws IOException {
    List<Tensor> tensors = torchvision();
    tensors.add(Tensor.of("features.5.attention.weight", Extents.of(1), 1));
    Path file = written(tensors);
    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("'features.5.attention.weight' belongs to no layer");
  }

  @Test
  void aWrongShapeIsNamed() throws IOException {
    List<Tensor> tensors = torchvision();
    tensors.replaceAll(
        tensor ->
            tensor.name().equals("features.18.0.weight")
                ? Tensor.of(tensor.name(), Extents.of(1280, 3), new float[1280 * 3])
                : tensor);
    Path file = written(tensors);
    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining(
            "features.18.0.weight' has shape [1280, 3], expected [1280, 32, 1, 1]");
  }

  /** Deeper variants have longer stages. */
  @Test
  void deeperNetworksHaveNoRecipe() throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    for (Tensor tensor :
        TheirTensors.timm(
            RandomWeights.of(
                Zoo.graph(
                    Recipe.of("mobilenet_v2")
                        .withWidth(0.1)
                        .withConvention(Convention.PYTORCH)
                        .withClasses(2)),
                4))) {
      tensors.add(tensor);
      if (tensor.name().startsWith("blocks.3.3.")) {
        String name = tensor.name().replace("blocks.3.3.", "blocks.3.4.");
        tensors.add(new Tensor(name, tensor.type(), tensor.dims(), tensor.data()));
      }
    }
    Model model = ModelFiles.read(written(tensors));

    assertThat(model.recipe()).isEmpty();
    assertThat(model.graph().find("blocks.17.add")).isEmpty();
    assertThat(model.graph().find("blocks.17.project")).isPresent();
    assertThat(model.graph().find("blocks.10.add")).isPresent();
  }
}
