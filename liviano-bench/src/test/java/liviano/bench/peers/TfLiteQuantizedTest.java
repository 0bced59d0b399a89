package liviano.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.formats.ModelFiles;
import liviano.model.Model;
import liviano.tensor.DType;
import liviano.vision.Picture;
import liviano.vision.Region;
import liviano.vision.prepare.Preprocessor;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolverWithoutDefaultDelegates;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.TfLiteTensor;
import org.bytedeco.tensorflowlite.global.tensorflowlite;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real quantized classifiers on real pictures: what TensorFlow Lite's built-in kernels answer to
 * the same bytes, without a delegate. They rescale in fixed point, so an integer may be off by a
 * few.
 */
@Tag("shared")
@Tag("peers")
class TfLiteQuantizedTest {
  private static final Path SHARED = Path.of(System.getProperty("liviano.shared", "../shared"));
  private static final Path MODELS = SHARED.resolve("models/imagenet");
  private static final int STEPS = 3;
  private static final int FEW = 12;

  /**
   * How far both agree.
   *
   * @param pictures that were compared
   * @param same how many of them have the same first class
   * @param steps the most by which an integer is off
   */
  private record Agreement(int pictures, int same, int steps) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mobilenet_v2_1.0_224_ptq_int8.tflite",
        "mobilenet_v2_1.0_224_qat_uint8.tflite",
      })
  void theFirstClassOf300PicturesIsTheSame(String file) throws IOException {
    Agreement agreement = agreement(file, Integer.MAX_VALUE);

    assertThat(agreement.pictures()).isEqualTo(300);
    assertThat(agreement.same()).as("%s", agreement).isGreaterThanOrEqualTo(298);
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
    Agreement agreement = agreement("mobilenet_v1/" + file, FEW);

    assertThat(agreement.pictures()).isEqualTo(FEW);
    assertThat(agreement.steps()).as("%s", agreement).isLessThanOrEqualTo(STEPS);
  }

  private static Agreement agreement(String name, int most) throws IOException {
    Path file = MODELS.resolve(name);
    assumeTrue(Files.isReadable(file), "skipped: the real files are not here: " + file);
    Model model = ModelFiles.read(file);
    Preprocessor preprocessor = Preprocessor.of(model.card().preprocessing());
    float[] prepared = new float[Math.toIntExact(preprocessor.inputLength())];
    String input = model.graph().inputs().getFirst().name();
    String output = model.graph().outputs().firstEntry().getKey();
    Session session =
        Engine.compile(model.graph(), model.weights(), CompileOptions.defaults()).newSession();
    Agreement agreement = new Agreement(0, 0, 0);
    try (FlatBufferModel read = FlatBufferModel.BuildFromFile(file.toString());
        var kernels = new BuiltinOpResolverWithoutDefaultDelegates();
        Interpreter interpreter = new Interpreter((Pointer) null);
        InterpreterBuilder builder = new InterpreterBuilder(read, kernels)) {
      require(builder.apply(interpreter));
      require(interpreter.AllocateTensors());
      for (Path picture : pictures(most)) {
        Picture decoded = Picture.read(picture);
        preprocessor.apply(decoded, Region.whole(decoded), prepared);
        session.input(input).copyFromReal(prepared);
        byte[] given = session.input(input).toByteArray();
        session.run();
        int[] ours =
            integers(session.output(output).toByteArray(), session.output(output).format());
        int[] theirs = integers(answer(interpreter, given), session.output(output).format());
        agreement = with(agreement, ours, theirs);
      }
    }
    return agreement;
  }

  private static Agreement with(Agreement before, int[] ours, int[] theirs) {
    assertThat(ours).hasSameSizeAs(theirs);
    int steps = before.steps();
    for (int i = 0; i < ours.length; i++) {
      steps = Math.max(steps, Math.abs(ours[i] - theirs[i]));
    }
    int same = before.same() + (first(ours) == first(theirs) ? 1 : 0);
    return new Agreement(before.pictures() + 1, same, steps);
  }

  private static byte[] answer(Interpreter interpreter, byte[] given) {
    memory(interpreter.input_tensor(0)).copyFrom(MemorySegment.ofArray(given));
    require(interpreter.Invoke());
    return memory(interpreter.output_tensor(0)).toArray(ValueLayout.JAVA_BYTE);
  }

  private static MemorySegment memory(TfLiteTensor tensor) {
    return MemorySegment.ofAddress(tensor.data().raw().address()).reinterpret(tensor.bytes());
  }

  private static int[] integers(byte[] bytes, DType format) {
    int[] integers = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      integers[i] = format == DType.U8 ? Byte.toUnsignedInt(bytes[i]) : bytes[i];
    }
    return integers;
  }

  /** Of equal numbers the first. */
  private static int first(int[] numbers) {
    int first = 0;
    for (int i = 1; i < numbers.length; i++) {
      first = numbers[i] > numbers[first] ? i : first;
    }
    return first;
  }

  private static void require(int status) {
    assertThat(status).isEqualTo(tensorflowlite.kTfLiteOk);
  }

  private static List<Path> pictures(int most) throws IOException {
    try (Stream<Path> all = Files.list(SHARED.resolve("data/imagenet-val-300/images"))) {
      return all.sorted().limit(most).toList();
    }
  }
}
