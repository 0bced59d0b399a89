package liviano.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.formats.IntegerRounding;
import liviano.formats.ModelFiles;
import liviano.formats.ReadOptions;
import liviano.model.Model;
import liviano.tensor.DType;
import liviano.vision.Picture;
import liviano.vision.Region;
import liviano.vision.prepare.Preprocessor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real quantized classifiers on real pictures, and TensorFlow Lite on the same bytes: its own
 * kernels beside what is read to be rounded as they do it, and XNNPACK beside what is read without
 * saying more.
 */
@Tag("shared")
@Tag("peers")
class TfLiteQuantizedTest {
  private static final Path SHARED = Path.of(System.getProperty("liviano.shared", "../shared"));
  private static final Path MODELS = SHARED.resolve("models");
  private static final int STEPS = 3;
  private static final int FEW = 12;
  private static final int HALF = 128;

  /**
   * How far both agree.
   *
   * @param same how many pictures have the same first class
   * @param steps of all numbers
   */
  private record Agreement(int pictures, int same, Steps steps) {}

  /** As people publish them. */
  private static List<String> published() {
    return List.of(
        "imagenet/mobilenet_v2_1.0_224_ptq_int8.tflite",
        "imagenet/mobilenet_v2_1.0_224_qat_uint8.tflite",
        "wild/tm_fruit_fresh_rotten_tflite/model.tflite",
        "wild/rubbish_tflite/trained.tflite",
        "wild/coral_inat_bird_tflite/mobilenet_v2_1.0_224_inat_bird_quant.tflite");
  }

  @ParameterizedTest
  @MethodSource("published")
  void theFirstClassOf300PicturesIsThatOfItsOwnKernels(String file) throws IOException {
    Agreement agreement = agreement(file, IntegerRounding.TFLITE, Integer.MAX_VALUE);
    assertThat(agreement.pictures()).isEqualTo(300);
    assertThat(agreement.same()).as("%s", agreement).isGreaterThanOrEqualTo(298);
  }

  @ParameterizedTest
  @MethodSource("published")
  void theNumbersFor300PicturesAreThoseOfXnnpack(String file) throws IOException {
    Agreement agreement = agreement(file, IntegerRounding.XNNPACK, Integer.MAX_VALUE);
    assertThat(agreement.pictures()).isEqualTo(300);
    assertThat(agreement.same()).as("%s", agreement).isGreaterThanOrEqualTo(298);
    assertThat(agreement.steps().equalShare()).as("%s", agreement).isGreaterThanOrEqualTo(0.99);
    assertThat(agreement.steps().most()).as("%s", agreement).isLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mobilenet_v1_0.25_128_quant.tflite",
        "mobilenet_v1_0.5_160_quant.tflite",
        "mobilenet_v1_0.75_192_quant.tflite",
        "mobilenet_v1_1.0_224_quant_embedding_extractor.tflite",
      })
  void numbersAreAFewStepsOffAtMost(String file) throws IOException {
    String name = "imagenet/mobilenet_v1/" + file;
    Agreement own = agreement(name, IntegerRounding.TFLITE, FEW);
    Agreement xnnpack = agreement(name, IntegerRounding.XNNPACK, FEW);

    assertThat(own.pictures()).isEqualTo(FEW);
    assertThat(own.steps().most()).as("%s", own).isLessThanOrEqualTo(STEPS);
    assertThat(xnnpack.steps().equalShare()).as("%s", xnnpack).isGreaterThanOrEqualTo(0.99);
    assertThat(xnnpack.same()).as("%s", xnnpack).isEqualTo(FEW);
  }

  private static Agreement agreement(String name, IntegerRounding rounding, int most)
      throws IOException {
    Path file = MODELS.resolve(name);
    assumeTrue(Files.isReadable(file), "skipped: the real files are not here: " + file);
    boolean delegates = rounding == IntegerRounding.XNNPACK;
    ReadOptions options = ReadOptions.defaults();
    Model model =
        ModelFiles.read(file, delegates ? options : options.withRounding(rounding), _ -> {});
    Preprocessor preprocessor = Preprocessor.of(model.card().preprocessing());
    float[] prepared = new float[Math.toIntExact(preprocessor.inputLength())];
    String input = model.graph().inputs().getFirst().name();
    String output = model.graph().outputs().firstEntry().getKey();
    Session session =
        Engine.compile(model.graph(), model.weights(), CompileOptions.defaults()).newSession();
    DType format = session.output(output).format();
    Steps steps = new Steps();
    int same = 0;
    List<Path> pictures = pictures(most);
    try (TfLiteBytes engine = new TfLiteBytes(file, delegates)) {
      for (Path picture : pictures) {
        Picture decoded = Picture.read(picture);
        preprocessor.apply(decoded, Region.whole(decoded), prepared);
        session.input(input).copyFromReal(prepared);
        Map<String, byte[]> given = Map.of(input, session.input(input).toByteArray());
        session.run();
        byte[] ours = unsigned(session.output(output).toByteArray(), format);
        byte[] theirs = unsigned(engine.run(model.graph(), given).getFirst(), format);
        steps.add(List.of(ours), List.of(theirs));
        same += first(ours) == first(theirs) ? 1 : 0;
      }
    }
    return new Agreement(pictures.size(), same, steps);
  }

  /** In the order of their integers. */
  private static byte[] unsigned(byte[] bytes, DType format) {
    byte[] ordered = bytes.clone();
    for (int i = 0; format == DType.I8 && i < bytes.length; i++) {
      ordered[i] = (byte) (bytes[i] + HALF);
    }
    return ordered;
  }

  /** Of equal numbers the first. */
  private static int first(byte[] numbers) {
    int first = 0;
    for (int i = 1; i < numbers.length; i++) {
      first = Byte.compareUnsigned(numbers[i], numbers[first]) > 0 ? i : first;
    }
    return first;
  }

  private static List<Path> pictures(int most) throws IOException {
    try (Stream<Path> all = Files.list(SHARED.resolve("data/imagenet-val-300/images"))) {
      return all.sorted().limit(most).toList();
    }
  }
}
