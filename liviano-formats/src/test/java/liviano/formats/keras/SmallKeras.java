package liviano.formats.keras;

import java.util.List;
import liviano.formats.keras.Hdf5Writer.Group;
import liviano.json.JsonArray;
import liviano.json.JsonObject;

/** A network of a convolution, batch norm and a dense layer, as a Keras file. */
final class SmallKeras {
  private SmallKeras() {}

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
