package liviano.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.formats.ModelFiles;
import liviano.formats.keras.Hdf5Writer.Group;
import liviano.formats.keras.MobileNetV2Layers.Weight;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.model.Fit;
import liviano.model.Model;
import liviano.model.RandomWeights;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files as Keras writes them, of networks of ours: they give our network's answers, bit for bit.
 */
class KerasFilesTest {
  @TempDir Path folder;

  private static Recipe recipe(double width, int side) {
    return Recipe.of("mobilenet_v2").withWidth(width).withResolution(side).withClasses(10);
  }

  @Test
  void mobileNetV2OfKerasApplicationsGivesItsExactAnswers() throws IOException {
    Recipe recipe = recipe(1, 96);
    Graph graph = Zoo.graph(recipe);
    Weights weights = RandomWeights.of(graph, 7);
    MobileNetV2Layers theirs = MobileNetV2Layers.of(graph, weights, "classifier");
    Group file = new Group();
    file.text("model_config", theirs.functional("Functional", "mobilenetv2_1.00_96").toJson());
    file.text("keras_version", "2.8.0").text("backend", "tensorflow");
    theirs.weights.forEach((layer, all) -> group(file.at("model_weights/" + layer), all));

    Model model = ModelFiles.read(write(file));

    assertThat(model.recipe()).contains(recipe);
    assertThat(model.weights()).isEqualTo(weights);
    assertThat(Answers.of(model)).isEqualTo(Answers.of(graph, weights, "probabilities"));
  }

  @Test
  void aTeachableMachineFileGivesItsExactAnswersInFusedBlocks() throws IOException {
    Graph zoo = Zoo.graph(recipe(0.35, 224));
    Graph graph = teachable(zoo);
    Weights weights = RandomWeights.of(graph, 5);
    MobileNetV2Layers theirs =
        MobileNetV2Layers.of(zoo, withClassifier(weights, zoo), "head.conv.relu6");
    Group file = new Group();
    file.text("model_config", teachable(theirs).toJson()).text("keras_version", "2.4.0");
    // Names without the level of the functional network, of one length.
    List<Weight> backbone = theirs.weights.values().stream().flatMap(List::stream).toList();
    flatGroup(file.at("model_weights/sequential_1"), backbone);
    flatGroup(file.at("model_weights/sequential_3"), head(weights));

    Model model = ModelFiles.read(write(file));

    assertThat(Answers.of(model)).isEqualTo(Answers.of(graph, weights, "probabilities"));
    assertThat(Answers.steps(model)).filteredOn("InvertedResidual"::equals).hasSize(17);
    assertThat(Answers.steps(model)).doesNotContain("Depthwise", "Pad", "Scale");
    assertThat(model.card().preprocessing().fit()).isEqualTo(new Fit.ResizeAndCrop(224));
  }

  /** The zoo's features, a dense layer of 100, and one of three classes without a bias. */
  private static Graph teachable(Graph zoo) {
    GraphBuilder builder = Graph.builder();
    Value last = builder.input("image", zoo.inputs().getFirst().shape());
    List<Value> values = new ArrayList<>(List.of(last));
    for (Node node : zoo.nodes()) {
      Value[] reads =
          node.inputs().stream()
              .map(in -> values.stream().filter(v -> v.name().equals(in.name())).findFirst())
              .map(Optional::orElseThrow)
              .toArray(Value[]::new);
      last = builder.add(node.name(), node.op(), reads);
      values.add(last);
      if (node.name().equals("head.pool")) {
        break;
      }
    }
    Value hidden = builder.add("dense_1", new Op.Dense(100, true), last);
    Value relu = builder.add("relu", new Op.Relu(), hidden);
    Value logits = builder.add("dense_2", new Op.Dense(3, false), relu);
    builder.output("probabilities", builder.add("softmax", new Op.Softmax(), logits));
    return builder.build();
  }

  private static Weights withClassifier(Weights weights, Graph zoo) {
    List<Tensor> all = new ArrayList<>(weights.tensors());
    RandomWeights.of(zoo, 5).tensors().stream()
        .filter(tensor -> !weights.contains(tensor.name()))
        .forEach(all::add);
    return Weights.of(all);
  }

  private static List<Weight> head(Weights weights) {
    return List.of(
        new Weight("dense_Dense1/kernel", new int[] {1280, 100}, dense(weights, "dense_1", 100)),
        new Weight("dense_Dense1/bias", new int[] {100}, weights.get("dense_1.bias").toFloats()),
        new Weight("dense_Dense2/kernel", new int[] {100, 3}, dense(weights, "dense_2", 3)));
  }

  private static float[] dense(Weights weights, String name, int units) {
    return MobileNetV2Layers.innermost(weights.get(name + ".weight").toFloats(), units);
  }

  private static JsonObject teachable(MobileNetV2Layers theirs) {
    JsonObject features =
        sequence(
            "sequential_1",
            input("model1_input", 224, 224, 3),
            theirs.functional("Functional", "model1"),
            layer("GlobalAveragePooling2D", "average", JsonObject.builder()));
    JsonObject head =
        sequence(
            "sequential_3",
            input("dense_Dense1_input", 1280),
            layer(
                "Dense",
                "dense_Dense1",
                JsonObject.builder().put("units", 100).put("activation", "relu")),
            layer(
                "Dense",
                "dense_Dense2",
                JsonObject.builder()
                    .put("units", 3)
                    .put("activation", "softmax")
                    .put("use_bias", false)));
    return sequence("sequential_4", input("sequential_1_input", 224, 224, 3), features, head);
  }

  private static JsonObject sequence(String name, JsonObject... layers) {
    JsonObject config =
        JsonObject.builder().put("name", name).put("layers", JsonArray.of(layers)).build();
    return JsonObject.builder().put("class_name", "Sequential").put("config", config).build();
  }

  private static JsonObject input(String name, int... dims) {
    return JsonObject.builder()
        .put("class_name", "InputLayer")
        .put("config", MobileNetV2Layers.input(name, dims))
        .build();
  }

  private static JsonObject layer(String kind, String name, JsonObject.Builder config) {
    return JsonObject.builder()
        .put("class_name", kind)
        .put("config", config.put("name", name).build())
        .build();
  }

  /** The layer's name once more before its weights, and texts of any length. */
  private static void group(Group group, List<Weight> weights) {
    group.free("weight_names", names(weights));
    weights.forEach(w -> group.array(w.name() + ":0", w.dims(), w.values()));
  }

  private static void flatGroup(Group group, List<Weight> weights) {
    group.fixed("weight_names", names(weights));
    weights.forEach(w -> group.array(w.name() + ":0", w.dims(), w.values()));
  }

  private static String[] names(List<Weight> weights) {
    return weights.stream().map(w -> w.name() + ":0").toArray(String[]::new);
  }

  private Path write(Group root) throws IOException {
    return Files.write(folder.resolve("model.h5"), Hdf5Writer.file(root));
  }
}
