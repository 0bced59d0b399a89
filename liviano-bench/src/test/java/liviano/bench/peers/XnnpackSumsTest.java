package liviano.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.formats.ModelFiles;
import liviano.formats.export.ExportOptions;
import liviano.formats.export.FileKind;
import liviano.formats.export.ModelExport;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.VisionTask;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Shape;
import liviano.vision.Picture;
import liviano.vision.Region;
import liviano.vision.prepare.Preprocessor;
import liviano.weights.Weights;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that other people quantized: as they are read, they answer as XNNPACK in every bit. */
@Tag("peers")
class XnnpackSumsTest {
  private static final Path SHARED = Path.of(System.getProperty("liviano.shared", "../shared"));
  private static final int PICTURES = 12;
  private static final int DRAWN = 200;

  @TempDir Path folder;

  @Test
  void drawnSumsAreTheSameInEveryBit() throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < DRAWN; i++) {
      Model model = drawn(random, DType.I8);
      Path file = folder.resolve("sum.tflite");
      Model written = ModelExport.write(model, FileKind.TFLITE, ExportOptions.defaults(), file);
      byte[] a = new byte[8 * 8 * 16];
      byte[] b = new byte[8 * 8 * 16];
      random.nextBytes(a);
      random.nextBytes(b);
      Graph graph = model.graph();
      XnnpackSum rule =
          XnnpackSum.of(
              graph.inputs().get(0).type(),
              graph.inputs().get(1).type(),
              graph.outputs().firstEntry().getValue().type());
      try (TfLiteBytes engine = new TfLiteBytes(file, true)) {
        assertThat(rule.apply(a, b))
            .as("%s", rule)
            .isEqualTo(engine.run(graph, Map.of("a", a, "b", b)).getFirst())
            .isEqualTo(Steps.ours(written, Map.of("a", a, "b", b)).getFirst());
      }
    }
  }

  private static Model drawn(SplittableRandom random, DType format) {
    GraphBuilder graph = Graph.builder();
    Value a = graph.input("a", type(random, format));
    Value b = graph.input("b", type(random, format));
    Quantization how = type(random, format).quantization().orElseThrow();
    graph.output("sum", graph.add("sum", new Op.Quantized(new Op.Add(), format, how), a, b));
    return new Model(
        graph.build(),
        Weights.of(List.of()),
        ModelCard.of(VisionTask.OTHER, "a sum", Preprocessing.tensorflow(8, 8)),
        Optional.empty());
  }

  private static TensorType type(SplittableRandom random, DType format) {
    Quantization how =
        Quantization.of(
            (float) Math.exp(random.nextDouble(-3, 3)),
            random.nextInt(format.least(), format.greatest() + 1));
    return new TensorType(Shape.of(8, 8, 16), format, Optional.of(how));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "imagenet/mobilenet_v2_1.0_224_ptq_int8.tflite",
        "imagenet/mobilenet_v2_1.0_224_qat_uint8.tflite",
        "wild/tm_fruit_fresh_rotten_tflite/model.tflite",
        "wild/tm_waste_h5_tflite/model.tflite",
        "wild/rubbish_tflite/trained.tflite",
        "wild/ei_tire_tflite/trained.tflite",
        "wild/ei_fomo_balloon_tflite/trained.tflite",
        "wild/coral_inat_bird_tflite/mobilenet_v2_1.0_224_inat_bird_quant.tflite",
        "wild/mlcommons_vww_mnv1/vww_96_int8.tflite",
      })
  @Tag("shared")
  void foreignFilesAreTheSameInEveryBit(String name) throws Exception {
    Path file = SHARED.resolve("models").resolve(name);
    assumeTrue(Files.isReadable(file), "skipped: the real files are not here: " + file);
    Model model = ModelFiles.read(file);
    Steps ours = new Steps();
    try (TfLiteBytes engine = new TfLiteBytes(file, true)) {
      for (Map<String, byte[]> given : inputs(model)) {
        List<byte[]> theirs = engine.run(model.graph(), given);
        ours.add(Steps.ours(model, given), theirs);
      }
    }

    assertThat(ours.most()).as("%s", ours).isZero();
  }

  /** Photographs as the network reads them. */
  private static List<Map<String, byte[]>> inputs(Model model) throws IOException {
    Preprocessor preprocessor = Preprocessor.of(model.card().preprocessing());
    float[] prepared = new float[Math.toIntExact(preprocessor.inputLength())];
    String input = model.graph().inputs().getFirst().name();
    Session session =
        Engine.compile(model.graph(), model.weights(), CompileOptions.defaults()).newSession();
    List<Map<String, byte[]>> inputs = new ArrayList<>();
    try (Stream<Path> all = Files.list(SHARED.resolve("data/imagenet-val-300/images"))) {
      for (Path file : all.sorted().limit(PICTURES).toList()) {
        Picture picture = Picture.read(file);
        preprocessor.apply(picture, Region.whole(picture), prepared);
        session.input(input).copyFromReal(prepared);
        inputs.add(Map.of(input, session.input(input).toByteArray()));
      }
    }
    return inputs;
  }
}
