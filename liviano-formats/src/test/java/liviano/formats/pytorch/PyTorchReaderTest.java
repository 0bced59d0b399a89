package liviano.formats.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import liviano.formats.ModelFiles;
import liviano.formats.names.TheirTensors;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.Labels;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.ResizeRule;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Activation;
import liviano.zoo.layers.Convention;
import liviano.zoo.layers.Layers;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class PyTorchReaderTest {
  @TempDir private Path folder;

  private static Recipe recipe(double width) {
    return Recipe.of("mobilenet_v2").withWidth(width).withConvention(Convention.PYTORCH);
  }

  /** How a program keeps tensors, and how it prepares pictures. */
  private record Program(
      String name, Function<Weights, List<Tensor>> theirs, Preprocessing preprocessing) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Program> programs() {
    Preprocessing torchvision = Preprocessing.torchvision(224, 224);
    return Stream.of(
        new Program("torchvision", TheirTensors::torchvision, torchvision),
        new Program("d-li14", TheirTensors::dLi14, torchvision),
        new Program(
            "timm", TheirTensors::timm, torchvision.withResize(ResizeRule.ANTIALIASED_BICUBIC)));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void theirNetworkIsOursNumberByNumber(Program program) throws IOException {
    Graph graph = Zoo.graph(recipe(0.35));
    Weights weights = RandomWeights.of(graph, 11);
    Path legacy = folder.resolve("legacy.pth");
    Path zip = folder.resolve("zip.pth");
    PthFile.writeLegacy(legacy, program.theirs().apply(weights));
    PthFile.writeZip(zip, program.theirs().apply(weights));

    for (Path file : List.of(legacy, zip)) {
      List<String> notices = new ArrayList<>();
      Model model = ModelFiles.read(file, notices::add);
      assertThat(model.recipe()).contains(recipe(0.35));
      assertThat(model.graph()).isEqualTo(graph);
      assertThat(model.weights()).isEqualTo(weights);
      assertThat(model.card().labels()).isEqualTo(Labels.imageNet());
      assertThat(model.card().preprocessing()).isEqualTo(program.preprocessing());
      assertThat(notices)
          .singleElement()
          .asString()
          .contains(program.name() + "'s names", "MobileNetV2 0.35, 224x224", "ImageNet's");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.42, 0.5, 0.75, 1.0, 1.1, 1.4})
  void everyWidthIsFoundByTheShapes(double width) throws IOException {
    Recipe recipe = recipe(width).withClasses(7);
    Weights weights = RandomWeights.of(Zoo.graph(recipe), 3);
    Path file = folder.resolve("wide.pth");
    PthFile.writeZip(file, TheirTensors.timm(weights));

    Model model = ModelFiles.read(file);

    assertThat(model.recipe()).contains(recipe);
    assertThat(model.weights()).isEqualTo(weights);
    assertThat(model.card().labels()).isEmpty();
  }

  /** d-li14 rounds channels of width 0.1 to multiples of 4, which the zoo does not. */
  @Test
  void channelsOfAnotherRuleAreANetworkWithoutARecipe() throws IOException {
    Graph graph = narrow();
    Weights weights = RandomWeights.of(graph, 3);
    Path file = folder.resolve("narrow.pth");
    PthFile.writeZip(file, TheirTensors.dLi14(weights));

    Model model = ModelFiles.read(file);

    assertThat(model.recipe()).isEmpty();
    assertThat(model.graph()).isEqualTo(graph);
    assertThat(model.weights()).isEqualTo(weights);
    assertThat(model.card().title()).isEqualTo("MobileNetV2 of channels of its own, 224x224");
  }

  /** Stem 4; bottlenecks of 4, 4, 4, 8, 12, 16 and 32 channels; head 1280. */
  private static Graph narrow() {
    GraphBuilder graph = Graph.builder();
    Value x = graph.input("image", Shape.of(224, 224, 3));
    Layers layers = new Layers(graph, Convention.PYTORCH, Norm.BATCH);
    x = layers.convolution("stem.conv", x, 4, 3, 2, Activation.RELU6);
    int[][] stages = {
      {1, 4, 1, 1},
      {6, 4, 2, 2},
      {6, 4, 3, 2},
      {6, 8, 4, 2},
      {6, 12, 3, 1},
      {6, 16, 3, 2},
      {6, 32, 1, 1}
    };
    int index = 0;
    for (int[] stage : stages) {
      for (int i = 0; i < stage[2]; i++) {
        String name = "blocks." + index++;
        int in = x.shape().channels();
        int stride = i == 0 ? stage[3] : 1;
        Value wide =
            stage[0] == 1
                ? x
                : layers.convolution(name + ".expand", x, 6 * in, 1, 1, Activation.RELU6);
        Value y = layers.depthwise(name + ".depthwise", wide, 3, stride, 1, Activation.RELU6);
        y = layers.convolution(name + ".project", y, stage[1], 1, 1, Activation.LINEAR);
        x = stride == 1 && in == stage[1] ? graph.add(name + ".add", new Op.Add(), x, y) : y;
      }
    }
    x = layers.convolution("head.conv", x, 1280, 1, 1, Activation.RELU6);
    x = graph.add("head.pool", new Op.GlobalAveragePool(), x);
    return layers.classifier(layers.dense("classifier", x, 10, Activation.LINEAR));
  }

  @Test
  void wrappersAndCheckpointsAroundAStateDictAreSeenThrough() throws IOException {
    Recipe recipe = recipe(0.1).withClasses(3);
    Weights weights = RandomWeights.of(Zoo.graph(recipe), 3);
    List<Tensor> wrapped =
        TheirTensors.torchvision(weights).stream()
            .map(t -> new Tensor("module." + t.name(), t.type(), t.dims(), t.data()))
            .toList();
    PickleWriter checkpoint = new PickleWriter().op('}').mark().text("epoch").number(90);
    PthFile.stateDict(checkpoint.text("state_dict"), wrapped, false);
    checkpoint.text("optimizer").op('}').op('u');
    Path file = folder.resolve("checkpoint.pth");
    PthFile.writeZip(file, checkpoint.done(), wrapped);

    Model model = ModelFiles.read(file);

    assertThat(model.recipe()).contains(recipe);
    assertThat(model.weights()).isEqualTo(weights);
  }
}
