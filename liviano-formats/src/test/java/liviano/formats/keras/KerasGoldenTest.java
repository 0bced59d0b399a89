package liviano.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.formats.ModelFiles;
import liviano.formats.npy.NpyFloats;
import liviano.json.Json;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;
import liviano.model.Fit;
import liviano.model.Model;
import liviano.model.Preset;
import liviano.zoo.Recipe;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real Keras files, and what public runtimes answer for pictures of the input's size. */
@Tag("shared")
class KerasGoldenTest {
  private static final Path WILD =
      Path.of(System.getProperty("liviano.shared", "../shared"), "models", "wild");

  @ParameterizedTest
  @CsvSource({
    "tm_cat_dog_h5, keras_model.h5",
    "tm_waste_h5_tflite, keras_model.h5",
    "mlcommons_vww_mnv1, vww_96.h5",
    "keras_mnv1_0.25_224_h5, mobilenet_v1_0.25_224.h5",
    "tm_aircraft_tfjs, model.json",
  })
  void theAnswersAreThoseOfTheOtherRuntime(String folder, String file) throws IOException {
    Model model = ModelFiles.read(real(folder, file));
    Path golden = WILD.resolve(folder).resolve("golden");
    JsonObject answers =
        Json.read(golden.resolve(file + ".expected.json"), JsonLimits.defaults()).asObject();
    String[] affine = answers.string("real_input").replace(",", "").split(" ");
    float factor = (float) Double.parseDouble(affine[2]);
    float summand = (float) Double.parseDouble(affine[4]);
    Session session =
        Engine.compile(model.graph(), model.weights(), CompileOptions.defaults()).newSession();

    for (JsonObject result : answers.array("results").objects()) {
      String picture = result.string("input");
      session
          .input(model.graph().inputs().getFirst().name())
          .copyFrom(input(golden.resolve(picture), factor, summand));
      session.run();
      List<JsonObject> outputs = result.array("outputs").objects();
      assertThat(outputs).hasSize(1);
      float[] theirs = values(golden, outputs.getFirst());
      float[] ours = session.output(model.graph().outputs().firstEntry().getKey()).toArray();

      assertThat(ours).as(picture).hasSameSizeAs(theirs);
      assertThat(Answers.distance(ours, theirs))
          .as(picture)
          .isLessThanOrEqualTo(1e-4f * Answers.largest(theirs));
    }
  }

  /** Its zero padding and its batch norm are no steps of their own. */
  @ParameterizedTest
  @CsvSource({
    "tm_cat_dog_h5, keras_model.h5",
    "tm_waste_h5_tflite, keras_model.h5",
    "tm_aircraft_tfjs, model.json",
  })
  void everyInvertedResidualOfTeachableMachineIsOneStep(String folder, String file)
      throws IOException {
    Model model = ModelFiles.read(real(folder, file));

    List<String> kinds = Answers.steps(model);
    assertThat(kinds).filteredOn("InvertedResidual"::equals).hasSize(17);
    assertThat(kinds).doesNotContain("Depthwise", "Convolution", "Pad", "Scale");
    assertThat(model.recipe()).as("its head is another than the zoo's").isEmpty();
    assertThat(model.card().preprocessing().fit()).isEqualTo(new Fit.ResizeAndCrop(224));
  }

  @Test
  void labelsAreThoseOfTheToolsOwnFiles() throws IOException {
    assertThat(ModelFiles.read(real("tm_waste_h5_tflite", "keras_model.h5")).card().labels())
        .containsExactly("Paper", "Plastic", "Wood");
    assertThat(ModelFiles.read(real("tm_aircraft_tfjs", "")).card().labels())
        .containsExactly("a320", "a321", "a400m", "a340", "777", "747");
  }

  @Test
  void mobileNetV1OfImageNetIsTheZoos() throws IOException {
    Model model = ModelFiles.read(real("keras_mnv1_0.25_224_h5", "mobilenet_v1_0.25_224.h5"));

    assertThat(model.recipe())
        .contains(Recipe.of("mobilenet_v1").withWidth(0.25).withNorm(Norm.BATCH));
    assertThat(model.card().labels()).hasSize(1000).contains("tabby, tabby cat");
    assertThat(model.card().preprocessing()).isEqualTo(Preset.KERAS.preprocessing(224, 224));
  }

  private static Path real(String folder, String file) {
    Path path = WILD.resolve(folder).resolve(file);
    assumeTrue(Files.exists(path), "skipped: the real file is not here: " + path);
    return path;
  }

  private static float[] input(Path png, float factor, float summand) throws IOException {
    BufferedImage image = ImageIO.read(png.toFile());
    float[] values = new float[image.getWidth() * image.getHeight() * 3];
    for (int i = 0; i < values.length; i++) {
      int pixel = i / 3;
      int rgb = image.getRGB(pixel % image.getWidth(), pixel / image.getWidth());
      values[i] = (rgb >> 8 * (2 - i % 3) & 0xFF) * factor + summand;
    }
    return values;
  }

  private static float[] values(Path golden, JsonObject output) throws IOException {
    return output.has("file")
        ? NpyFloats.read(golden.resolve(output.string("file")))
        : output.array("values").floats();
  }
}
