package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.kernels.Formats;
import liviano.kernels.Grid;
import liviano.kernels.KernelProvider;
import liviano.kernels.Move;
import liviano.kernels.PackedWeights;
import liviano.kernels.Providers;
import liviano.kernels.Quantizing;
import liviano.kernels.Resample;
import liviano.kernels.Task;
import liviano.tensor.DType;
import liviano.tensor.Nearest;
import liviano.tensor.Quantization;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import liviano.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MoveAsIntegersTest {
  private static final int BATCH = 2;
  private static final Quantization TO = Quantization.of(0.875f, 7);

  /** There and back gives other integers than one conversion. */
  private static final Quantization OTHERWISE = roundedOtherwise();

  static Stream<KernelProvider> providers() {
    return Providers.available().stream();
  }

  /** Two branches, one of them spread over the map, as the head of a segmenter has them. */
  private record Branches(Graph graph, List<TensorType> inputs) {
    static Branches of(Random random, Quantization first, Quantization second) {
      DType format = random.nextBoolean() ? DType.U8 : DType.I8;
      int channels = 1 + random.nextInt(40);
      Shape map = Shape.of(1 + random.nextInt(6), 1 + random.nextInt(6), channels);
      List<TensorType> inputs =
          List.of(
              quantized(Shape.of(1, 1, 1 + random.nextInt(40)), format, first),
              quantized(map, random.nextBoolean() ? DType.U8 : DType.I8, second));
      GraphBuilder b = Graph.builder();
      Value position = b.input("in0", inputs.get(0));
      Value other = b.input("in1", inputs.get(1));
      Op resize =
          random.nextBoolean()
              ? new Op.ResizeBilinear(map.height(), map.width(), sampling(random))
              : new Op.ResizeNearest(map.height(), map.width(), Nearest.HALF_PIXEL);
      Value real = b.add("position", new Op.Dequantize(), position);
      Value spread = b.add("spread", resize, real);
      Value reals = b.add("other", new Op.Dequantize(), other);
      Value both = b.add("concat", new Op.Concat(), spread, reals);
      Value stored = b.add("stored", new Op.Quantize(DType.U8, TO), both);
      return new Branches(b.output("out", stored).build(), inputs);
    }

    private static Sampling sampling(Random random) {
      return Sampling.values()[random.nextInt(Sampling.values().length)];
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void theSameIntegersComeOut(KernelProvider provider) {
    Random random = new Random(7);
    CompileOptions options = options(provider);
    for (int i = 0; i < 60; i++) {
      Branches drawn = Branches.of(random, drawn(random), drawn(random));
      List<byte[]> inputs = drawn.inputs().stream().map(type -> bytes(random, type)).toList();
      Plan plain = lowered(drawn.graph());

      byte[] expected = run(Engine.compile(plain, new PackedWeights(), options), inputs);
      byte[] given = run(Engine.compile(drawn.graph(), Weights.of(List.of()), options), inputs);

      assertThat(given).as("%s: %s", provider.name(), drawn).isEqualTo(expected);
    }
  }

  @Test
  void noRealNumberIsLeft() {
    assertThat(tasks(Branches.of(new Random(1), Quantization.of(0.6f, 3), of(1.3f))))
        .hasExactlyElementsOfTypes(
            Quantizing.Rescale.class,
            Move.Strided.class,
            Quantizing.Rescale.class,
            Move.Concat.class);
  }

  @Test
  void whatIsRoundedOtherwiseGoesThroughRealNumbersOnItsOwn() {
    assertThat(tasks(Branches.of(new Random(1), OTHERWISE, of(1.3f))))
        .hasExactlyElementsOfTypes(
            Quantizing.Load.class,
            Quantizing.Store.class,
            Move.Strided.class,
            Quantizing.Rescale.class,
            Move.Concat.class);
  }

  @Test
  void whatHasTheScaleAlreadyIsNotConverted() {
    GraphBuilder b = Graph.builder();
    TensorType type = quantized(Shape.of(1, 1, 4), DType.U8, TO);
    Value real = b.add("real", new Op.Dequantize(), b.input("in0", type));
    Value spread = b.add("spread", new Op.ResizeBilinear(3, 5, Sampling.LEGACY), real);
    Graph graph = b.output("out", b.add("stored", new Op.Quantize(DType.U8, TO), spread)).build();

    assertThat(tasks(graph)).hasExactlyElementsOfTypes(Move.Strided.class);
  }

  @Test
  void otherMapsAreResizedAsReals() {
    GraphBuilder b = Graph.builder();
    TensorType type = quantized(Shape.of(1, 2, 4), DType.U8, TO);
    Value real = b.add("real", new Op.Dequantize(), b.input("in0", type));
    Value spread = b.add("spread", new Op.ResizeBilinear(3, 5, Sampling.LEGACY), real);
    Graph graph = b.output("out", b.add("stored", new Op.Quantize(DType.U8, TO), spread)).build();

    assertThat(tasks(graph))
        .hasExactlyElementsOfTypes(
            Quantizing.Load.class, Resample.Resize.class, Quantizing.Store.class);
  }

  @Test
  void whatIsReadAsRealsTooIsPutTogetherAsReals() {
    GraphBuilder b = Graph.builder();
    TensorType type = quantized(Shape.of(2, 2, 4), DType.U8, TO);
    Value real = b.add("real", new Op.Dequantize(), b.input("in0", type));
    Value both = b.add("both", new Op.Concat(), real, real);
    Value stored = b.add("stored", new Op.Quantize(DType.U8, TO), both);
    Graph graph = b.output("out", stored).output("reals", both).build();

    assertThat(tasks(graph))
        .hasExactlyElementsOfTypes(
            Quantizing.Load.class, Move.Concat.class, Quantizing.Store.class);
  }

  /** A part that was never integers is stored before it is put beside the others. */
  @Test
  void realNumbersAreStoredBeforeTheyAreMoved() {
    GraphBuilder b = Graph.builder();
    TensorType type = quantized(Shape.of(2, 2, 4), DType.U8, TO);
    Value real = b.add("real", new Op.Dequantize(), b.input("in0", type));
    Value floats = b.input("in1", Shape.of(2, 2, 3));
    Value both = b.add("both", new Op.Concat(), real, floats);
    Graph graph = b.output("out", b.add("stored", new Op.Quantize(DType.U8, TO), both)).build();

    assertThat(tasks(graph)).hasExactlyElementsOfTypes(Quantizing.Store.class, Move.Concat.class);
  }

  @Test
  void ofManyJoinsInARowTheLastIsOneOfIntegers() {
    GraphBuilder b = Graph.builder();
    TensorType type = quantized(Shape.of(1, 1, 1), DType.U8, TO);
    Value real = b.add("real", new Op.Dequantize(), b.input("in0", type));
    Value all = real;
    for (int i = 0; i < 3_000; i++) {
      all = b.add("join" + i, new Op.Concat(), all, real);
    }
    Graph graph = b.output("out", b.add("stored", new Op.Quantize(DType.U8, TO), all)).build();

    List<Task> tasks = tasks(graph);
    assertThat(tasks).hasSize(1 + 3_000 + 1);
    assertThat(tasks.getLast().isIn(DType.U8)).isTrue();
    assertThat(tasks.get(tasks.size() - 2)).isInstanceOf(Quantizing.Store.class);
  }

  private static Quantization drawn(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> TO;
      case 1 -> OTHERWISE;
      default -> of(random.nextFloat(0.03f, 3));
    };
  }

  private static Quantization of(float scale) {
    return Quantization.of(scale, 11);
  }

  /** Some of its integers, in either format, lie half way between two of the result's. */
  private static Quantization roundedOtherwise() {
    Grid grid = Grid.of(DType.U8, TO);
    for (int sixteenths = 1; sixteenths < 100; sixteenths += 2) {
      Quantization from = of(sixteenths / 16f);
      Quantizing.Rescale rescale =
          new Quantizing.Rescale(1, 1, from, grid, Formats.of(DType.U8, DType.U8));
      if (IntStream.range(0, 128)
          .anyMatch(i -> rescale.integer(i, 0) != grid.integer(from.real(i, 0), 0))) {
        return from;
      }
    }
    throw new AssertionError("both are rounded alike");
  }

  private static TensorType quantized(Shape shape, DType format, Quantization quantization) {
    return new TensorType(shape, format, Optional.of(quantization));
  }

  private static Plan lowered(Graph graph) {
    return Lowering.lower(graph, Parameters.unknown(), BATCH, _ -> true);
  }

  private static List<Task> tasks(Branches branches) {
    return tasks(branches.graph());
  }

  private static List<Task> tasks(Graph graph) {
    Plan plan = new MoveAsIntegers(_ -> true).apply(lowered(graph));
    return plan.tasks().stream().map(PlannedTask::task).toList();
  }

  private static CompileOptions options(KernelProvider provider) {
    return CompileOptions.builder()
        .providers(QuantizedLayers.withScalar(provider))
        .batch(BATCH)
        .build();
  }

  private static byte[] bytes(Random random, TensorType type) {
    byte[] bytes = new byte[BATCH * type.shape().elements()];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] run(Program program, List<byte[]> inputs) {
    Session session = program.newSession();
    for (int i = 0; i < inputs.size(); i++) {
      session.input("in" + i).copyFrom(inputs.get(i));
    }
    session.run();
    return session.output("out").toByteArray();
  }
}
