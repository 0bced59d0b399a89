package liviano.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxJavaType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.formats.ModelFiles;
import liviano.formats.export.ExportOptions;
import liviano.formats.export.FileKind;
import liviano.formats.export.ModelExport;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.tensor.DType;
import liviano.vision.Picture;
import liviano.vision.Region;
import liviano.vision.prepare.Preprocessor;
import liviano.vision.quantize.Scheme;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MobileNetV2 1.0, quantized on photographs, in other engines: the bytes of their answers. */
@Tag("shared")
@Tag("peers")
class QuantizedModelsTest {
  private static final Path SHARED = Path.of(System.getProperty("liviano.shared", "../shared"));
  private static final Path MODEL =
      SHARED.resolve("models/imagenet/mobilenet_v2_1.0_224_float.safetensors");
  private static final int CALIBRATED = 24;
  private static final int COMPARED = 12;
  private static final ExportOptions BYTES = ExportOptions.defaults().withEnds(DType.U8);

  @TempDir Path folder;
  private Model quantized;
  private List<Picture> compared;

  @BeforeEach
  void quantize() throws IOException {
    assumeTrue(Files.isReadable(MODEL), "skipped: the real files are not here: " + MODEL);
    List<Picture> pictures = pictures(CALIBRATED + COMPARED);
    compared = pictures.subList(CALIBRATED, pictures.size());
    quantized =
        DrawnIntegers.quantized(
            ModelFiles.read(MODEL), Scheme.PER_CHANNEL, pictures.subList(0, CALIBRATED));
  }

  @Test
  void onnxRuntimeComputesItInIntegersAlone() throws Exception {
    Path file = folder.resolve("model.onnx");
    Model written = ModelExport.write(quantized, FileKind.ONNX, BYTES, file);
    Value input = written.graph().inputs().getFirst();
    Steps all = new Steps();
    try (OnnxBytes engine = OnnxBytes.load(file, folder)) {
      assertThat(engine.operations())
          .containsEntry("QLinearConv", 52)
          .containsEntry("QGemm", 1)
          .doesNotContainKeys("Conv", "FusedConv", "NhwcFusedConv", "Gemm", "MatMul");
      for (byte[] bytes : inputs(written)) {
        all.add(
            Steps.ours(written, bytes),
            engine.run(bytes, OnnxJavaType.UINT8, Setup.dims(input.shape())));
      }
    }
    requireNear(all);
  }

  @Test
  void kernelsOfTensorFlowLiteGiveTheSameIntegers() throws Exception {
    Path file = folder.resolve("model.tflite");
    requireNear(tfLite(ModelExport.write(quantized, FileKind.TFLITE, BYTES, file), file, false));
  }

  @Test
  void xnnpackGivesTheIntegersOfTheNetworkAsItWasQuantized() throws Exception {
    Path file = folder.resolve("model.tflite");
    ModelExport.write(quantized, FileKind.TFLITE, BYTES, file);
    Path own = folder.resolve("model.safetensors");
    requireNear(tfLite(ModelExport.write(quantized, FileKind.SAFETENSORS, BYTES, own), file, true));
  }

  private Steps tfLite(Model ours, Path file, boolean delegates) {
    Steps all = new Steps();
    try (TfLiteBytes engine = new TfLiteBytes(file, delegates)) {
      for (byte[] bytes : inputs(ours)) {
        all.add(Steps.ours(ours, bytes), engine.run(bytes, ours.graph().outputs().size()));
      }
    }
    return all;
  }

  private static void requireNear(Steps all) {
    System.err.println("SEEN " + all);
    assertThat(all.equalShare()).as("%s", all).isGreaterThanOrEqualTo(0.99);
    assertThat(all.most()).as("%s", all).isLessThanOrEqualTo(2);
  }

  /** The pictures as the network reads them. */
  private List<byte[]> inputs(Model model) {
    Preprocessor preprocessor = Preprocessor.of(model.card().preprocessing());
    float[] prepared = new float[Math.toIntExact(preprocessor.inputLength())];
    String input = model.graph().inputs().getFirst().name();
    Session session =
        Engine.compile(model.graph(), model.weights(), CompileOptions.defaults()).newSession();
    List<byte[]> inputs = new ArrayList<>();
    for (Picture picture : compared) {
      preprocessor.apply(picture, Region.whole(picture), prepared);
      session.input(input).copyFromReal(prepared);
      inputs.add(session.input(input).toByteArray());
    }
    return inputs;
  }

  private static List<Picture> pictures(int most) throws IOException {
    try (Stream<Path> all = Files.list(SHARED.resolve("data/imagenet-val-300/images"))) {
      List<Picture> pictures = new ArrayList<>();
      for (Path file : all.sorted().limit(most).toList()) {
        pictures.add(Picture.read(file));
      }
      return pictures;
    }
  }
}
