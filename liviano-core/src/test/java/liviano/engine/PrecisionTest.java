package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.kernels.KernelProvider;
import liviano.kernels.Offer;
import liviano.kernels.Providers;
import liviano.kernels.Task;
import liviano.model.RandomWeights;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Shape;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a network is computed with: floats, bfloat16 or integers. */
class PrecisionTest {
  private static final KernelProvider SCALAR = Providers.named("scalar").getFirst();

  /** Plain loops that say of themselves that they lack bfloat16. */
  private record Old() implements KernelProvider {
    @Override
    public String name() {
      return "old";
    }

    @Override
    public String description() {
      return "plain loops of floats";
    }

    @Override
    public Optional<Offer> offer(Task task) {
      return task.isIn(DType.F32) ? SCALAR.offer(task) : Optional.empty();
    }
  }

  /** Every way of computing with bfloat16 that this machine has. */
  static Stream<CompileOptions> bf16() {
    return Providers.available().stream()
        .filter(provider -> provider.lacksBf16().isEmpty())
        .map(provider -> options(provider, Precision.BF16));
  }

  private static CompileOptions options(KernelProvider provider, Precision precision) {
    return CompileOptions.builder()
        .providers(QuantizedLayers.withScalar(provider))
        .precision(precision)
        .build();
  }

  @ParameterizedTest
  @MethodSource("bf16")
  void mobileNetV2IsComputedInBf16FromItsFirstLayerToItsLast(CompileOptions options) {
    Graph graph = mobileNet();

    Program program = Engine.compile(graph, RandomWeights.of(graph, 1), options);

    List<Step> layers = program.steps().stream().filter(step -> step.multiplyAdds() > 0).toList();
    // The first convolution rounds the picture by itself.
    assertThat(layers.getFirst().inputs().getFirst().format()).isEqualTo(DType.F32);
    assertThat(layers.getFirst().output().format()).isEqualTo(DType.BF16);
    assertThat(layers.subList(1, layers.size()))
        .allSatisfy(
            step ->
                assertThat(step.inputs())
                    .allSatisfy(input -> assertThat(input.format()).isEqualTo(DType.BF16)));
    assertThat(program.inputs().values()).allMatch(input -> input.format() == DType.F32);
    assertThat(program.outputs().values()).allMatch(output -> output.format() == DType.F32);
    Program floats =
        Engine.compile(
            graph,
            RandomWeights.of(graph, 1),
            options.toBuilder().precision(Precision.FP32).build());
    assertThat(program.multiplyAdds()).isEqualTo(floats.multiplyAdds());
    assertThat(program.memory().bytesWithoutReuse())
        .isLessThan(floats.memory().bytesWithoutReuse());
  }

  @ParameterizedTest
  @MethodSource("bf16")
  void aDeepNetworkGivesNearlyWhatItGivesInFloats(CompileOptions options) {
    Graph graph = mobileNet();
    Weights weights = RandomWeights.of(graph, 1);
    float[] image = drawn(new Random(3), graph, 1);

    Map<String, float[]> exact =
        run(graph, weights, options.toBuilder().precision(Precision.FP32).build(), image);

    assertClose(run(graph, weights, options, image), exact, 0.06f);
  }

  /** Layers that lack a kernel among them, branches, and outputs that later layers read. */
  @RepeatedTest(40)
  void everyProviderComputesTheSamePlan(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Graph graph = RandomGraphs.draw(random);
    Weights weights = RandomWeights.of(graph, 1);
    float[] image = drawn(random, graph, 2);
    Map<String, float[]> floats =
        run(graph, weights, CompileOptions.builder().batch(2).build(), image);

    bf16()
        .forEach(
            options -> {
              CompileOptions two = options.toBuilder().batch(2).build();
              Map<String, float[]> given = run(graph, weights, two, image);
              assertClose(given, floats, 0.06f);
              run(graph, weights, two.toBuilder().threads(3).build(), image)
                  .forEach((name, bits) -> assertThat(bits).as(name).isEqualTo(given.get(name)));
            });
  }

  @Test
  void whatLacksBf16RefusesItInOneLineOrComputesInFloatsIfAllowed() {
    CompileOptions.Builder old =
        CompileOptions.builder().providers(List.of(new Old())).precision(Precision.BF16);

    assertThatIllegalArgumentException()
        .isThrownBy(old::build)
        .withMessage("precision bf16: kernels 'old' do not compute with it");
    assertThat(old.allowsFp32(true).build().precision()).contains(Precision.FP32);
    assertThat(options(SCALAR, Precision.BF16).precision()).contains(Precision.BF16);
  }

  @Test
  void integersAreRefusedToANetworkOfFloats() {
    Graph graph = mobileNet();

    assertThatThrownBy(
            () ->
                Engine.compile(graph, RandomWeights.of(graph, 1), options(SCALAR, Precision.INT8)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("liviano quantize");
  }

  /**
   * Without rounding on the way; a range that ends at zero is an activation, which stays, and any
   * other is not.
   */
  @ParameterizedTest
  @CsvSource({"0, -70.3, 0.13, 90.7", "-128, 0, 0.13, 90.7", "127, -70.3, 0, 0"})
  void aQuantizedNetworkInFloatsIsNotRounded(int zeroPoint, float a, float b, float c) {
    GraphBuilder builder = Graph.builder();
    Value x = builder.input("x", Shape.of(3));
    Op.Quantize quantize = new Op.Quantize(DType.I8, Quantization.of(0.5f, zeroPoint));
    Value integers = builder.add("integers", quantize, x);
    Value again = builder.add("again", quantize, builder.add("r", new Op.Dequantize(), integers));
    Graph graph = builder.output("y", builder.add("y", new Op.Dequantize(), again)).build();

    Session session =
        Engine.compile(graph, Weights.of(List.of()), options(SCALAR, Precision.FP32)).newSession();
    session.input("x").copyFrom(new float[] {-70.3f, 0.13f, 90.7f});
    session.run();

    assertThat(session.output("y").toArray()).containsExactly(a, b, c);
  }

  @Test
  void aFilterThatNoKernelComputesInBf16StaysInFloats() {
    Optional<CompileOptions> code =
        bf16().filter(o -> o.providers().getFirst().name().equals("nativecode")).findFirst();
    Assumptions.assumeTrue(code.isPresent(), "no machine code on bfloat16");
    GraphBuilder b = Graph.builder();
    Value x = b.input("image", Shape.of(9, 9, 8));
    Window one = Window.square(1, 1, Padding.NONE);
    Value first = b.add("first", new Op.Conv2d(16, one, 1, true), x);
    Value wide =
        b.add("wide", new Op.DepthwiseConv2d(Window.square(5, 1, Padding.SAME), 1, true), first);
    Graph graph = b.output("out", b.add("last", new Op.Conv2d(4, one, 1, true), wide)).build();

    List<String> formats =
        Engine.compile(graph, RandomWeights.of(graph, 1), code.get()).steps().stream()
            .map(
                step ->
                    step.name()
                        + " "
                        + step.inputs().getFirst().format()
                        + " to "
                        + step.output().format())
            .toList();

    assertThat(formats)
        .containsExactly(
            "image.bf16 F32 to BF16",
            "first BF16 to F32",
            "wide F32 to F32",
            "wide.bf16 F32 to BF16",
            "last BF16 to F32");
  }

  private static Graph mobileNet() {
    return Zoo.graph(
        Recipe.of("mobilenet_v2").withWidth(0.35).withResolution(96).withNorm(Norm.FOLDED));
  }

  private static float[] drawn(Random random, Graph graph, int batch) {
    float[] image = new float[graph.inputs().getFirst().shape().elements() * batch];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    return image;
  }

  private static Map<String, float[]> run(
      Graph graph, Weights weights, CompileOptions options, float[] image) {
    Program program = Engine.compile(graph, weights, options);
    Session session = program.newSession();
    session.input(graph.inputs().getFirst().name()).copyFrom(image);
    session.run();
    Map<String, float[]> outputs = new TreeMap<>();
    program.outputs().keySet().forEach(name -> outputs.put(name, session.output(name).toArray()));
    return outputs;
  }

  /**
   * @param tolerance as a share of the largest number, and of 1 where all are smaller
   */
  private static void assertClose(
      Map<String, float[]> actual, Map<String, float[]> expected, float tolerance) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, numbers) -> {
          float scale = 1;
          for (float x : numbers) {
            scale = Math.max(scale, Math.abs(x));
          }
          for (int i = 0; i < numbers.length; i++) {
            assertThat(actual.get(name)[i])
                .as("%s[%d]", name, i)
                .isCloseTo(numbers[i], within(tolerance * scale));
          }
        });
  }
}
