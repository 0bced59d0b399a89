package liviano.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import liviano.MalformedModelException;
import liviano.formats.ModelFiles;
import liviano.formats.keras.MobileNetV2Layers.Weight;
import liviano.graph.Graph;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.model.RandomWeights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers models of TensorFlow.js: weights in fewer bits, and shards where they must not be. */
class KerasTfjsReaderTest {
  private static final double STEP = 1 / 128.0;

  @TempDir Path folder;

  private static JsonObject network() {
    return JsonObject.builder()
        .put("class_name", "Sequential")
        .put(
            "config",
            JsonObject.builder()
                .put("name", "net")
                .put(
                    "layers",
                    JsonArray.of(
                        SmallKeras.layer(
                            "Dense",
                            "dense",
                            JsonObject.builder()
                                .put("batch_input_shape", SmallKeras.shape(3))
                                .put("units", 2)
                                .put("use_bias", false))))
                .build())
        .build();
  }

  private static final int[] DIMS = {3, 2};

  /** Of the weights 0, 1, 2, 3, 4 and 5. */
  private static float[] product() {
    float[] x = Answers.some(3);
    return new float[] {2 * x[1] + 4 * x[2], x[0] + 3 * x[1] + 5 * x[2]};
  }

  @Test
  void weightsOfFewerBitsStandForFloats() throws IOException {
    byte[] bytes = {0, 2, 4, 6, 8, 10};
    short[] shorts = {0, (short) 13000, 26000, (short) 39000, (short) 52000, (short) 65000};
    List<LayersModel> files =
        List.of(
            new LayersModel(network()).floats("dense/kernel", DIMS, 0, 1, 2, 3, 4, 5),
            new LayersModel(network()).halves("dense/kernel", DIMS, 0, 1, 2, 3, 4, 5),
            new LayersModel(network()).bytes("dense/kernel", DIMS, 0.5, 0, bytes),
            new LayersModel(network()).shorts("dense/kernel", DIMS, 1 / 13000.0, 0, shorts));
    for (LayersModel file : files) {
      assertThat(Answers.of(ModelFiles.read(file.write(folder))))
          .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-6f ? 0 : 1)
          .containsExactly(product());
    }
    byte[] high = {(byte) 250, (byte) 251, (byte) 252, (byte) 253, (byte) 254, (byte) 255};
    Path signed =
        new LayersModel(network()).bytes("dense/kernel", DIMS, 1, -250, high).write(folder);
    assertThat(Answers.of(ModelFiles.read(signed))).isEqualTo(product());
  }

  /** Floats after single bytes do not lie where floats of memory do. */
  @Test
  void weightsAfterBytesMayLieAnywhere() throws IOException {
    JsonObject biased =
        SmallKeras.sequence(
            SmallKeras.layer(
                "Dense",
                "dense",
                JsonObject.builder()
                    .put("batch_input_shape", SmallKeras.shape(3))
                    .put("units", 1)));
    Path file =
        new LayersModel(biased)
            .bytes("dense/kernel", new int[] {3, 1}, 1, 0, new byte[] {1, 1, 1})
            .floats("dense/bias", new int[] {1}, 7)
            .write(folder);
    float[] x = Answers.some(3);

    assertThat(Answers.of(ModelFiles.read(file))[0]).isEqualTo(x[0] + x[1] + x[2] + 7);
  }

  /** A MobileNetV2 as a layer, an average, dense layers with dropout; all weights in one byte. */
  @Test
  void aQuantisedBackboneWithDenseLayersGivesTheFloatsAnswers() throws IOException {
    Graph graph =
        Zoo.graph(Recipe.of("mobilenet_v2").withWidth(0.35).withResolution(64).withClasses(5));
    MobileNetV2Layers backbone =
        MobileNetV2Layers.of(graph, RandomWeights.of(graph, 11), "head.conv.relu6");
    List<Weight> all = new ArrayList<>();
    backbone.weights.values().forEach(all::addAll);
    all.add(weight("dense_1/kernel", 1280, 32));
    all.add(weight("dense_1/bias", 32));
    all.add(weight("dense_2/kernel", 32, 16));
    all.add(weight("dense_2/bias", 16));
    all.add(weight("dense_3/kernel", 16, 5));
    all.add(weight("dense_3/bias", 5));
    JsonObject network =
        SmallKeras.sequence(
            backbone.functional("Model", "mobilenetv2_0.35_64"),
            SmallKeras.layer(
                "AveragePooling2D",
                "average",
                JsonObject.builder().put("pool_size", JsonArray.ofIntegers(2, 2))),
            SmallKeras.layer("Flatten", "flatten", JsonObject.builder()),
            dense("dense_1", 32, "relu"),
            SmallKeras.layer("Dropout", "dropout_1", JsonObject.builder().put("rate", 0.5)),
            dense("dense_2", 16, "relu"),
            SmallKeras.layer("Dropout", "dropout_2", JsonObject.builder().put("rate", 0.5)),
            dense("dense_3", 5, "softmax"));
    LayersModel floats = new LayersModel(network);
    LayersModel bytes = new LayersModel(network);
    for (Weight weight : all) {
      double min = Double.POSITIVE_INFINITY;
      for (float value : weight.values()) {
        min = Math.min(min, value);
      }
      byte[] steps = new byte[weight.values().length];
      float[] restored = new float[steps.length];
      for (int i = 0; i < steps.length; i++) {
        steps[i] = (byte) Math.clamp(Math.round((weight.values()[i] - min) / STEP), 0, 255);
        restored[i] = (float) ((steps[i] & 0xFF) * STEP + min);
      }
      floats.floats(weight.name(), weight.dims(), restored);
      bytes.bytes(weight.name(), weight.dims(), STEP, min, steps);
    }

    float[] expected = Answers.of(ModelFiles.read(floats.write(folder)));
    Model model = ModelFiles.read(bytes.write(folder));

    assertThat(Answers.of(model)).isEqualTo(expected).hasSize(5);
    assertThat(Answers.steps(model)).filteredOn("InvertedResidual"::equals).hasSize(17);
  }

  private static JsonObject dense(String name, int units, String activation) {
    return SmallKeras.layer(
        "Dense", name, JsonObject.builder().put("units", units).put("activation", activation));
  }

  private static Weight weight(String name, int... dims) {
    return new Weight(name, dims, Answers.some(IntStream.of(dims).reduce(1, (a, b) -> a * b), 64));
  }

  @Test
  void theFileIsReadLikeItsFolder() throws IOException {
    new LayersModel(network()).floats("dense/kernel", DIMS, 0, 1, 2, 3, 4, 5).write(folder);

    assertThat(Answers.of(ModelFiles.read(folder.resolve("model.json")))).isEqualTo(product());
  }

  @Test
  void shardsElsewhereOrOfAnotherSizeAreRefused() throws IOException {
    new LayersModel(network()).floats("dense/kernel", DIMS, 0, 1, 2, 3, 4, 5).write(folder);
    Path json = folder.resolve("model.json");
    String text = Files.readString(json);
    for (String path : List.of("../weights.bin", "/etc/passwd", "a/b", "..", "")) {
      Files.writeString(json, text.replace("weights.bin", path));
      refuses("is not the name of a file in the same folder");
    }
    Files.writeString(json, text.replace("weights.bin", "others.bin"));
    refuses("\"others.bin\" is missing");
    Files.writeString(json, text.replace("[3,2]", "[3,3]"));
    refuses("hold 24 bytes, the constants take 36");
    Files.writeString(json, text.replace("weightsManifest", "weights"));
    refuses("without weights");
    Files.writeString(json, text.replace("dense/kernel", "dense/weight"));
    refuses("'dense'", "'kernel'");
  }

  private void refuses(String... reasons) {
    assertThatThrownBy(() -> ModelFiles.read(folder))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith(folder.resolve("model.json") + ": ")
        .hasMessageNotContaining("\n")
        .hasMessageContainingAll(reasons);
  }
}
