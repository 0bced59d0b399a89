package liviano.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import liviano.MalformedModelException;
import liviano.formats.ModelFiles;
import liviano.formats.keras.Hdf5Writer.Group;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small Keras files: how weights are found, and what is refused. */
class KerasH5ReaderTest {
  @TempDir Path folder;

  private float[] answer(Group file) throws IOException {
    return Answers.of(ModelFiles.read(write(file)));
  }

  private Path write(Group file) throws IOException {
    return Files.write(folder.resolve("model.h5"), Hdf5Writer.file(file));
  }

  @Test
  void aTextOfAFixedLengthIsTheNetworkToo() throws IOException {
    Group file = new Group();
    file.fixedText("model_config", SmallKeras.network().toJson());
    SmallKeras.weights(file.at("model_weights"));

    assertThat(answer(file)).isEqualTo(answer(SmallKeras.file()));
  }

  /** Numbers that 16 bits hold exactly. */
  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void weightsOfOtherWidthsAreTheSame(int bytes) throws IOException {
    Group file = SmallKeras.file();
    file.at("model_weights/conv")
        .arrayIn(bytes, "conv/kernel:0", new int[] {3, 3, 2, 4}, Answers.some(72));

    assertThat(answer(file)).isEqualTo(answer(SmallKeras.file()));
  }

  /** Chunks that fit the array, and chunks that reach beyond it on all sides. */
  @ParameterizedTest
  @CsvSource({"3, 3, 2, 4", "1, 1, 1, 1", "2, 2, 2, 3", "3, 2, 1, 4"})
  void arraysInCompressedChunksAreTheSame(int height, int width, int in, int out)
      throws IOException {
    Group file = SmallKeras.file();
    int[] chunk = {height, width, in, out};
    file.at("model_weights/conv")
        .chunked("conv/kernel:0", new int[] {3, 3, 2, 4}, chunk, Answers.some(72));

    assertThat(answer(file)).isEqualTo(answer(SmallKeras.file()));
  }

  @Test
  void chunksThatDoNotFitAreRefused() throws IOException {
    Group file = SmallKeras.file();
    int[] larger = {3, 3, 2, 5};
    file.at("model_weights/conv")
        .chunked("conv/kernel:0", new int[] {3, 3, 2, 4}, larger, Answers.some(72));
    refuses(file, "/model_weights/conv/conv/kernel:0", "do not fit its shape [3, 3, 2, 4]");
  }

  /** A layer that was built twice, or renamed, has weights of another name in its group. */
  @Test
  void aLayersOwnGroupIsEnough() throws IOException {
    Group file = SmallKeras.file();
    file.at("model_weights").drop("conv");
    file.at("model_weights/conv")
        .fixed("weight_names", "conv_1/kernel:0", "conv_1/bias:0")
        .array("conv_1/kernel:0", new int[] {3, 3, 2, 4}, Answers.some(72))
        .array("conv_1/bias:0", new int[] {4}, Answers.some(4));

    assertThat(answer(file)).isEqualTo(answer(SmallKeras.file()));
  }

  /** Names beyond 64 KiB are written in parts. */
  @Test
  void namesInPartsAreJoined() throws IOException {
    Group file = SmallKeras.file();
    file.at("model_weights").drop("norm");
    file.at("model_weights/norm")
        .fixed("weight_names0", "norm/gamma:0", "norm/beta:0")
        .fixed("weight_names1", "norm/moving_mean:0", "norm/moving_variance:0")
        .array("norm/gamma:0", new int[] {4}, Answers.some(4))
        .array("norm/beta:0", new int[] {4}, 1, 2, 3, 4)
        .array("norm/moving_mean:0", new int[] {4}, 4, 3, 2, 1)
        .array("norm/moving_variance:0", new int[] {4}, 1, 2, 3, 4);

    assertThat(answer(file)).isEqualTo(answer(SmallKeras.file()));
  }

  /** Two networks with layers of the same names, whose weights differ; with and without paths. */
  @ParameterizedTest
  @ValueSource(strings = {"a/conv/, b/conv/", "conv/, conv_1/"})
  void layersOfTheSameNameInTwoNetworksAreTold(String prefixes) throws IOException {
    String[] prefix = prefixes.split(", ");
    JsonObject first = inner("a", SmallKeras.shape(3, 3, 2));
    JsonObject second = inner("b", SmallKeras.shape(3, 3, 2));
    JsonObject both = SmallKeras.sequence(inner("outer", first, second));
    Group file = new Group();
    file.text("model_config", both.toJson());
    file.at("model_weights/outer")
        .fixed("weight_names", prefix[0] + "kernel:0", prefix[1] + "kernel:0")
        .array(prefix[0] + "kernel:0", new int[] {1, 1, 2, 2}, 1, 0, 0, 2)
        .array(prefix[1] + "kernel:0", new int[] {1, 1, 2, 2}, 0, 3, 1, 0);

    float[] values = Answers.some(18);
    float[] expected = new float[18];
    for (int i = 0; i < 18; i += 2) {
      expected[i] = 2 * values[i + 1];
      expected[i + 1] = 3 * values[i];
    }
    assertThat(answer(file)).isEqualTo(expected);
  }

  private static JsonObject inner(String name, JsonObject... layers) {
    JsonObject config =
        JsonObject.builder().put("name", name).put("layers", JsonArray.of(List.of(layers))).build();
    return JsonObject.builder().put("class_name", "Sequential").put("config", config).build();
  }

  private static JsonObject inner(String name, JsonArray shape) {
    return inner(
        name,
        SmallKeras.layer(
            "Conv2D",
            "conv",
            JsonObject.builder().put("batch_input_shape", shape).put("use_bias", false)));
  }

  @Test
  void weightsAloneAreRefused() throws IOException {
    Group file = new Group();
    SmallKeras.weights(file);
    refuses(file, "weights without a network", "model.save(...)");
    Group later = new Group();
    later.at("layers/conv2d/vars").array("0", new int[] {1}, 1);
    refuses(later, "weights without a network", "model.save(...)");
  }

  @Test
  void anotherHdf5FileIsRefused() throws IOException {
    Group file = new Group();
    file.array("temperatures", new int[] {3}, 1, 2, 3);
    refuses(file, "is an HDF5 file without a Keras model", "model_config");
    refuses(new Group(), "is an HDF5 file without a Keras model");
  }

  @Test
  void weightsThatAreMissingAreNamed() throws IOException {
    Group file = SmallKeras.file();
    file.at("model_weights").drop("conv");
    refuses(file, "'conv'", "'kernel'");
  }

  @Test
  void weightsOfAnotherShapeAreRefused() throws IOException {
    Group file = SmallKeras.file();
    file.at("model_weights/conv").array("conv/kernel:0", new int[] {3, 3, 3, 4}, new float[108]);
    refuses(file, "'conv'", "do not fit");
    file.at("model_weights/conv").array("conv/kernel:0", new int[] {27, 4}, new float[108]);
    refuses(file, "'conv'", "[27, 4]");
  }

  @Test
  void aNetworkThatIsNoJsonIsRefused() throws IOException {
    Group file = new Group();
    file.text("model_config", "{\"class_name\": ");
    refuses(file, "model_config");
  }

  private void refuses(Group file, String... reasons) throws IOException {
    Path path = write(file);
    assertThatThrownBy(() -> ModelFiles.read(path))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith(path + ": ")
        .hasMessageNotContaining("\n")
        .hasMessageContainingAll(reasons);
  }
}
