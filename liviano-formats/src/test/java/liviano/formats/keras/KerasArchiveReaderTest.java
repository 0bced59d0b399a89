package liviano.formats.keras;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.ModelFiles;
import liviano.formats.keras.Hdf5Writer.Group;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Archives of Keras 3 and of the versions before it that had them. */
class KerasArchiveReaderTest {
  @TempDir Path folder;

  private static final String METADATA = "{\"keras_version\": \"3.3.3\"}";

  /** Two convolutions around a sequence of one, with a layer for training that has a state. */
  private static JsonObject network() {
    return SmallKeras.sequence(
        conv("first", SmallKeras.shape(2, 2, 2)),
        SmallKeras.layer("Dropout", "drop", JsonObject.builder().put("rate", 0.5)),
        JsonObject.builder()
            .put("class_name", "Sequential")
            .put(
                "config",
                JsonObject.builder()
                    .put("name", "augment")
                    .put(
                        "layers",
                        JsonArray.of(SmallKeras.layer("RandomFlip", "flip", JsonObject.builder())))
                    .build())
            .build(),
        JsonObject.builder()
            .put("class_name", "Sequential")
            .put(
                "config",
                JsonObject.builder()
                    .put("name", "inside")
                    .put("layers", JsonArray.of(conv("second", SmallKeras.shape(2, 2, 2))))
                    .build())
            .build(),
        conv("third", SmallKeras.shape(2, 2, 2)));
  }

  private static JsonObject conv(String name, JsonArray shape) {
    return SmallKeras.layer(
        "Conv2D", name, JsonObject.builder().put("batch_shape", shape).put("use_bias", false));
  }

  /** Factors 2, 3 and 5 for the first channel, 1 for the second. */
  private static Group weights(String container, String second) {
    Group root = new Group();
    Group layers = root.at(container);
    kernel(layers.at("conv2d/vars"), 2);
    layers.at("dropout/vars");
    layers.at("dropout/seed_generator/vars").array("0", new int[] {2}, 1, 2);
    layers
        .at("sequential/" + container + "/random_flip/seed_generator/vars")
        .array("0", new int[] {2}, 1, 2);
    kernel(layers.at("sequential_1/" + container + "/conv2d/vars"), 3);
    kernel(layers.at(second + "/vars"), 5);
    return root;
  }

  private static void kernel(Group variables, float factor) {
    variables.array("0", new int[] {1, 1, 2, 2}, factor, 0, 0, 1);
  }

  private static float[] expected() {
    float[] values = Answers.some(8);
    for (int i = 0; i < 8; i += 2) {
      values[i] *= 30;
    }
    return values;
  }

  /** Versions before 3 count a layer twice. */
  @ParameterizedTest
  @CsvSource({"layers, conv2d_1", "_layer_checkpoint_dependencies, conv2d_2"})
  void layersOfAKindAreCounted(String container, String second) throws IOException {
    Path file = write(network().toJson(), METADATA, Hdf5Writer.file(weights(container, second)));

    assertThat(Answers.of(ModelFiles.read(file))).isEqualTo(expected());
  }

  /** Where names of layers stand with their tensors they count, whatever the order. */
  @Test
  void aLayersNameGoesBeforeItsNumber() throws IOException {
    Group root = weights("layers", "conv2d_1");
    root.at("layers").drop("conv2d");
    root.at("layers").drop("conv2d_1");
    kernel(root.at("layers/conv2d/vars").text("name", "third"), 5);
    kernel(root.at("layers/conv2d_1/vars").text("name", "first"), 2);
    Path file = write(network().toJson(), METADATA, Hdf5Writer.file(root));

    assertThat(Answers.of(ModelFiles.read(file))).isEqualTo(expected());
  }

  @Test
  void namesOfKindsAreThoseOfKeras() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("Conv2D", "conv2d");
    names.put("DepthwiseConv2D", "depthwise_conv2d");
    names.put("SeparableConv2D", "separable_conv2d");
    names.put("Conv2DTranspose", "conv2d_transpose");
    names.put("BatchNormalization", "batch_normalization");
    names.put("PReLU", "p_re_lu");
    names.put("Functional", "functional");
    names.forEach((kind, name) -> assertThat(NumberedWeights.snakeCase(kind)).isEqualTo(name));
  }

  @Test
  void entriesThatAreMissingAreNamed() throws IOException {
    refuses(zip(Map.of("config.json", network().toJson().getBytes(UTF_8))), "model.weights.h5");
    refuses(
        zip(Map.of("metadata.json", METADATA.getBytes(UTF_8))),
        "is a Keras model without config.json");
    byte[] weights = Hdf5Writer.file(new Group());
    refuses(write(network().toJson(), METADATA, weights), "'first'", "not in the file");
    refuses(write("{", METADATA, weights), "config.json");
    refuses(write(network().toJson(), METADATA, new byte[20]), "HDF5");
  }

  @Test
  void anotherArchiveIsRefused() throws IOException {
    refuses(zip(Map.of("readme.txt", new byte[] {1})), "is a ZIP archive");
  }

  /** A hundred megabytes of zeros are packed into a tenth of one. */
  @Test
  void anEntryThatGrowsIsRefused() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("config.json", network().toJson().getBytes(UTF_8));
    entries.put("model.weights.h5", new byte[100 << 20]);
    Path file = zip(entries);
    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith(file + ": a ZIP archive of")
        .hasMessageContaining("that unpacks to");
  }

  @Test
  void anArchiveThatIsCutOffIsRefused() throws IOException {
    Path file = write(network().toJson(), METADATA, Hdf5Writer.file(weights("layers", "conv2d_1")));
    byte[] whole = Files.readAllBytes(file);
    for (int length = 30; length < whole.length; length += whole.length / 50) {
      Files.write(file, Arrays.copyOf(whole, length));
      refuses(file, "");
    }
  }

  private void refuses(Path file, String... reasons) {
    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageNotContaining("\n")
        .hasMessageContainingAll(reasons);
  }

  private Path write(String config, String metadata, byte[] weights) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("metadata.json", metadata.getBytes(UTF_8));
    entries.put("config.json", config.getBytes(UTF_8));
    entries.put("model.weights.h5", weights);
    return zip(entries);
  }

  private Path zip(Map<String, byte[]> entries) throws IOException {
    Path file = folder.resolve("model.keras");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return file;
  }
}
