package liviano.vision.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.UnsupportedModelException;
import liviano.engine.CompileOptions;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.tensor.DType;
import liviano.tensor.Shape;
import liviano.vision.Picture;
import liviano.vision.PictureRunner;
import liviano.vision.Region;
import liviano.vision.TestPictures;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizerTest {
  private static final List<Picture> PICTURES =
      List.of(TestPictures.noise(70, 64), TestPictures.noise(64, 90), TestPictures.noise(9, 7));

  private static Model model(String architecture) {
    Recipe recipe = Zoo.architecture(architecture).defaults();
    double width = architecture.startsWith("shufflenet") ? 0.5 : 0.25;
    Graph graph = Zoo.graph(recipe.withWidth(width).withResolution(64).withClasses(7));
    return new Model(graph, RandomWeights.of(graph, 5), card(), Optional.empty());
  }

  private static ModelCard card() {
    return ModelCard.of(VisionTask.CLASSIFICATION, "tiny", Preprocessing.tensorflow(64, 64));
  }

  private static double decibels(Model model, QuantizerOptions options) {
    Quantizer quantizer = Quantizer.of(model, options);
    Quantized quantized = quantizer.quantize(PICTURES);
    return quantizer.report(quantized, PICTURES).decibels();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mobilenet_v2",
        "mobilenet_v1",
        "shufflenet_v1",
        "ssdlite_mobilenet_v2",
        "deeplab_v3_mobilenet_v2"
      })
  void integersAnswerAlike(String architecture) {
    Model model = model(architecture);
    Quantized quantized = Quantizer.of(model, QuantizerOptions.defaults()).quantize(PICTURES);

    Graph graph = quantized.model().graph();
    assertThat(graph.inputs()).allMatch(input -> input.type().dtype() == DType.F32);
    assertThat(graph.outputs().values()).allMatch(output -> output.type().dtype() == DType.F32);
    assertThat(graph.outputs().keySet()).isEqualTo(model.graph().outputs().keySet());
    assertThat(graph.nodes())
        .noneMatch(node -> node.op() instanceof Op.Convolution || node.op() instanceof Op.Dense);
    assertThat(quantized.model().card().title()).isEqualTo("tiny int8");
    assertThat(decibels(model, QuantizerOptions.defaults())).isGreaterThan(10);
  }

  @ParameterizedTest
  @EnumSource(RangeRule.class)
  void everyRuleKeepsMostOfTheSignal(RangeRule rule) {
    assertThat(decibels(model("mobilenet_v2"), QuantizerOptions.builder().ranges(rule).build()))
        .isGreaterThan(10);
  }

  @Test
  void aFileHoldsTheIntegers(@TempDir Path folder) throws IOException {
    Model model = model("mobilenet_v2");
    Model quantized = Quantizer.of(model, QuantizerOptions.defaults()).quantize(PICTURES).model();
    Path file = folder.resolve("small.safetensors");
    quantized.save(file);
    Model read = Model.load(file);
    assertThat(answer(read)).containsExactly(answer(quantized));
    assertThat(read.weights().totalBytes()).isLessThan(model.weights().totalBytes() / 3);
  }

  private static float[] answer(Model model) {
    String output = model.graph().outputs().firstEntry().getKey();
    return new PictureRunner(
            model, model.graph(), model.card().preprocessing(), CompileOptions.defaults())
        .run(PICTURES.getFirst(), Region.whole(PICTURES.getFirst()), output);
  }

  /** One channel of great weights, which lead nowhere, hides all others from a single scale. */
  @Test
  void perTensorCollapsesUntilItIsEqualizedAndCorrected() {
    Model model = uneven();
    QuantizerOptions plain =
        QuantizerOptions.builder().scheme(Scheme.PER_TENSOR).ranges(RangeRule.MINMAX).build();
    QuantizerOptions all = plain.toBuilder().equalize(true).correctBias(true).build();
    Quantizer quantizer = Quantizer.of(model, all);
    Quantized quantized = quantizer.quantize(PICTURES);
    QuantizationReport report = quantizer.report(quantized, PICTURES);

    assertThat(report.measures())
        .extracting(Measure::name)
        .containsExactly("rounded", "equalized", "biases corrected");
    assertThat(report.measures().getFirst().decibels()).isEqualTo(decibels(model, plain));
    assertThat(report.measures().get(1).decibels())
        .isGreaterThan(report.measures().getFirst().decibels() + 10);
    assertThat(report.decibels()).isGreaterThan(20);
    assertThat(report.pictures()).isEqualTo(3);
    assertThat(report.layers()).extracting(LayerNoise::name).contains("b.relu", "c");
    assertThat(quantized.model().weights().get("b.weight").type()).isEqualTo(DType.I8);
  }

  /** A depthwise layer between two others, whose channels differ by factors of a hundred. */
  static Model uneven() {
    GraphBuilder builder = Graph.builder();
    Value in = builder.input("image", Shape.of(64, 64, 3));
    Window three = Window.square(3, 2, Padding.SAME);
    Window one = Window.square(1, 1, Padding.NONE);
    Value a = builder.add("a", new Op.Conv2d(8, three, 1, true), in);
    Value b =
        builder.add(
            "b", new Op.DepthwiseConv2d(three, 1, true), builder.add("a.relu", new Op.Relu6(), a));
    Value c =
        builder.add("c", new Op.Conv2d(4, one, 1, true), builder.add("b.relu", new Op.Relu6(), b));
    Graph graph = builder.output("out", c).build();
    Weights random = RandomWeights.of(graph, 3);
    List<Tensor> tensors = random.tensors().stream().map(tensor -> uneven(tensor)).toList();
    return new Model(graph, Weights.of(tensors), card(), Optional.empty());
  }

  /** Factors are bounded by the greatest bias, of which there may be none. */
  @Test
  void layersWithoutBiasesAreEqualizedToo() {
    Model model = uneven();
    Map<String, Filter> filters = Filter.of(model.graph().nodes(), model.weights());
    filters.values().forEach(filter -> Arrays.fill(filter.bias(), 0));
    double before = unevenness(filters.get("b"));
    Equalization.apply(model.graph(), filters, value -> ones(value.shape().channels()));
    assertThat(unevenness(filters.get("b"))).isLessThan(before / 2);
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    ones[0] = 4; // so that the others have room
    return ones;
  }

  private static double unevenness(Filter filter) {
    float[] ranges = filter.outputRanges();
    Arrays.sort(ranges);
    return ranges[ranges.length - 1] / ranges[0];
  }

  private static Tensor uneven(Tensor tensor) {
    float[] values = tensor.toFloats();
    boolean first = tensor.name().startsWith("a.");
    int each = values.length / 8;
    for (int i = 0; i < values.length; i++) {
      int channel = first ? i / each : i % 8;
      float factor = (float) Math.pow(2, channel - 6);
      switch (tensor.name()) {
        case "a.weight", "a.bias" -> values[i] *= factor;
        case "b.weight" -> values[i] /= factor;
        default -> {}
      }
      if (tensor.name().equals("a.bias") && channel == 0) {
        values[i] = -100; // never fires
      }
    }
    return Tensor.of(tensor.name(), tensor.dims(), values);
  }

  @Test
  void equalizingChangesNoAnswer() {
    Model model = uneven();
    Quantized quantized =
        Quantizer.of(model, QuantizerOptions.builder().equalize(true).build()).quantize(PICTURES);
    float[] before = answer(model);
    float[] after = answer(quantized.floats());
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isCloseTo(before[i], within(1e-3f));
    }
    assertThat(quantized.floats().weights()).isNotEqualTo(model.weights());
  }

  @Test
  void refusesWhatIsQuantizedOrHasNothingToQuantize() {
    Model model = model("mobilenet_v2");
    Model quantized = Quantizer.of(model, QuantizerOptions.defaults()).quantize(PICTURES).model();
    assertThatThrownBy(() -> Quantizer.of(quantized, QuantizerOptions.defaults()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("'tiny int8' is quantized already");

    GraphBuilder builder = Graph.builder();
    Value in = builder.input("image", Shape.of(64, 64, 3));
    Graph empty = builder.output("out", builder.add("relu", new Op.Relu(), in)).build();
    Model nothing = new Model(empty, Weights.of(List.of()), card(), Optional.empty());
    assertThatThrownBy(() -> Quantizer.of(nothing, QuantizerOptions.defaults()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("no convolution and no dense layer");
  }

  @Test
  void refusesNumbersThatAreNotFinite() {
    Model model = uneven();
    List<Tensor> tensors =
        model.weights().tensors().stream()
            .map(
                tensor -> {
                  float[] values = tensor.toFloats();
                  if (tensor.name().equals("c.weight")) {
                    Arrays.fill(values, Float.MAX_VALUE);
                  }
                  return Tensor.of(tensor.name(), tensor.dims(), values);
                })
            .toList();
    Model broken = new Model(model.graph(), Weights.of(tensors), card(), Optional.empty());
    Quantizer quantizer = Quantizer.of(broken, QuantizerOptions.defaults());
    assertThatThrownBy(() -> quantizer.quantize(PICTURES))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage("layer c gives a number that is not finite");
  }

  /** Thousands of layers after one another need no stack. */
  @Test
  void depthIsNoMatter() {
    GraphBuilder builder = Graph.builder();
    Value in = builder.input("image", Shape.of(64, 64, 3));
    Window one = Window.square(1, 1, Padding.NONE);
    Value last = builder.add("conv", new Op.Conv2d(2, one, 1, false), in);
    for (int i = 0; i < 20_000; i++) {
      last = builder.add("same" + i, new Op.Reshape(Shape.of(64, 64, 2)), last);
    }
    Graph graph = builder.output("out", last).build();
    IntegerLayers layers = new IntegerLayers(graph);
    assertThat(layers.isAnswer(graph.nodes().getFirst().output())).isTrue();
    assertThat(layers.isAnswer(graph.inputs().getFirst())).isFalse();
  }

  @Test
  void needsPictures() {
    Quantizer quantizer = Quantizer.of(model("mobilenet_v2"), QuantizerOptions.defaults());
    assertThatThrownBy(() -> quantizer.quantize(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are no pictures to measure ranges on");
  }

  @Test
  void optionsAreEqualBySettings() {
    QuantizerOptions some =
        QuantizerOptions.builder().scheme(Scheme.PER_TENSOR).equalize(true).build();
    assertThat(some.toBuilder().build()).isEqualTo(some).hasSameHashCodeAs(some);
    assertThat(some).isNotEqualTo(QuantizerOptions.defaults());
    assertThat(some.toString()).contains("scheme=PER_TENSOR", "equalize=true");
  }
}
