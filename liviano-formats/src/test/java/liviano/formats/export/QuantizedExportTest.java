package liviano.formats.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.formats.GraphCut;
import liviano.formats.IntegerRounding;
import liviano.formats.ModelFiles;
import liviano.formats.ReadOptions;
import liviano.formats.tflite.TfLiteIntegers;
import liviano.formats.tflite.TfLiteWriter;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.kernels.Providers;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.VisionTask;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Rescaling;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A small network of integers as files of other kinds, and what these do not take. */
class QuantizedExportTest {
  private static final Quantization STEPS = Quantization.of(0.03f, 120);
  private static final ReadOptions TFLITE =
      ReadOptions.defaults().withRounding(IntegerRounding.TFLITE);
  private static final ReadOptions XNNPACK =
      ReadOptions.defaults().withRounding(IntegerRounding.XNNPACK);

  @TempDir Path folder;

  /** A convolution of bytes between floats. */
  private static Model model(DType weights, int weightZero, Quantization given) {
    GraphBuilder graph = Graph.builder();
    Value image = graph.input("image", Shape.of(6, 5, 3));
    Value bytes = graph.add("bytes", new Op.Quantize(DType.U8, Quantization.of(0.01f, 100)), image);
    Op conv = new Op.Conv2d(4, Window.square(3, 1, Padding.SAME), 1, true);
    Quantization scales = new Quantization(List.of(0.02f, 0.01f, 0.005f, 0.03f), weightZero);
    Op.Quantized op =
        new Op.Quantized(conv, DType.U8, given, Optional.of(new Op.WeightFormat(weights, scales)));
    Value out = graph.add("conv", op, bytes);
    graph.output("map", graph.add("real", new Op.Dequantize(), out));
    return model(graph.build());
  }

  /** Two maps of which one list is made, as in a detector. */
  private static Model heads() {
    GraphBuilder graph = Graph.builder();
    Value image = graph.input("image", Shape.of(6, 5, 3));
    Value bytes = graph.add("bytes", new Op.Quantize(DType.U8, Quantization.of(0.01f, 100)), image);
    List<Value> lists = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Op conv = new Op.Conv2d(4 * (i + 1), Window.square(3, 1, Padding.SAME), 1, true);
      Op.WeightFormat weights = new Op.WeightFormat(DType.I8, Quantization.of(0.02f, 0));
      Quantization given = Quantization.of(0.03f + 0.01f * i, 120 + i);
      Op.Quantized op = new Op.Quantized(conv, DType.U8, given, Optional.of(weights));
      Value map = graph.add("head" + i, op, bytes);
      lists.add(graph.add("list" + i, new Op.Reshape(Shape.of(120 * (i + 1))), map));
    }
    Op join = new Op.Quantized(new Op.Concat(), DType.U8, Quantization.of(0.04f, 121));
    Value all = graph.add("all", join, lists);
    graph.output("map", graph.add("real", new Op.Dequantize(), all));
    return model(graph.build());
  }

  private static Model model(Graph built) {
    SplittableRandom random = new SplittableRandom(3);
    List<Tensor> tensors =
        built
            .params()
            .map(
                spec -> {
                  int size = Math.toIntExact(spec.shape().elements()) * spec.format().bytes();
                  byte[] numbers = new byte[size];
                  random.nextBytes(numbers);
                  for (int i = 2; spec.format() == DType.I32 && i < size; i += 4) {
                    numbers[i] = 0; // biases of 16 bits
                    numbers[i + 1] = 0;
                  }
                  return new Tensor(
                      spec.name(),
                      spec.format(),
                      spec.shape().extents(),
                      MemorySegment.ofArray(numbers));
                })
            .toList();
    return new Model(
        built,
        Weights.of(tensors),
        ModelCard.of(VisionTask.OTHER, "small", Preprocessing.tensorflow(5, 6)),
        Optional.empty());
  }

  /** By plain loops, which round to the nearest. */
  private static float[] answer(Model model) {
    Session session =
        Engine.compile(
                model.graph(),
                model.weights(),
                CompileOptions.builder().providers(Providers.named("scalar")).build())
            .newSession();
    SplittableRandom random = new SplittableRandom(5);
    float[] image = new float[6 * 5 * 3];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextDouble(-1, 1.5);
    }
    session.input("image").copyFromReal(image);
    session.run();
    return session.output("map").toRealArray();
  }

  @Test
  void signedBytesStandForTheSameNumbers() {
    Model model = model(DType.I8, 0, STEPS);
    var signed = TfLiteIntegers.of(model.graph(), model.weights());

    assertThat(signed.graph().find("conv").orElseThrow().type().dtype()).isEqualTo(DType.I8);
    assertThat(answer(new Model(signed.graph(), signed.weights(), model.card(), Optional.empty())))
        .isEqualTo(answer(model));
  }

  @ParameterizedTest
  @EnumSource(names = {"ONNX", "TFLITE"})
  void comesBackAsItWasWritten(FileKind kind) throws Exception {
    for (ExportOptions options :
        List.of(
            ExportOptions.defaults(),
            ExportOptions.defaults().withEnds(DType.U8),
            ExportOptions.defaults().withEnds(DType.I8))) {
      Path file = folder.resolve("small" + kind.ending());
      Model written = ModelExport.write(model(DType.I8, 0, STEPS), kind, options, file);
      Model read = ModelFiles.read(file, notice -> assertThat(notice).isNull());

      assertThat(read.graph()).isEqualTo(written.graph());
      assertThat(answer(read)).isEqualTo(answer(written));
      assertThat(read.graph().inputs().getFirst().type().dtype())
          .isEqualTo(options.ends().orElse(DType.F32));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ONNX", "TFLITE"})
  void listsMadeOfMapsComeBack(FileKind kind) throws Exception {
    Path file = folder.resolve("heads" + kind.ending());
    Model written = ModelExport.write(heads(), kind, ExportOptions.defaults(), file);
    Model read = ModelFiles.read(file, notice -> assertThat(notice).isNull());

    assertThat(read.graph()).isEqualTo(written.graph());
    assertThat(read.card()).isEqualTo(written.card());
    assertThat(answer(read)).isEqualTo(answer(written));
  }

  /** The file has one network for both; what says the rounding stands beside it. */
  @Test
  void bothRoundingsComeBackFromEveryKindOfFile() throws Exception {
    Path first = folder.resolve("first.tflite");
    Model xnnpack = ModelExport.write(sum(), FileKind.TFLITE, ExportOptions.defaults(), first);
    Model own = ModelFiles.read(first, TFLITE, notice -> assertThat(notice).isNull());

    assertThat(rescalings(xnnpack)).containsOnly(Rescaling.NEAREST, Rescaling.SHIFTED);
    assertThat(rescalings(own)).containsOnly(Rescaling.NEAREST, Rescaling.FIXED_POINT);
    for (Model model : List.of(xnnpack, own)) {
      for (FileKind kind : List.of(FileKind.TFLITE, FileKind.SAFETENSORS, FileKind.NPZ)) {
        Path file = folder.resolve("again" + kind.ending());
        Model written = ModelExport.write(model, kind, ExportOptions.defaults(), file);
        Model read = ModelFiles.read(file, notice -> assertThat(notice).isNull());

        assertThat(written.graph()).isEqualTo(model.graph());
        assertThat(read.graph()).as("%s", kind).isEqualTo(model.graph());
      }
    }
    assertThat(ModelFiles.read(folder.resolve("again.tflite"), XNNPACK, _ -> {}).graph())
        .isEqualTo(xnnpack.graph());
  }

  /** A convolution of bytes and the sum of what it reads and gives, between floats. */
  private static Model sum() {
    GraphBuilder graph = Graph.builder();
    Value image = graph.input("image", Shape.of(6, 5, 3));
    Value bytes = graph.add("bytes", new Op.Quantize(DType.U8, Quantization.of(0.01f, 100)), image);
    Op conv = new Op.Conv2d(3, Window.square(3, 1, Padding.SAME), 1, true);
    Op.WeightFormat weights = new Op.WeightFormat(DType.I8, Quantization.of(0.02f, 0));
    Value map =
        graph.add("conv", new Op.Quantized(conv, DType.U8, STEPS, Optional.of(weights)), bytes);
    Op add = new Op.Quantized(new Op.Add(), DType.U8, Quantization.of(0.04f, 110));
    Value sum = graph.add("sum", add, map, bytes);
    graph.output("map", graph.add("real", new Op.Dequantize(), sum));
    return model(graph.build());
  }

  private static List<Rescaling> rescalings(Model model) {
    return model.graph().nodes().stream()
        .flatMap(
            node ->
                switch (node.op()) {
                  case Op.Quantized op -> Stream.of(op.rescaling());
                  case Op.Quantize op -> Stream.of(op.rescaling());
                  default -> Stream.of();
                })
        .toList();
  }

  @Test
  void aWordThatNamesNoRoundingIsRefused() throws Exception {
    Model model = model(DType.I8, 0, STEPS);
    var form = TfLiteIntegers.of(model.graph(), model.weights());
    Path file = folder.resolve("odd.tflite");
    Map<String, String> texts =
        new HashMap<>(
            new Model(form.graph(), form.weights(), model.card(), Optional.empty()).texts());
    texts.put("liviano.rounding", "down");
    TfLiteWriter.write(form, texts, file);

    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("odd.tflite")
        .hasMessageContaining("neither 'xnnpack' nor 'tflite'");
  }

  @Test
  void onlyTensorFlowLiteFilesHaveTwoRoundings() throws Exception {
    Path file = folder.resolve("small.safetensors");
    model(DType.I8, 0, STEPS).save(file);

    assertThatThrownBy(() -> ModelFiles.read(file, TFLITE, _ -> {}))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("is no TensorFlow Lite file");
    GraphCut cut = GraphCut.of(List.of(), List.of("end"));
    assertThatThrownBy(() -> TFLITE.withCut(cut)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tensorFlowLiteTakesWeightsAroundZero() {
    assertRefused(model(DType.U8, 131, STEPS), FileKind.TFLITE)
        .hasMessageContaining("layer conv")
        .hasMessageContaining("unsigned bytes around 131")
        .hasMessageContaining("quantize the model of floats");
  }

  @Test
  void unsignedWeightsAroundTheMiddleAreSignedOnesAroundZero() throws Exception {
    Model model = model(DType.U8, 128, STEPS);
    Model written =
        ModelExport.write(
            model, FileKind.TFLITE, ExportOptions.defaults(), folder.resolve("a.tflite"));

    assertThat(written.weights().get("conv.weight").type()).isEqualTo(DType.I8);
    assertThat(answer(written)).isEqualTo(answer(model));
  }

  @Test
  void tensorFlowLiteHasNoScaleForEachChannelOfAMap() {
    Quantization perChannel = new Quantization(List.of(0.1f, 0.2f, 0.3f, 0.4f), 100);
    assertRefused(model(DType.I8, 0, perChannel), FileKind.TFLITE)
        .hasMessageContaining("layer conv")
        .hasMessageContaining("a scale for each channel");
  }

  @Test
  void onlyNetworksOfIntegersHaveBytesAtTheirEnds() {
    GraphBuilder graph = Graph.builder();
    graph.output("out", graph.add("relu", new Op.Relu(), graph.input("image", Shape.of(4))));
    Model floats =
        new Model(
            graph.build(),
            Weights.of(List.of()),
            ModelCard.of(VisionTask.OTHER, "floats", Preprocessing.tensorflow(5, 6)),
            Optional.empty());
    ExportOptions bytes = ExportOptions.defaults().withEnds(DType.I8);
    Path file = folder.resolve("a.onnx");

    assertThatThrownBy(() -> ModelExport.write(floats, FileKind.ONNX, bytes, file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("'floats' is a network of floats")
        .hasMessageContaining("liviano quantize");
  }

  @Test
  void bytesAreNotNormalised() throws Exception {
    Path file = folder.resolve("a.safetensors");
    ExportOptions bytes = ExportOptions.defaults().withEnds(DType.U8);
    Model written = ModelExport.write(model(DType.I8, 0, STEPS), FileKind.SAFETENSORS, bytes, file);
    ExportOptions baked = ExportOptions.defaults().withPreprocessing(true);

    assertThatThrownBy(() -> ModelExport.write(written, FileKind.ONNX, baked, file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("'small' reads integers");
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ?> assertRefused(
      Model model, FileKind kind) {
    Path file = folder.resolve("refused" + kind.ending());
    return assertThatThrownBy(() -> ModelExport.write(model, kind, ExportOptions.defaults(), file))
        .isInstanceOf(UnsupportedModelException.class);
  }
}
