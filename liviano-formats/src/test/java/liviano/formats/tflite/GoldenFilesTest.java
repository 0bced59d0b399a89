package liviano.formats.tflite;

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
import liviano.model.Model;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real float files, and what TensorFlow Lite itself answers for pictures of the input's size. */
@Tag("shared")
class GoldenFilesTest {
  private static final Path WILD =
      Path.of(System.getProperty("liviano.shared", "../shared"), "models", "wild");

  @ParameterizedTest
  @CsvSource({
    "tm_fruit_fresh_rotten_tflite, model_unquant.tflite",
    "tm_cat_dog_tflite, model_unquant.tflite",
    "mlcommons_vww_mnv1, vww_96_float.tflite",
    "ultraface_rfb_onnx_pth_tflite, version-RFB-320_without_postprocessing.tflite",
    "mediapipe_face_sparse_tflite, face_detection_full_range_sparse.tflite",
  })
  void theAnswersAreThoseOfTensorFlowLite(String folder, String file) throws IOException {
    Path path = WILD.resolve(folder).resolve(file);
    assumeTrue(Files.exists(path), "skipped: the real file is not here: " + path);
    Model model = ModelFiles.read(path);
    Path golden = WILD.resolve(folder).resolve("golden");
    JsonObject expected =
        Json.read(golden.resolve(file.replace(".tflite", ".expected.json")), JsonLimits.defaults())
            .asObject();
    String[] affine = expected.string("real_input").split(" ");
    float factor = (float) Double.parseDouble(affine[2]);
    float summand = (float) Double.parseDouble(affine[4]);
    Session session =
        Engine.compile(model.graph(), model.weights(), CompileOptions.defaults()).newSession();

    for (JsonObject result : expected.array("results").objects()) {
      String picture = result.string("input");
      session
          .input(model.graph().inputs().getFirst().name())
          .copyFrom(input(golden.resolve(picture), factor, summand));
      session.run();
      List<String> names = List.copyOf(model.graph().outputs().keySet());
      List<JsonObject> outputs = result.array("outputs").objects();
      assertThat(names).hasSameSizeAs(outputs);
      for (int i = 0; i < outputs.size(); i++) {
        float[] theirs = values(golden, outputs.get(i));
        float[] ours = session.output(names.get(i)).toArray();

        assertThat(ours).as(picture).hasSameSizeAs(theirs);
        assertThat(distance(ours, theirs))
            .as("%s, output %s", picture, names.get(i))
            .isLessThanOrEqualTo(1e-4f * largest(theirs));
      }
    }
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

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static float distance(float[] a, float[] b) {
    float greatest = 0;
    for (int i = 0; i < a.length; i++) {
      greatest = Math.max(greatest, Math.abs(a[i] - b[i]));
    }
    return greatest;
  }
}
