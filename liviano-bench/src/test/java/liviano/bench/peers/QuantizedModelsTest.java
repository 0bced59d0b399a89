package liviano.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.formats.IntegerRounding;
import liviano.formats.ModelFiles;
import liviano.formats.ReadOptions;
import liviano.formats.export.ExportOptions;
import liviano.formats.export.FileKind;
import liviano.formats.export.ModelExport;
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

/**
 * MobileNetV2 1.0, quantized on photographs, in other engines: bytes in, bytes out. ONNX Runtime
 * and XNNPACK round residual sums otherwise now and then, by one step, of which the layers after
 * them make more: so each layer is held against them by itself, and of the whole network the first
 * class.
 */
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
  private List<Map<String, byte[]>> inputs;

  /** An engine with a file loaded. */
  private interface Loaded {
    List<byte[]> run(Map<String, byte[]> inputs) throws Exception;
  }

  @BeforeEach
  void quantize() throws IOException {
    assumeTrue(Files.isReadable(MODEL), "skipped: the real files are not here: " + MODEL);
    List<Picture> pictures = pictures(CALIBRATED + COMPARED);
    Model integers =
        DrawnIntegers.quantized(
            ModelFiles.read(MODEL), Scheme.PER_CHANNEL, pictures.subList(0, CALIBRATED));
    quantized =
        ModelExport.write(
            integers, FileKind.SAFETENSORS, BYTES, folder.resolve("whole.safetensors"));
    inputs = inputs(pictures.subList(CALIBRATED, pictures.size()));
  }

  @Test
  void onnxRuntimeComputesItInIntegersAlone() throws Exception {
    Path file = folder.resolve("whole.onnx");
    Model written = ModelExport.write(quantized, FileKind.ONNX, ExportOptions.defaults(), file);
    try (OnnxBytes engine = OnnxBytes.load(file, folder)) {
      assertThat(engine.operations())
          .containsEntry("QLinearConv", 52)
          .containsEntry("QGemm", 1)
          .doesNotContainKeys("Conv", "FusedConv", "NhwcFusedConv", "Gemm", "MatMul");
      requireFirstClasses(written, given -> engine.run(written.graph(), given));
    }
  }

  @Test
  void eachLayerGivesTheSameInOnnxRuntime() throws Exception {
    SingleLayers layers = SingleLayers.of(quantized);
    Path file = folder.resolve("layers.onnx");
    Model written =
        ModelExport.write(layers.model(), FileKind.ONNX, ExportOptions.defaults(), file);
    try (OnnxBytes engine = OnnxBytes.load(file, folder)) {
      requireEqualLayers(layers, written, given -> engine.run(written.graph(), given));
    }
  }

  @Test
  void eachLayerGivesTheSameInXnnpack() throws Exception {
    SingleLayers layers = SingleLayers.of(quantized);
    Path file = folder.resolve("layers.tflite");
    ModelExport.write(layers.model(), FileKind.TFLITE, ExportOptions.defaults(), file);
    try (TfLiteBytes engine = new TfLiteBytes(file, true)) {
      requireEqualLayers(
          layers, layers.model(), given -> engine.run(layers.model().graph(), given));
    }
  }

  @Test
  void kernelsOfTensorFlowLiteGiveTheSameIntegersAsAWhole() throws Exception {
    Path file = folder.resolve("whole.tflite");
    ModelExport.write(quantized, FileKind.TFLITE, ExportOptions.defaults(), file);
    Model written =
        ModelFiles.read(file, ReadOptions.defaults().withRounding(IntegerRounding.TFLITE), _ -> {});
    Steps all = new Steps();
    try (TfLiteBytes engine = new TfLiteBytes(file, false)) {
      for (Map<String, byte[]> given : inputs) {
        all.add(Steps.ours(written, given), engine.run(written.graph(), given));
      }
    }
    assertThat(all.equalShare()).as("%s", all).isGreaterThanOrEqualTo(0.999);
    assertThat(all.most()).as("%s", all).isLessThanOrEqualTo(1);
  }

  @Test
  void xnnpackGivesTheSameFirstClasses() throws Exception {
    Path file = folder.resolve("whole.tflite");
    ModelExport.write(quantized, FileKind.TFLITE, ExportOptions.defaults(), file);
    try (TfLiteBytes engine = new TfLiteBytes(file, true)) {
      requireFirstClasses(quantized, given -> engine.run(quantized.graph(), given));
    }
  }

  @Test
  void xnnpackGivesTheSameIntegersAsWhatWasWritten() throws Exception {
    Path file = folder.resolve("whole.tflite");
    Model written = ModelExport.write(quantized, FileKind.TFLITE, ExportOptions.defaults(), file);
    Steps all = new Steps();
    try (TfLiteBytes engine = new TfLiteBytes(file, true)) {
      for (Map<String, byte[]> given : inputs) {
        all.add(Steps.ours(written, given), engine.run(written.graph(), given));
      }
    }
    assertThat(all.equalShare()).as("%s", all).isGreaterThanOrEqualTo(0.999);
    assertThat(all.most()).as("%s", all).isLessThanOrEqualTo(1);
  }

  private void requireEqualLayers(SingleLayers layers, Model ours, Loaded engine) throws Exception {
    Steps all = new Steps();
    for (Map<String, byte[]> given : inputs.subList(0, 2)) {
      Map<String, byte[]> read = layers.inputs(quantized, given);
      all.add(Steps.ours(ours, read), engine.run(read));
    }
    assertThat(all.equalShare()).as("%s", all).isGreaterThanOrEqualTo(0.9999);
    assertThat(all.most()).as("%s", all).isLessThanOrEqualTo(1);
  }

  private void requireFirstClasses(Model ours, Loaded engine) throws Exception {
    Steps all = new Steps();
    int same = 0;
    for (Map<String, byte[]> given : inputs) {
      List<byte[]> here = Steps.ours(ours, given);
      List<byte[]> there = engine.run(given);
      all.add(here, there);
      same += first(here.getFirst()) == first(there.getFirst()) ? 1 : 0;
    }
    assertThat(same).as("%s", all).isGreaterThanOrEqualTo(inputs.size() - 1);
  }

  private static int first(byte[] logits) {
    int first = 0;
    for (int i = 1; i < logits.length; i++) {
      first = Byte.compareUnsigned(logits[i], logits[first]) > 0 ? i : first;
    }
    return first;
  }

  /** The pictures as the network reads them. */
  private List<Map<String, byte[]>> inputs(List<Picture> pictures) {
    Preprocessor preprocessor = Preprocessor.of(quantized.card().preprocessing());
    float[] prepared = new float[Math.toIntExact(preprocessor.inputLength())];
    String input = quantized.graph().inputs().getFirst().name();
    Session session =
        Engine.compile(quantized.graph(), quantized.weights(), CompileOptions.defaults())
            .newSession();
    List<Map<String, byte[]>> inputs = new ArrayList<>();
    for (Picture picture : pictures) {
      preprocessor.apply(picture, Region.whole(picture), prepared);
      session.input(input).copyFromReal(prepared);
      inputs.add(Map.of(input, session.input(input).toByteArray()));
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
