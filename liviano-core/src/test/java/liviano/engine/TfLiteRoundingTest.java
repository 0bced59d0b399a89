package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.ParamSpec;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.kernels.KernelProvider;
import liviano.kernels.Providers;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Rescaling;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import org.junit.jupiter.api.Test;

/** Results that TensorFlow Lite's own kernels round otherwise than to the nearest, by hand. */
class TfLiteRoundingTest {
  private static final Op MEAN = new Op.GlobalAveragePool();

  @Test
  void aMeanRoundsTheProductAndThenTheShift() {
    Quantization in = Quantization.of(1, 0);
    Quantization out = Quantization.of(8, 0);

    // (7 + 4) / (2 * 8) = 0.6875: times 0.5 it is 5.5, so 6; a shift by 3 makes 0.75, so 1.
    assertThat(mean(Rescaling.FIXED_POINT, in, out, 7, 4)).containsExactly(1);
    // (4 + 3) / 16 = 0.4375: 3.5 becomes 4, and half of the step goes up: 1, though 0 is nearest.
    assertThat(mean(Rescaling.FIXED_POINT, in, out, 4, 3)).containsExactly(1);
    // The same below zero goes away from it.
    assertThat(mean(Rescaling.FIXED_POINT, in, out, -4, -3)).containsExactly(-1);
    assertThat(mean(Rescaling.NEAREST, in, out, 4, 3)).containsExactly(0);
  }

  @Test
  void aMeanThatStaysAMapRoundsTheShareOfTheZeroPointByItself() {
    Quantization in = Quantization.of(1, 5);
    Quantization out = Quantization.of(2, 0);

    // (6 + 6) / (2 * 2) is 3, and so is the zero point's 5 / 2, rounded: together 0. Of the numbers
    // less the zero point, (1 + 1) / 4 is rounded up.
    assertThat(mean(Rescaling.FIXED_POINT_AS_THEY_LIE, in, out, 6, 6)).containsExactly(0);
    assertThat(mean(Rescaling.FIXED_POINT, in, out, 6, 6)).containsExactly(1);
  }

  @Test
  void aMeanOfOneQuantizationIsCutOffTowardZero() {
    Quantization quantization = Quantization.of(0.5f, -100);

    assertThat(mean(Rescaling.FIXED_POINT, quantization, quantization, 5, 6)).containsExactly(5);
    assertThat(mean(Rescaling.FIXED_POINT, quantization, quantization, -5, -6)).containsExactly(-5);
    assertThat(mean(Rescaling.FIXED_POINT, quantization, quantization, 5, 5, 7, 6, 6, 6, 6))
        .containsExactly(5);
  }

  @Test
  void halvesOfAPoolGoAwayFromZeroAsTheyLie() {
    Quantization quantization = Quantization.of(0.5f, 3);
    Op pool = new Op.AveragePool(new Window(1, 2, 1, 2, 1, 1, Padding.NONE), false);

    int[] given =
        run(
            quantized(pool, quantization, Rescaling.NEAREST_AS_THEY_LIE),
            List.of(type(Shape.of(1, 8, 1), quantization)),
            new int[] {4, 5, -4, -5, 1, 2, 0, -1});

    assertThat(given).containsExactly(5, -5, 2, -1);
  }

  @Test
  void halvesOfAResizedMapGoAwayFromZeroAsTheyLie() {
    Quantization quantization = Quantization.of(0.5f, 1);
    Op resize = new Op.ResizeBilinear(1, 4, Sampling.HALF_PIXEL);

    int[] given =
        run(
            quantized(resize, quantization, Rescaling.NEAREST_AS_THEY_LIE),
            List.of(type(Shape.of(1, 2, 1), quantization)),
            new int[] {-4, -2});

    // 3/4 and 1/4 of them: -3.5 and -2.5.
    assertThat(given).containsExactly(-4, -4, -3, -2);
  }

  @Test
  void halvesOfADifferenceGoAwayFromZero() {
    Quantization out = Quantization.of(2, 0);
    Quantization in = Quantization.of(1, 0);

    int[] given =
        run(
            quantized(new Op.Subtract(), out, Rescaling.FIXED_POINT),
            List.of(type(Shape.of(1, 1, 4), in), type(Shape.of(1, 1, 4), in)),
            new int[] {1, 5, 1, 2},
            new int[] {2, 4, 6, 5});

    assertThat(given).containsExactly(-1, 1, -3, -2);
  }

  @Test
  void aProductRoundsTheFractionAndThenTheShift() {
    Quantization in = Quantization.of(1, 0);
    Quantization out = Quantization.of(16, 0);

    int[] given =
        run(
            quantized(new Op.Multiply(), out, Rescaling.FIXED_POINT),
            List.of(type(Shape.of(1, 1, 4), in), type(Shape.of(1, 1, 4), in)),
            new int[] {7, 5, -7, 6},
            new int[] {1, 3, 1, 1});

    // 7 / 16: half of 7 becomes 4, of which an eighth is a half. 6 / 16 stays nearest to 0.
    assertThat(given).containsExactly(1, 1, -1, 0);
  }

  @Test
  void halvesOfMatrixProductsGoUpAndOthersAwayFromZero() {
    Op matrices = new Op.Conv2d(2, Window.square(1, 1, Padding.NONE), 1, false);
    Op each = new Op.DepthwiseConv2d(Window.square(1, 1, Padding.NONE), 2, false);

    // 2 / 4 and -2 / 4: half of them, and of that a half.
    assertThat(product(matrices, DType.I8, 2, -2)).containsExactly(1, 0);
    assertThat(product(matrices, DType.U8, 2, -2)).containsExactly(1, -1);
    assertThat(product(each, DType.I8, 2, -2)).containsExactly(1, -1);
  }

  @Test
  void aChannelOfATinyScaleDoesNotChangeHowTheOthersAreRounded() {
    Op conv = new Op.Conv2d(2, Window.square(1, 1, Padding.NONE), 1, false);

    assertThat(
            product(conv, DType.I8, new Quantization(List.of(1f, 1e-25f), List.of(0, 0)), 2, 127))
        .containsExactly(1, 0);
  }

  /** 73 * 75 steps of 0.819 * 0.029, in steps of 1.7, lie next to 76.5. */
  @Test
  void scalesOfUnsignedBytesAndOfDenseLayersAreMultipliedInSinglePrecision() {
    Op conv = new Op.Conv2d(1, Window.square(1, 1, Padding.NONE), 1, false);
    Op dense = new Op.Dense(1, false);
    Quantization weights = Quantization.of(0.029f, 0);

    assertThat(product(conv, DType.I8, 73, 0.819f, weights, 1.7f, 75)).containsExactly(76);
    assertThat(product(conv, DType.U8, 73, 0.819f, weights, 1.7f, 75)).containsExactly(77);
    assertThat(product(dense, DType.I8, 73, 0.819f, weights, 1.7f, 75)).containsExactly(77);
  }

  private static int[] product(Op real, DType format, int... weights) {
    return product(real, format, new Quantization(List.of(1f, 1f), List.of(0, 0)), weights);
  }

  /** Of the input 1, to steps of 4; the integers less the zero point. */
  private static int[] product(Op real, DType format, Quantization scales, int... weights) {
    return product(real, format, 1, 1, scales, 4, weights);
  }

  /**
   * The integers less the zero point.
   *
   * @param input the integer that is read, less its zero point
   * @param scale of the input
   * @param result the scale of the result
   */
  private static int[] product(
      Op real,
      DType format,
      int input,
      float scale,
      Quantization scales,
      float result,
      int... weights) {
    int zeroPoint = format == DType.U8 ? 128 : 0;
    Quantization in = Quantization.of(scale, zeroPoint);
    Shape shape = real instanceof Op.Dense ? Shape.of(1) : Shape.of(1, 1, 1);
    Op.WeightFormat stored = new Op.WeightFormat(DType.I8, scales);
    Op.Quantized op =
        new Op.Quantized(
            real,
            format,
            Quantization.of(result, zeroPoint),
            Optional.of(stored),
            Rescaling.FIXED_POINT);
    GraphBuilder b = Graph.builder();
    Value value = b.input("in0", new TensorType(shape, format, Optional.of(in)));
    Graph graph = b.output("out", b.add("layer", op, List.of(value))).build();
    ParamSpec weight = graph.params().findFirst().orElseThrow();
    MemorySegment numbers = MemorySegment.ofArray(bytes(weights));
    Weights held =
        Weights.of(List.of(new Tensor(weight.name(), DType.I8, weight.shape().extents(), numbers)));
    byte[] read = {(byte) (input + zeroPoint)};
    KernelProvider first = Providers.available().getFirst();
    int[] given = integers(QuantizedLayers.run(first, graph, held, List.of(read)));
    for (int i = 0; i < given.length; i++) {
      given[i] = zeroPoint == 0 ? given[i] : (given[i] & 0xFF) - zeroPoint;
    }
    return given;
  }

  private static int[] mean(Rescaling rescaling, Quantization in, Quantization out, int... map) {
    return run(quantized(MEAN, out, rescaling), List.of(type(Shape.of(1, map.length, 1), in)), map);
  }

  private static Op.Quantized quantized(Op real, Quantization out, Rescaling rescaling) {
    return new Op.Quantized(real, DType.I8, out, Optional.empty(), rescaling);
  }

  private static TensorType type(Shape shape, Quantization quantization) {
    return new TensorType(shape, DType.I8, Optional.of(quantization));
  }

  /** By the fastest kernels: plain loops alone take the nearest. */
  private static int[] run(Op op, List<TensorType> types, int[]... inputs) {
    GraphBuilder b = Graph.builder();
    List<Value> read = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      read.add(b.input("in" + i, types.get(i)));
    }
    Graph graph = b.output("out", b.add("layer", op, read)).build();
    KernelProvider first = Providers.available().getFirst();
    List<byte[]> given = Arrays.stream(inputs).map(TfLiteRoundingTest::bytes).toList();
    return integers(QuantizedLayers.run(first, graph, Weights.of(List.of()), given));
  }

  private static byte[] bytes(int[] integers) {
    byte[] bytes = new byte[integers.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) integers[i];
    }
    return bytes;
  }

  private static int[] integers(byte[] bytes) {
    int[] integers = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      integers[i] = bytes[i];
    }
    return integers;
  }
}
