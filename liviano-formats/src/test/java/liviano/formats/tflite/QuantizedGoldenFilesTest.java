package liviano.formats.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.engine.SessionTensor;
import liviano.formats.IntegerRounding;
import liviano.formats.ModelFiles;
import liviano.formats.ReadOptions;
import liviano.formats.npy.NpyFloats;
import liviano.json.Json;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;
import liviano.kernels.KernelProvider;
import liviano.kernels.Providers;
import liviano.model.Model;
import liviano.tensor.DType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real quantized files, rounded as TensorFlow Lite's own kernels do, and what those answer for
 * pictures of the input's size: the same first class, and no number off by more than a few steps of
 * its tensor. Plain loops round sums of products otherwise than TensorFlow Lite does, which deep
 * networks amplify.
 */
@Tag("shared")
class QuantizedGoldenFilesTest {
  private static final Path WILD =
      Path.of(System.getProperty("liviano.shared", "../shared"), "models", "wild");

  private static final int MOST_STEPS = 3;

  private static final int MOST_STEPS_OF_PLAIN_LOOPS = 12;

  private record Case(String folder, String file) {}

  static Stream<Arguments> files() {
    return Stream.of(
            new Case("tm_fruit_fresh_rotten_tflite", "model.tflite"),
            new Case("tm_waste_h5_tflite", "model.tflite"),
            new Case("rubbish_tflite", "trained.tflite"),
            new Case("ei_tire_tflite", "trained.tflite"),
            new Case("ei_fomo_balloon_tflite", "trained.tflite"),
            new Case("mlcommons_vww_mnv1", "vww_96_int8.tflite"),
            new Case("onnx_pcb_mnv2_int8", "mobilenet_v2_int8.tflite"),
            new Case("coral_inat_bird_tflite", "mobilenet_v2_1.0_224_inat_bird_quant.tflite"))
        .flatMap(
            file ->
                Stream.of(true, false)
                    .map(scalar -> Arguments.of(file.folder(), file.file(), scalar)));
  }

  @ParameterizedTest
  @MethodSource("files")
  void theAnswersAreThoseOfTensorFlowLite(String folder, String file, boolean plainLoops)
      throws IOException {
    Path path = WILD.resolve(folder).resolve(file);
    assumeTrue(Files.exists(path), "skipped: the real file is not here: " + path);
    Model model =
        ModelFiles.read(path, ReadOptions.defaults().withRounding(IntegerRounding.TFLITE), _ -> {});
    Path golden = WILD.resolve(folder).resolve("golden");
    JsonObject expected =
        Json.read(golden.resolve(file.replace(".tflite", ".expected.json")), JsonLimits.defaults())
            .asObject();
    Session session =
        Engine.compile(model.graph(), model.weights(), options(plainLoops)).newSession();
    for (JsonObject result : expected.array("results").objects()) {
      String picture = result.string("input");
      SessionTensor input = session.input(model.graph().inputs().getFirst().name());
      fill(input, golden.resolve(picture), expected.string("real_input"));
      session.run();
      List<String> names = new ArrayList<>(model.graph().outputs().keySet());
      List<JsonObject> outputs = result.array("outputs").objects();
      names.subList(0, names.size() - outputs.size()).clear(); // logits, which are the importer's
      for (int i = 0; i < outputs.size(); i++) {
        String what = String.format(Locale.ROOT, "%s, %s", picture, names.get(i));
        assertAlike(
            what,
            session.output(names.get(i)),
            values(golden, outputs.get(i)),
            plainLoops ? MOST_STEPS_OF_PLAIN_LOOPS : MOST_STEPS);
      }
    }
  }

  private static CompileOptions options(boolean plainLoops) {
    List<KernelProvider> providers = Providers.available();
    return plainLoops
        ? CompileOptions.builder().providers(List.of(providers.getLast())).build()
        : CompileOptions.defaults();
  }

  private static void assertAlike(String what, SessionTensor output, float[] theirs, int steps) {
    byte[] stored = output.toByteArray();
    assertThat(stored).as(what).hasSameSizeAs(theirs);
    float most = 0;
    int ourFirst = 0;
    int theirFirst = 0;
    float[] ours = new float[stored.length];
    for (int i = 0; i < stored.length; i++) {
      ours[i] = output.format() == DType.U8 ? Byte.toUnsignedInt(stored[i]) : stored[i];
      most = Math.max(most, Math.abs(ours[i] - theirs[i]));
      ourFirst = ours[i] > ours[ourFirst] ? i : ourFirst;
      theirFirst = theirs[i] > theirs[theirFirst] ? i : theirFirst;
    }
    assertThat(most).as(what).isLessThanOrEqualTo(steps);
    assertThat(ours[theirFirst]).as("the greatest of " + what).isEqualTo(ours[ourFirst]);
  }

  /** A uint8 input takes the pixels; others the real values that the file is trained on. */
  private static void fill(SessionTensor input, Path png, String affine) throws IOException {
    String[] words = affine.split(" ");
    BufferedImage image = ImageIO.read(png.toFile());
    int channels = input.shape().channels();
    int count = image.getWidth() * image.getHeight() * channels;
    byte[] integers = new byte[count];
    for (int i = 0; i < count; i++) {
      int pixel = i / channels;
      int rgb = image.getRGB(pixel % image.getWidth(), pixel / image.getWidth());
      int value = rgb >> 8 * (2 - i % channels) & 0xFF;
      // In double precision: halves, of which there are many, would fall to either side.
      double real = value * Double.parseDouble(words[2]) + Double.parseDouble(words[4]);
      double step = real / input.quantization().orElseThrow().scale(0);
      long rounded = (long) Math.floor(step + input.quantization().get().zeroPoint(0) + 0.5);
      integers[i] = (byte) (input.format() == DType.U8 ? value : Math.clamp(rounded, -128, 127));
    }
    input.copyFrom(integers);
  }

  private static float[] values(Path golden, JsonObject output) throws IOException {
    return output.has("file")
        ? NpyFloats.read(golden.resolve(output.string("file")))
        : output.array("values").floats();
  }
}
