package liviano.formats.keras;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import liviano.formats.keras.Hdf5Writer.Group;
import liviano.json.JsonArray;
import liviano.json.JsonObject;

/** A network of a convolution, batch norm and a dense layer, as a Keras file. */
public final class SmallKeras {
  private SmallKeras() {}

  /** As an archive of Keras 3. */
  public static void writeArchive(Path file) throws IOException {
    Group root = new Group();
    root.at("layers/conv2d/vars")
        .array("0", new int[] {3, 3, 2, 4}, Answers.some(72))
        .array("1", new int[] {4}, Answers.some(4));
    root.at("layers/batch_normalization/vars")
        .array("0", new int[] {4}, Answers.some(4))
        .array("1", new int[] {4}, 1, 2, 3, 4)
        .array("2", new int[] {4}, 4, 3, 2, 1)
        .array("3", new int[] {4}, 1, 2, 3, 4);
    root.at("layers/dense/vars")
        .array("0", new int[] {36, 3}, Answers.some(108))
        .array("1", new int[] {3}, 0, 1, 0);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      entry(out, "metadata.json", "{\"keras_version\": \"3.3.3\"}".getBytes(UTF_8));
      entry(out, "config.json", network().toJson().getBytes(UTF_8));
      entry(out, "model.weights.h5", Hdf5Writer.file(root));
    }
  }

  private static void entry(ZipOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(bytes);
  }

  static Group file() {
    Group file = new Group();
    file.text("model_config", network().toJson()).text("keras_version", "2.4.0");
    weights(file.at("model_weights"));
    return file;
  }

  /** Only the weights, with the names of the layers beside them. */
  static void weights(Group group) {
    group.fixed("layer_names", "conv", "norm", "dense");
    group
        .at("conv")
        .fixed("weight_names", "conv/kernel:0", "conv/bias:0")
        .array("conv/kernel:0", new int[] {3, 3, 2, 4}, Answers.some(72))
        .array("conv/bias:0", new int[] {4}, Answers.some(4));
    group
        .at("norm")
        .free(
            "weight_names",
            "norm/gamma:0",
            "norm/beta:0",
            "norm/moving_mean:0",
            "norm/moving_variance:0")
        .array("norm/gamma:0", new int[] {4}, Answers.some(4))
        .array("norm/beta:0", new int[] {4}, 1, 2, 3, 4)
        .array("norm/moving_mean:0", new int[] {4}, 4, 3, 2, 1)
        .array("norm/moving_variance:0", new int[] {4}, 1, 2, 3, 4);
    group
        .at("dense")
        .fixed("weight_names", "dense/kernel:0", "dense/bias:0")
        .array("dense/kernel:0", new int[] {36, 3}, Answers.some(108))
        .array("dense/bias:0", new int[] {3}, 0, 1, 0);
  }

  static JsonObject network() {
    return sequence(
        layer(
            "Conv2D",
            "conv",
            JsonObject.builder()
                .put("batch_input_shape", shape(5, 5, 2))
                .put("filters", 4)
                .put("activation", "relu")),
        layer("BatchNormalization", "norm", JsonObject.builder().put("axis", -1)),
        layer("Flatten", "flat", JsonObject.builder()),
        layer("Dense", "dense", JsonObject.builder().put("activation", "softmax")));
  }

  static JsonArray shape(int... dims) {
    return MobileNetV2Layers.input("", dims).array("batch_input_shape");
  }

  static JsonObject sequence(JsonObject... layers) {
    JsonObject config =
        JsonObject.builder()
            .put("name", "net")
            .put("layers", JsonArray.of(List.of(layers)))
            .build();
    return JsonObject.builder().put("class_name", "Sequential").put("config", config).build();
  }

  static JsonObject layer(String kind, String name, JsonObject.Builder config) {
    return JsonObject.builder()
        .put("class_name", kind)
        .put("config", config.put("name", name).build())
        .build();
  }
}
