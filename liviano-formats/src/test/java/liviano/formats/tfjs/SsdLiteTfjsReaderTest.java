package liviano.formats.tfjs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import liviano.MalformedModelException;
import liviano.formats.ModelFiles;
import liviano.graph.Graph;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.model.Fit;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.RandomWeights;
import liviano.model.ResizeRule;
import liviano.model.VisionTask;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("locale")
class SsdLiteTfjsReaderTest {
  private static final Recipe RECIPE =
      Recipe.of("ssdlite_mobilenet_v2")
          .withWidth(0.1)
          .withResolution(64)
          .withClasses(3)
          .withNorm(Norm.FOLDED);
  private static final Graph GRAPH = Zoo.graph(RECIPE);
  private static final Weights WEIGHTS = RandomWeights.of(GRAPH, 3);

  @TempDir private Path folder;

  private static TfjsFile file() {
    return TfjsFile.of(GRAPH, WEIGHTS);
  }

  private void refuses(Consumer<TfjsFile> change, String... reasons) throws IOException {
    TfjsFile file = file();
    change.accept(file);
    file.write(folder);
    refuses(reasons);
  }

  private void refuses(String... reasons) {
    assertThatThrownBy(() -> ModelFiles.read(folder))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("model.json: ")
        .hasMessageContainingAll(reasons)
        .message()
        .doesNotContain("\n")
        .hasSizeLessThan(500);
  }

  @ParameterizedTest
  @CsvSource({"0.1, 64, 3, ''", "0.35, 96, 1, model.json", "0.1, 100, 90, ''"})
  void theNetworkIsRecognisedByItsStructure(double width, int resolution, int classes, String name)
      throws IOException {
    Recipe recipe = RECIPE.withWidth(width).withResolution(resolution).withClasses(classes);
    Graph graph = Zoo.graph(recipe);
    Weights weights = RandomWeights.of(graph, 8);
    TfjsFile.of(graph, weights).write(folder);

    Model model = ModelFiles.read(folder.resolve(name));

    assertThat(model.recipe()).contains(recipe);
    assertThat(model.graph()).isEqualTo(graph);
    assertThat(model.weights().names()).isEqualTo(weights.names());
    for (Tensor tensor : weights.tensors()) {
      assertThat(model.weights().get(tensor.name()).dims()).isEqualTo(tensor.dims());
      assertThat(difference(model.weights().get(tensor.name()), tensor))
          .as(tensor.name())
          .isLessThan(1e-6f);
    }
  }

  private static float difference(Tensor a, Tensor b) {
    float[] left = a.toFloats();
    float[] right = b.toFloats();
    float most = 0;
    for (int i = 0; i < left.length; i++) {
      most = Math.max(most, Math.abs(left[i] - right[i]));
    }
    return most;
  }

  @Test
  void theCardSaysWhatTheFileDoesAndClaimsNoOtherFigures() throws IOException {
    file().write(folder);

    ModelCard card = ModelFiles.read(folder).card();

    assertThat(card.task()).isEqualTo(VisionTask.DETECTION);
    assertThat(card.preprocessing().fit()).isEqualTo(new Fit.Squash());
    assertThat(card.preprocessing().resize()).isEqualTo(ResizeRule.TENSORFLOW_LEGACY_BILINEAR);
    assertThat(card.preprocessing().width()).isEqualTo(64);
    assertThat(card.accuracy()).isEmpty();
    assertThat(card.licence()).isEmpty();
    assertThat(card.labels()).isEmpty();
  }

  @Test
  void savedItIsAModelLikeAnyOther() throws IOException {
    file().write(folder);
    Model model = ModelFiles.read(folder);
    Path saved = folder.resolve("model.safetensors");
    model.save(saved);

    assertThat(Model.load(saved)).isEqualTo(model);
  }

  @Test
  void aDifferenceIsNamedByItsLayer() throws IOException {
    refuses(
        file -> file.node("extras.1.pointwise.relu6", "Relu", "extras.1.pointwise/biased"),
        "no SSDLite MobileNetV2",
        "layer extras.1.pointwise.relu6 is Relu6 of 1x1x25",
        "'extras.1.pointwise.relu6', Relu of 1x1x25");
    refuses(
        file -> file.node("blocks.2.add", "AddN", "blocks.2.project", "blocks.2.project/biased"),
        "needs its own output");
    refuses(
        file -> file.node("blocks.4.add", "AddN", "blocks.4.project", "blocks.2.project/biased"),
        "layer blocks.");
  }

  @Test
  void operationsThatAreNotKnownAreNamed() throws IOException {
    refuses(
        file -> file.node("head.conv.relu6", "Elu", "head.conv/biased"),
        "node \"head.conv.relu6\" (Elu): the operation is not known here");
    refuses(file -> file.nodes.remove("concat_1"), "there is no node \"concat_1\"");
    refuses(file -> file.nodes.remove("Preprocessor/sub"), "there is no node \"Preprocessor/sub\"");
    refuses(file -> file.nodes.remove("stem.conv/filter"), "stem.conv/filter");
    refuses(file -> file.node("stem.conv.relu6", "Relu6"), "stem.conv.relu6", "reads 0 tensors");
  }

  @Test
  void otherPreprocessingIsRefused() throws IOException {
    refuses(file -> file.node("mul", "Mul", "one", "resize"), "not brought to -1 to 1");
    refuses(file -> file.node("mul", "Add", "factor", "resize"), "not brought to -1 to 1");
    refuses(
        file ->
            file.node(
                "resize",
                "ResizeBilinear",
                JsonObject.builder()
                    .put("align_corners", JsonObject.builder().put("b", true).build())
                    .build(),
                "image_tensor",
                "size"),
        "aligns corners");
    refuses(file -> file.nodes.remove("resize"), "nothing says the size of its input");
  }

  @Test
  void otherAnchorsAreRefused() throws IOException {
    long boxes = GRAPH.outputs().get("boxes").shape().dims().getFirst();
    TfjsFile file = file();
    file.write(folder);
    // The anchors are the last constant.
    Path shard = folder.resolve("group1-shard2of2");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length - 2] ^= 1;
    Files.write(shard, bytes);
    refuses(
        String.format(Locale.ROOT, "anchor %d of constant 'Postprocessor/ExpandDims'", boxes - 1));
    refuses(f -> f.nodes.remove("Postprocessor/ExpandDims"), "ExpandDims\" is no constant");
    refuses(
        f -> {
          f.floats("few", new int[] {1, 2, 4}, new float[8]);
          f.constants.computeIfPresent("Postprocessor/ExpandDims", (_, old) -> named(old, "old"));
          f.constants.computeIfPresent("few", (_, few) -> named(few, "Postprocessor/ExpandDims"));
        },
        String.format(Locale.ROOT, "of shape [1, 2, 4] does not hold %d anchors", boxes));
    refuses(
        f -> f.constants.computeIfPresent("one", (_, one) -> named(one, "factor")),
        "two tensors named \"factor\"");
  }

  private static JsonObject named(JsonObject constant, String name) {
    return JsonObject.builder()
        .put("name", name)
        .put("dtype", constant.string("dtype"))
        .put("shape", constant.array("shape"))
        .build();
  }

  @Test
  void aCycleIsNoEndlessLoop() throws IOException {
    refuses(
        file -> file.node("stem.conv.relu6", "Relu6", "blocks.3.expand.relu6"),
        "needs its own output");
    refuses(file -> file.node("concat", "Identity", "concat"), "needs its own output");
  }

  @Test
  void aLongChainIsNoStackOverflow() throws IOException {
    TfjsFile file = file();
    String last = "concat_1";
    JsonObject concat = file.nodes.get("concat_1");
    file.nodes.put("inner", rename(concat, "inner"));
    String before = "inner";
    for (int i = 0; i < 30_000; i++) {
      file.node("step" + i, "Identity", before);
      before = "step" + i;
    }
    file.node(last, "Identity", before);
    file.write(folder);

    assertThat(ModelFiles.read(folder).recipe()).contains(RECIPE);
  }

  private static JsonObject rename(JsonObject node, String name) {
    return JsonObject.builder()
        .put("name", name)
        .put("op", node.string("op"))
        .put("input", node.get("input"))
        .build();
  }

  @Test
  void constantsThatManyLayersReadDoNotMultiply() throws IOException {
    refuses(
        file -> {
          String before = file.nodes.get("blocks.1.expand").array("input").string(0);
          for (int i = 0; i < 10_000; i++) {
            file.node("x" + i, "Conv2D", attributes(file), before, "head.conv/filter");
          }
          String[] all = new String[10_001];
          Arrays.setAll(all, i -> i == 10_000 ? "axis" : "x" + i);
          file.node("concat", "ConcatV2", all);
        },
        "does not fit its input");
    refuses(
        file -> {
          String before = file.nodes.get("head.conv").array("input").string(0);
          for (int i = 0; i < 10_000; i++) {
            file.node("x" + i, "Conv2D", attributes(file), before, "head.conv/filter");
          }
          String[] all = new String[10_001];
          Arrays.setAll(all, i -> i == 10_000 ? "axis" : "x" + i);
          file.node("concat", "ConcatV2", all);
        },
        "too many layers read the same constants");
  }

  private static JsonObject attributes(TfjsFile file) {
    return file.nodes.get("head.conv").object("attr");
  }

  @Test
  void shardsMustBeThereAndHoldExactlyTheConstants() throws IOException {
    file().write(folder);
    Path shard = folder.resolve("group1-shard2of2");
    byte[] bytes = Files.readAllBytes(shard);

    Files.write(shard, Arrays.copyOf(bytes, bytes.length - 1));
    refuses("bytes, the constants take");
    Files.write(shard, Arrays.copyOf(bytes, bytes.length + 1));
    refuses("bytes, the constants take");
    Files.delete(shard);
    refuses("shard \"group1-shard2of2\" is missing");
    Files.createDirectory(shard);
    refuses("shard \"group1-shard2of2\" is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../shard", "/etc/passwd", "a/b", "..", ".hidden", "", "a\\b", "C:x", "a\u0000b"})
  void shardsAreFilesBesideTheModel(String name) throws IOException {
    TfjsFile file = file();
    file.write(folder);
    file.shards = List.of("group1-shard1of2", name);
    Files.writeString(folder.resolve("model.json"), file.json());

    refuses("is not the name of a file in the same folder");
  }

  @ParameterizedTest
  @CsvSource({
    "'1000000000,1000000000,3', over 1073741824 bytes",
    "'2147483647,2147483647,3', an extent of",
    "'9223372036854775807', an extent of",
    "'-1', an extent of -1",
    "'3,3,3,0', bytes",
    "'1,1,1,1,1,1,1,1,1', 9 dimensions",
    "'300000000', over 1073741824 bytes",
  })
  void absurdShapesAreRefused(String shape, String reason) throws IOException {
    long[] dims = Arrays.stream(shape.split(",")).mapToLong(Long::parseLong).toArray();
    refuses(file -> constant(file, "stem.conv/filter", "float32", dims), reason);
  }

  private static void constant(TfjsFile file, String name, String type, long... dims) {
    file.constants.put(
        name,
        JsonObject.builder()
            .put("name", name)
            .put("dtype", type)
            .put("shape", JsonArray.ofLongs(dims))
            .build());
  }

  @Test
  void otherKindsOfConstantsAreRefused() throws IOException {
    refuses(file -> constant(file, "one", "complex64"), "\"one\"", "\"complex64\"");
    refuses(file -> constant(file, "one", "int32"), "\"one\"");
    refuses(
        file ->
            file.constants.put(
                "one",
                JsonObject.builder()
                    .put("name", "one")
                    .put("dtype", "float32")
                    .put("shape", JsonArray.of())
                    .put("quantization", JsonObject.builder().put("dtype", "uint8").build())
                    .build()),
        "\"one\"",
        "quantised");
    refuses(file -> constant(file, "size", "float32", 2), "integers");
  }

  @Test
  void aNumberThatIsNoneIsRefused() throws IOException {
    float[] bias = WEIGHTS.get("stem.conv.bias").toFloats();
    bias[1] = Float.NaN;
    refuses(
        file -> {
          file.floats("nan", new int[] {bias.length}, bias);
          file.node("stem.conv/biased", "Add", "nan", "stem.conv");
        },
        "stem.conv.bias",
        "not finite");
  }

  @Test
  void jsonThatIsCutOrOfAnotherModelIsRefused() throws IOException {
    file().write(folder);
    Path json = folder.resolve("model.json");
    String whole = Files.readString(json);
    for (int part = 0; part < 20; part++) {
      Files.writeString(json, whole.substring(0, whole.length() * part / 20));
      refuses("at byte");
    }
    Files.writeString(json, "{\"modelTopology\": {\"model_config\": {}}, \"weightsManifest\": []}");
    refuses("it is no graph model");
    Files.writeString(json, "{\"images\": []}");
    refuses("modelTopology");
  }

  @Test
  void damagedJsonIsReadOrRefusedButNeverMore() throws IOException {
    file().write(folder);
    Path json = folder.resolve("model.json");
    byte[] whole = Files.readAllBytes(json);
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      for (int k = 0; k <= i % 3; k++) {
        damaged[random.nextInt(damaged.length)] =
            (byte) "0123456789-:\"abz".charAt(random.nextInt(16));
      }
      Files.write(json, damaged);
      try {
        ModelFiles.read(folder);
      } catch (MalformedModelException e) {
        refused++;
        assertThat(e.getMessage()).doesNotContain("\n").contains("model.json: ");
      }
    }

    assertThat(refused).isGreaterThan(200);
  }

  /** Any node may read any other: the graph is no longer what it was, and often a cycle. */
  @Test
  void wronglyWiredGraphsAreReadOrRefusedButNeverMore() throws IOException {
    Random random = new Random(12);
    List<String> names = List.copyOf(file().nodes.keySet());
    TfjsFile file = file();
    file.write(folder);
    int refused = 0;
    for (int i = 0; i < 100; i++) {
      JsonObject node;
      do {
        node = file.nodes.get(names.get(random.nextInt(names.size())));
      } while (node.array("input").size() == 0);
      List<String> inputs = new ArrayList<>(node.array("input").strings());
      inputs.set(random.nextInt(inputs.size()), names.get(random.nextInt(names.size())));
      file.node(
          node.string("name"),
          i % 5 == 0 ? "Identity" : node.string("op"),
          node.optionalObject("attr").orElseThrow(),
          inputs.toArray(String[]::new));
      Files.writeString(folder.resolve("model.json"), file.json());
      try {
        ModelFiles.read(folder);
      } catch (MalformedModelException e) {
        refused++;
        assertThat(e.getMessage()).doesNotContain("\n").contains("model.json: ");
      }
      file.nodes.put(node.string("name"), node);
    }

    assertThat(refused).isGreaterThan(70);
  }

  @Test
  void aFolderOfSomethingElseIsNoModel() {
    assertThatThrownBy(() -> ModelFiles.read(folder))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("is a directory of no known model");
    assertThatThrownBy(() -> ModelFiles.read(folder.resolve("none.json")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void wordsInTheFileAreText() throws IOException {
    TfjsFile file = file();
    String stem = file.nodes.get("stem.conv").toJson();
    String base64 = Base64.getEncoder().encodeToString("SAME".getBytes(StandardCharsets.US_ASCII));
    String other = stem.replaceFirst("\\[83,65,77,69]", "\"" + base64 + "\"");
    assertThat(other).isNotEqualTo(stem);
    file.nodes.put("stem.conv", Json.parse(other).asObject());
    file.write(folder);

    assertThat(ModelFiles.read(folder).recipe()).contains(RECIPE);
    refuses(
        f ->
            f.nodes.put(
                "stem.conv",
                Json.parse(stem.replaceFirst("\\[83,65,77,69]", "[83,-1]")).asObject()),
        "stem.conv",
        "padding");
  }
}
