package liviano.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import liviano.MalformedModelException;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.formats.ModelFiles;
import liviano.formats.npy.NpyFloats;
import liviano.graph.Op;
import liviano.json.Json;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.model.TensorLayout;
import liviano.tensor.LittleEndian;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real files, and what ONNX Runtime answers for pictures of the input's size. */
@Tag("shared")
class OnnxGoldenTest {
  private static final Path WILD =
      Path.of(System.getProperty("liviano.shared", "../shared"), "models", "wild");
  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] STD = {0.229f, 0.224f, 0.225f};

  /**
   * @param transposes layers that only move numbers: as many as the network itself needs
   * @param tolerance as a part of the greatest number
   * @param step of a quantized output, of which three are allowed
   */
  @ParameterizedTest
  @CsvSource({
    "ultraface_rfb_onnx_pth_tflite, version-RFB-320_simplified.onnx, 0, 1e-4, 0",
    "ultraface_rfb_onnx_pth_tflite, version-RFB-320.onnx, 0, 1e-4, 0",
    "fastestdet_onnx_pth, FastestDet.onnx, 0, 1e-4, 0",
    "onnx_mnv2_imagenet_int8_a, mobilenet_v2_int8.onnx, 0, 1e-2, 0",
    "onnx_pcb_mnv2_int8, mobilenet_v2_int8.onnx, 0, 1e-4, 0.33204937",
  })
  void theAnswersAreThoseOfOnnxRuntime(
      String folder, String file, int transposes, float tolerance, float step) throws IOException {
    Path path = WILD.resolve(folder).resolve(file);
    assumeTrue(Files.exists(path), "skipped: the real file is not here: " + path);
    Model model = ModelFiles.read(path);
    Path golden = WILD.resolve(folder).resolve("golden");
    JsonObject expected =
        Json.read(golden.resolve(file + ".expected.json"), JsonLimits.defaults()).asObject();
    Session session =
        Engine.compile(model.graph(), model.weights(), CompileOptions.defaults()).newSession();
    String input = model.graph().inputs().getFirst().name();

    for (JsonObject result : expected.array("results").objects()) {
      String picture = result.string("input");
      session.input(input).copyFrom(input(golden.resolve(picture), expected.string("real_input")));
      session.run();
      for (JsonObject output : result.array("outputs").objects()) {
        String name = output.string("name");
        float[] theirs =
            output.has("file")
                ? NpyFloats.read(golden.resolve(output.string("file")))
                : output.array("values").floats();
        float[] ours = asInFile(session, name, model.card().layouts().get(name));

        assertThat(ours).as(picture).hasSameSizeAs(theirs);
        assertThat(distance(ours, theirs))
            .as("%s, output %s", picture, name)
            .isLessThanOrEqualTo(3 * step + tolerance * distance(new float[theirs.length], theirs));
      }
    }
    assertThat(model.graph().nodes().stream().filter(n -> n.op() instanceof Op.Transpose))
        .hasSize(transposes);
  }

  @Test
  void weightsThatAreNotThereAreNamed() {
    Path path = WILD.resolve("onnx_mnv2_external_data_missing/mobilenet_v2_fp32.onnx");
    assumeTrue(Files.exists(path), "skipped: the real file is not here: " + path);

    assertThatThrownBy(() -> ModelFiles.read(path))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage(
            path
                + ": its weights are in the file 'mobilenet_v2_fp32.onnx.data', which is not"
                + " beside it; put it there");
  }

  private static float[] asInFile(Session session, String name, TensorLayout layout) {
    float[] lying = session.output(name).toArray();
    if (layout == null || layout.isPlain()) {
      return lying;
    }
    MemorySegment file = MemorySegment.ofArray(new byte[lying.length * Float.BYTES]);
    layout.toFile(session.output(name).segment(), file, Float.BYTES);
    return file.toArray(LittleEndian.FLOAT_UNALIGNED);
  }

  /** Rows, columns and channels, as ours lie. */
  private static float[] input(Path png, String rule) throws IOException {
    BufferedImage image = ImageIO.read(png.toFile());
    List<String> words = List.of(rule.split("[ ,]+"));
    boolean affine = words.getFirst().equals("pixel");
    boolean bgr = words.contains("BGR");
    float[] values = new float[image.getWidth() * image.getHeight() * 3];
    for (int i = 0; i < values.length; i++) {
      int rgb = image.getRGB(i / 3 % image.getWidth(), i / 3 / image.getWidth());
      int channel = i % 3;
      int pixel = rgb >> 8 * (bgr ? channel : 2 - channel) & 0xFF;
      values[i] =
          affine
              ? pixel * Float.parseFloat(words.get(2)) + Float.parseFloat(words.get(4))
              : (pixel / 255f - MEAN[channel]) / STD[channel];
    }
    return values;
  }

  private static float distance(float[] a, float[] b) {
    float greatest = 0;
    for (int i = 0; i < a.length; i++) {
      greatest = Math.max(greatest, Math.abs(a[i] - b[i]));
    }
    return greatest;
  }
}
