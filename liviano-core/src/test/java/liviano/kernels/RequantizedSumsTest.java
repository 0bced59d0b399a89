package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import liviano.kernels.scalar.ScalarProvider;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The plain loops compute sums of integers by the definition of {@link Requantize}. */
class RequantizedSumsTest {
  private static final KernelProvider SCALAR = new ScalarProvider();

  private static Param weight(byte[] values, Integer... dims) {
    return weight(DType.I8, values, dims);
  }

  private static Param weight(DType format, byte[] values, Integer... dims) {
    return new Param("w", format, new Shape(List.of(dims)), MemorySegment.ofArray(values));
  }

  private static Param bias(int... values) {
    MemorySegment data = Arena.ofAuto().allocate(4L * values.length);
    MemorySegment.copy(values, 0, data, LittleEndian.INT, 0, values.length);
    return new Param("b", DType.I32, Shape.of(values.length), data);
  }

  private static Epilogue end(Requantize step, int... bias) {
    return new Epilogue(Optional.of(bias(bias)), false, Clamp.NONE, Optional.of(step));
  }

  private static byte[] run(Linear task, byte[] input, int outputs, int runLength) {
    Kernel kernel = SCALAR.prepare(task, new PackedWeights()).orElseThrow();
    MemorySegment in = Arena.ofAuto().allocate(Math.ceilDiv(input.length, 64) * 64L, 64);
    MemorySegment.copy(input, 0, in, ValueLayout.JAVA_BYTE, 0, input.length);
    MemorySegment out = Arena.ofAuto().allocate(Math.ceilDiv(outputs, 64) * 64L, 64);
    Frame frame = new Frame(new MemorySegment[] {in}, out, new MemorySegment[] {in});
    for (int from = 0; from < kernel.units(); from += runLength) {
      kernel.run(frame, from, Math.min(kernel.units(), from + runLength), 0);
    }
    return out.asSlice(0, outputs).toArray(ValueLayout.JAVA_BYTE);
  }

  /** By hand: two rows, a scale for each channel, zero points on both sides, and half to even. */
  @Test
  void aDenseLayer() {
    Requantize step = new Requantize(128, List.of(0.5f, 0.25f), 10, DType.U8);
    Linear task =
        new Linear.Pointwise(
            2,
            2,
            2,
            weight(new byte[] {1, 2, -3, 4}, 2, 2),
            end(step, 1, -2),
            Formats.of(DType.U8, DType.U8));
    byte[] input = {(byte) 130, (byte) 129, (byte) 255, 0};

    // 2 + 2 + 1 = 5: 2.5 is 2, and 12. -6 + 4 - 2 = -4: -1, and 9.
    // 127 - 256 + 1 = -128: -64, below 0. -381 - 512 - 2 = -895: below 0.
    assertThat(run(task, input, 4, 1)).containsExactly(12, 9, 0, 0);
    assertThat(run(task.withClamp(new Clamp(10, 11), task.formats()), input, 4, 2))
        .containsExactly(11, 10, 10, 10);
  }

  /** A place beside the map is left out, as if it held the zero point of the input. */
  @Test
  void aFilterAtTheEdge() {
    Requantize step = new Requantize(-5, List.of(1f), 3, DType.I8);
    Geometry g = new Geometry(1, 1, 2, 1, 1, 2, 1, 1, 3, 1, 1, 1, 1, 0, 1);
    Linear task =
        new Linear.Depthwise(
            g,
            weight(new byte[] {100, 2, 3}, 1, 3, 1),
            end(step, 0),
            Formats.of(DType.I8, DType.I8));

    // (1 + 5) * 2 + (-7 + 5) * 3 + 3 = 9; (1 + 5) * 100 + (-7 + 5) * 2 + 3 is beyond 127.
    assertThat(run(task, new byte[] {1, -7}, 2, 1)).containsExactly(9, 127);
  }

  /** A convolution or a depthwise filter of 3x2 taps with numbers to run it on. */
  private record Drawn(Linear task, Geometry g, int groups, byte[] weights, int[] bias) {
    static Drawn of(Random random) {
      boolean depthwise = random.nextBoolean();
      int groups = random.nextInt(1, 4);
      int each = depthwise ? 1 : random.nextInt(1, 4);
      int outC = groups * random.nextInt(1, 4);
      int h = random.nextInt(3, 8);
      int w = random.nextInt(3, 8);
      int dilation = random.nextInt(1, 3);
      Geometry g = new Geometry(2, h, w, groups * each, h, w, outC, 3, 2, 1, 1, dilation, 1, 1, 1);
      byte[] weights = new byte[6 * outC * each];
      random.nextBytes(weights);
      int[] bias = random.ints(outC, -5000, 5000).toArray();
      List<Float> scales =
          Stream.generate(() -> random.nextFloat(1e-4f, 1e-2f)).limit(outC).toList();
      Formats formats = Formats.of(drawnFormat(random), drawnFormat(random));
      DType stored = drawnFormat(random);
      List<Integer> zeroWeights =
          random.ints(random.nextBoolean() ? outC : 1, 0, 100).boxed().toList();
      Requantize step =
          new Requantize(
              random.nextInt(0, 100),
              zeroWeights,
              scales,
              random.nextInt(0, 100),
              formats.output());
      Epilogue end = end(step, bias);
      Linear task =
          depthwise
              ? new Linear.Depthwise(g, weight(stored, weights, 3, 2, outC), end, formats)
              : new Linear.Convolution(
                  g, groups, weight(stored, weights, outC, 3, 2, each), end, formats);
      return new Drawn(task, g, groups, weights, bias);
    }

    private static DType drawnFormat(Random random) {
      return random.nextBoolean() ? DType.I8 : DType.U8;
    }

    Requantize step() {
      return task.epilogue().requantize().orElseThrow();
    }

    /** What an output is, by its index. */
    byte expected(byte[] input, int at) {
      int o = at % g.outC();
      long acc = bias[o] + sum(input, at / g.outC(), o);
      long rounded = (long) Math.rint((float) acc * step().scales().get(o)) + step().zeroPoint();
      boolean signed = step().format() == DType.I8;
      return (byte) Math.clamp(rounded, signed ? -128 : 0, signed ? 127 : 255);
    }

    /** In 64 bits, over every number of the input that some tap meets. */
    private long sum(byte[] input, int position, int o) {
      int x = position % g.outW();
      int y = position / g.outW() % g.outH();
      int n = position / g.outW() / g.outH();
      int each = g.inC() / groups;
      long sum = 0;
      for (int index = 0; index < input.length; index++) {
        int c = index % g.inC();
        int inX = index / g.inC() % g.inW();
        int inY = index / g.inC() / g.inW() % g.inH();
        int i = inY - (y - g.padTop());
        int j = inX - (x - g.padLeft());
        boolean meets =
            index / g.inC() / g.inW() / g.inH() == n
                && c / each == o / (g.outC() / groups)
                && i >= 0
                && i % g.dilationH() == 0
                && i / g.dilationH() < 3
                && j >= 0
                && j < 2;
        if (meets) {
          int tap = i / g.dilationH() * 2 + j;
          byte weight =
              task instanceof Linear.Depthwise
                  ? weights[tap * g.outC() + o]
                  : weights[(o * 6 + tap) * each + c % each];
          List<Integer> zeros = step().weightZeroPoints();
          sum +=
              (long)
                      (value(input[index], task.formats().inputs().getFirst())
                          - step().inputZeroPoint())
                  * (value(weight, task.weight().format()) - zeros.get(o % zeros.size()));
        }
      }
      return sum;
    }

    private static int value(byte stored, DType format) {
      return format == DType.U8 ? stored & 0xff : stored;
    }
  }

  static Stream<Integer> seeds() {
    return IntStream.range(0, 40).boxed();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void drawnConvolutions(int seed) {
    Random random = new Random(seed);
    Drawn drawn = Drawn.of(random);
    Geometry g = drawn.g();
    byte[] input = new byte[g.batch() * g.inH() * g.inW() * g.inC()];
    random.nextBytes(input);
    byte[] expected = new byte[Math.toIntExact(g.outputs())];
    for (int at = 0; at < expected.length; at++) {
      expected[at] = drawn.expected(input, at);
    }

    assertThat(run(drawn.task(), input, expected.length, random.nextInt(1, 5))).isEqualTo(expected);
  }

  /** Weights, inputs or outputs of other formats are nobody's yet. */
  @Test
  void otherFormatsAreDeclined() {
    Requantize step = new Requantize(0, List.of(1f), 0, DType.I8);
    Param wide = weight(DType.I16, new byte[2], 1, 1);
    Param one = weight(new byte[1], 1, 1);
    Epilogue end = Epilogue.NONE.withRequantize(step);

    assertThat(SCALAR.offer(dense(one, end, Formats.of(DType.I8, DType.I8)))).isPresent();
    assertThat(SCALAR.offer(dense(wide, end, Formats.of(DType.I8, DType.I8)))).isEmpty();
    assertThat(SCALAR.offer(dense(one, end, Formats.of(DType.I16, DType.I8)))).isEmpty();
    assertThat(SCALAR.offer(dense(one, end, Formats.of(DType.I32, DType.I8)))).isEmpty();
    assertThat(SCALAR.offer(dense(one, Epilogue.NONE, Formats.of(DType.I8, DType.F32)))).isEmpty();
  }

  private static Task dense(Param weight, Epilogue epilogue, Formats formats) {
    return new Linear.Pointwise(1, 1, 1, weight, epilogue, formats);
  }
}
