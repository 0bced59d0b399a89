package liviano.formats.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.ModelFiles;
import liviano.formats.importer.GraphImporter;
import liviano.formats.tflite.TfLiteModel.Quantized;
import liviano.formats.tflite.TfLiteModel.Subgraph;
import liviano.formats.tflite.TfLiteModel.Tensor;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.model.Fit;
import liviano.model.Labels;
import liviano.model.Model;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.Role;
import liviano.model.VisionTask;
import liviano.tensor.Shape;
import liviano.weights.Weights;
import liviano.zoo.DeepLabV3;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Convention;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole files: what becomes of networks, and of broken ones. */
@Tag("locale")
class TfLiteReaderTest {
  @TempDir Path folder;

  static List<Recipe> ofTheZoo() {
    Recipe small = Recipe.of("mobilenet_v2").withNorm(Norm.FOLDED).withResolution(32);
    return List.of(
        small.withWidth(0.35).withClasses(1001),
        small.withWidth(0.35).withClasses(5).withConvention(Convention.PYTORCH),
        Recipe.of("mobilenet_v1").withNorm(Norm.FOLDED).withWidth(0.25).withResolution(64),
        Zoo.architecture("deeplab_v3_mobilenet_v2")
            .defaults()
            .withNorm(Norm.FOLDED)
            .withHead(DeepLabV3.POOL)
            .withOutputStride(8)
            .withWidth(0.1)
            .withResolution(65)
            .withClasses(3));
  }

  @ParameterizedTest
  @MethodSource("ofTheZoo")
  void networksOfTheZooComeBackWithRecipeAndEveryWeight(Recipe recipe) throws IOException {
    Graph graph = Zoo.graph(recipe);
    Weights weights = RandomWeights.of(graph, 3);
    Graph written =
        recipe.architecture().startsWith("deeplab")
            ? graph.endingAt("upsampled")
            : graph.endingAt("probabilities");
    TfLiteWriter.write(written, weights, file());

    Model model = ModelFiles.read(file());

    assertThat(model.recipe()).contains(recipe);
    assertThat(model.graph().nodes()).isEqualTo(graph.nodes());
    assertThat(model.graph().outputs())
        .containsOnlyKeys(written.outputs().firstEntry().getValue().name());
    assertThat(model.find(Role.LOGITS)).isEqualTo(graph.find("logits"));
    assertThat(model.weights()).isEqualTo(weights);
  }

  @Test
  void aNetworkThatIsNoneOfTheZooKeepsItsWeightsAndAnswers() throws IOException {
    Graph graph = foreign();
    Weights weights = RandomWeights.of(graph, 5);
    TfLiteWriter.write(graph, weights, file());

    Model model = ModelFiles.read(file());

    assertThat(model.recipe()).isEmpty();
    assertThat(model.card().task()).isEqualTo(VisionTask.CLASSIFICATION);
    assertThat(model.graph().outputs()).containsOnlyKeys("softmax");
    assertThat(model.find(Role.LOGITS)).isEqualTo(model.graph().find("dense"));
    assertThat(model.find(Role.PROBABILITIES)).isEqualTo(model.graph().find("softmax"));
    assertThat(model.find(Role.EMBEDDING)).isEqualTo(model.graph().find("pool"));
    assertThat(model.weights().tensors().stream().map(t -> t.toFloats()).toList())
        .usingRecursiveComparison()
        .isEqualTo(weights.tensors().stream().map(t -> t.toFloats()).toList());
    Model ours = new Model(graph, weights, model.card(), Optional.empty());
    assertThat(SmallFile.answer(model)).isEqualTo(SmallFile.answer(ours));
  }

  @Test
  void whatIsConvertedStaysTheSameModel() throws IOException {
    Graph graph = foreign();
    TfLiteWriter.write(graph, RandomWeights.of(graph, 5), file());
    Model model = ModelFiles.read(file());
    Path saved = folder.resolve("converted.safetensors");

    model.save(saved);

    assertThat(Model.load(saved)).isEqualTo(model);
  }

  @Test
  void labelsBesideItAreTaken() throws IOException {
    Graph graph = foreign();
    TfLiteWriter.write(graph, RandomWeights.of(graph, 5), file());
    Files.writeString(folder.resolve("labels.txt"), "0 one\n1 2 rupees\n2 the third");

    List<String> notices = new ArrayList<>();
    Model model = ModelFiles.read(file(), notices::add);

    assertThat(model.card().labels()).containsExactly("one", "2 rupees", "the third");
    assertThat(notices)
        .containsExactly(
            "a TensorFlow Lite file: a classifier of 3 classes; pictures: preset keras at"
                + " 12x12, which is a guess: the file says nothing of it;"
                + " labels: labels.txt beside it");
  }

  @Test
  void missingLabelsAreTold() throws IOException {
    Graph graph = foreign();
    TfLiteWriter.write(graph, RandomWeights.of(graph, 5), file());

    List<String> notices = new ArrayList<>();
    ModelFiles.read(file(), notices::add);

    assertThat(notices.getFirst())
        .endsWith(
            "; no labels: --labels FILE, or a file labels.txt beside it, would name the classes");
  }

  @Test
  void everyOutputStays() throws IOException {
    Graph graph = foreign();
    Graph both = graph.endingAt("softmax", "pool");
    TfLiteWriter.write(both, RandomWeights.of(both, 5), file());

    assertThat(ModelFiles.read(file()).graph().outputs()).containsOnlyKeys("softmax", "pool");
  }

  @Test
  void moreOrFewerLabelsThanClassesAreTold() throws IOException {
    Graph graph = foreign();
    TfLiteWriter.write(graph, RandomWeights.of(graph, 5), file());
    Files.writeString(folder.resolve("labels.txt"), "one\ntwo\n");

    List<String> notices = new ArrayList<>();
    Model model = ModelFiles.read(file(), notices::add);

    assertThat(model.card().labels()).isEmpty();
    assertThat(notices.getLast())
        .isEqualTo(
            "2 labels in labels.txt beside it, but the network has 3 classes: they are called by"
                + " their numbers");
  }

  @Test
  void aNetworkOfTheZooForImageNetHasItsLabels() throws IOException {
    Recipe recipe = ofTheZoo().getFirst();
    Graph graph = Zoo.graph(recipe);
    TfLiteWriter.write(graph.endingAt("probabilities"), RandomWeights.of(graph, 3), file());

    Model model = ModelFiles.read(file());

    assertThat(model.card().labels()).isEqualTo(Labels.imageNetWithBackground());
    assertThat(model.card().title()).isEqualTo("MobileNetV2 0.35, 32x32");
    assertThat(model.card().preprocessing()).isEqualTo(Preprocessing.keras(32, 32));
  }

  /** The head that Teachable Machine trains on MobileNetV2's features, under names of its own. */
  @Test
  void teachableMachinesPicturesAreSquares() throws IOException {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("given", Shape.of(224, 224, 3));
    Value map =
        builder.add(
            "features", new Op.Conv2d(1280, Window.square(32, 32, Padding.NONE), 1, true), image);
    Value pooled = builder.add("mean", new Op.GlobalAveragePool(), map);
    Value hidden =
        builder.add("relu", new Op.Relu(), builder.add("first", new Op.Dense(100, true), pooled));
    Value logits = builder.add("second", new Op.Dense(2, true), hidden);
    Graph graph = builder.output("out", builder.add("softmax", new Op.Softmax(), logits)).build();
    TfLiteWriter.write(graph, RandomWeights.of(graph, 5), file());

    List<String> notices = new ArrayList<>();
    Model model = ModelFiles.read(file(), notices::add);

    Preprocessing preprocessing = model.card().preprocessing();
    assertThat(preprocessing.fit()).isEqualTo(new Fit.ResizeAndCrop(224));
    assertThat(preprocessing.normalization()).isEqualTo(Normalization.minusOneToOne());
    assertThat(notices.getFirst())
        .contains("preset teachable-machine", "as its head is Teachable Machine's");
  }

  @Test
  void anUnknownOperationIsNamedAndCounted() throws IOException {
    SmallFile small = new SmallFile(1, 4, 4, 3);
    small.then(BuiltinOp.RELU, Settings.none(), new int[0], 1, 4, 4, 3);
    small.then(BuiltinOp.REVERSE_V2, Settings.none(), new int[0], 1, 4, 4, 3);
    Path path = small.write(file());

    assertThatThrownBy(() -> ModelFiles.read(path))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage(
            path
                + ": operation REVERSE_V2 (105), which gives 'reverse_v2/out', is not computed here; 1 of its 2"
                + " operations are; export the network up to 'relu/out', or take another one");
  }

  @Test
  void networksThatReadOtherNumbersAreRefused() {
    TfLiteModel model = model(List.of(1, 2), List.of(), 10, Optional.empty());

    assertThatThrownBy(() -> TfLiteNetwork.of(model, Limits.defaults()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage(
            "its input 'image' is float64; only float32 and integers of 8, 32 and 64 bits are"
                + " computed");
  }

  @Test
  void openExtentsAreThoseThatTheFileWasConvertedFor() {
    assertThat(imported(List.of(1, 96, 64, 3), List.of(-1, -1, -1, 3)))
        .isEqualTo(Shape.of(96, 64, 3));
    assertThat(imported(List.of(1, 96, 64, 3), List.of())).isEqualTo(Shape.of(96, 64, 3));
    assertThatThrownBy(() -> imported(List.of(1, 1, 1, 3), List.of(-1, -1, -1, 3)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage("input 'image' has no fixed size: [-1, -1, -1, 3]; export it with one");
    assertThat(imported(List.of(8, 4, 4, 3), List.of())).isEqualTo(Shape.of(8, 4, 4, 3));
  }

  private static Shape imported(List<Integer> shape, List<Integer> signature) {
    TfLiteModel model = model(shape, signature, 0, Optional.empty());
    return GraphImporter.of(TfLiteNetwork.of(model, Limits.defaults()), Limits.defaults())
        .graph()
        .inputs()
        .getFirst()
        .shape();
  }

  /** An input that is the output. */
  private static TfLiteModel model(
      List<Integer> shape, List<Integer> signature, int type, Optional<Quantized> quantized) {
    Tensor input =
        new Tensor("image", shape, signature, type, Optional.empty(), quantized, Optional.empty());
    Subgraph network = new Subgraph("main", List.of(input), List.of(0), List.of(0), List.of());
    return new TfLiteModel(3, "", List.of(network), Map.of(), List.of());
  }

  @Test
  void aFileThatIsCutOffIsRefused() throws IOException {
    Graph graph = foreign();
    TfLiteWriter.write(graph, RandomWeights.of(graph, 5), file());
    byte[] whole = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> ModelFiles.read(file()))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith(file() + ": at byte ");
  }

  /** An inverted residual whose stride is padded on two sides, as Keras writes it, and a head. */
  static Graph foreign() {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(12, 12, 3));
    Window stride = Window.square(3, 2, new Padding.Explicit(0, 1, 0, 1));
    Value stem = builder.add("stem", new Op.Conv2d(4, stride, 1, true), image);
    Value x = builder.add("stem6", new Op.Relu6(), stem);
    Window one = Window.square(1, 1, Padding.SAME);
    Value wide = builder.add("wide", new Op.Conv2d(8, one, 1, true), x);
    Value wide6 = builder.add("wide6", new Op.Relu6(), wide);
    Value deep =
        builder.add(
            "deep", new Op.DepthwiseConv2d(Window.square(3, 1, Padding.SAME), 1, true), wide6);
    Value deep6 = builder.add("deep6", new Op.Relu6(), deep);
    Value narrow = builder.add("narrow", new Op.Conv2d(4, one, 1, true), deep6);
    Value sum = builder.add("sum", new Op.Add(), narrow, x);
    Value pooled = builder.add("pool", new Op.GlobalAveragePool(), sum);
    Value logits = builder.add("dense", new Op.Dense(3, true), pooled);
    return builder.output("out", builder.add("softmax", new Op.Softmax(), logits)).build();
  }

  private Path file() {
    return folder.resolve("network.tflite");
  }
}
