package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import liviano.kernels.Bf16Cases.Bf16Case;
import liviano.kernels.nativecode.NativeProviders;
import liviano.kernels.scalar.ScalarProvider;
import liviano.tensor.Bf16;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Machine code on bfloat16 against the plain loops, within a stated bound. */
@Execution(ExecutionMode.CONCURRENT)
final class Bf16SuiteTest {
  private static final KernelProvider SCALAR = new ScalarProvider();

  /** Error allowed to a sum in floats, as a share of the sum of its terms' sizes. */
  private static final double TOLERANCE = 4e-6;

  /** The distance of two neighbouring numbers of 16 bits, as a share of them at most. */
  private static final double STEP = 0x1p-7;

  @Test
  void machineCodeComputesWhatThePlainLoopsDo() {
    KernelProvider provider = provider();
    Set<Class<?>> served = new HashSet<>();
    int count = 0;
    for (Bf16Case test : Bf16Cases.every().toList()) {
      Optional<Offer> offer = provider.offer(test.task());
      if (offer.isPresent()) {
        holds(offer.get(), provider, test);
        served.add(test.task().getClass());
        count++;
      }
    }

    assertThat(served)
        .containsExactlyInAnyOrder(
            Linear.Pointwise.class,
            Linear.Convolution.class,
            Linear.Depthwise.class,
            Fused.InvertedResidual.class,
            Fused.PooledPointwise.class,
            Elementwise.Convert.class);
    assertThat(count).isGreaterThan(400);
  }

  /** Blocks, with shortcuts among them, which the suite then runs over their inputs. */
  @Test
  void machineCodeOverwritesBlocks() {
    KernelProvider provider = provider();
    assertThat(Bf16Cases.all())
        .filteredOn(
            test ->
                provider.offer(test.task()).filter(offer -> offer.overwritesInput(1)).isPresent())
        .hasSizeGreaterThan(10)
        .anySatisfy(test -> assertThat(test.task().inputs()).isEqualTo(2));
  }

  /** The plain loops themselves: the same sums in floats, rounded once. */
  @Test
  void thePlainLoopsRoundOnce() {
    for (Bf16Case test : Bf16Cases.all()) {
      if (test.task() instanceof Linear) {
        float[] rounded = output(test, run(kernel(SCALAR, test), test, false));
        float[] exact = KernelRun.of(SCALAR, test.floats()).whole();
        for (int i = 0; i < exact.length; i++) {
          boolean narrow = test.task().formats().output() == DType.BF16;
          Float expected = narrow ? Bf16.toFloat(Bf16.of(exact[i])) : exact[i];
          assertThat(Float.valueOf(rounded[i])).as("%s: output %d", test, i).isEqualTo(expected);
        }
      }
    }
  }

  /** The bound must notice one product left out. */
  @Test
  void aProductLeftOutIsNoticed() {
    Bf16Case test =
        Bf16Cases.all().stream()
            .filter(t -> t.task() instanceof Linear.Pointwise p && p.inChannels() < 40)
            .findFirst()
            .orElseThrow();
    byte[] first = test.bytes().inputs().getFirst();
    float[] whole = output(test, run(kernel(SCALAR, test), test, false));
    first[0] = 0;
    first[1] = 0;
    float[] less = output(test, run(kernel(SCALAR, test), test, false));
    double[] slack = slack(test, whole);

    assertThat(IntStream.range(0, whole.length).anyMatch(i -> !agree(whole[i], less[i], slack[i])))
        .isTrue();
  }

  private static KernelProvider provider() {
    Optional<KernelProvider> provider =
        NativeProviders.all().stream().filter(p -> p.lacksBf16().isEmpty()).findFirst();
    Assumptions.assumeTrue(provider.isPresent(), "no machine code on bfloat16 here");
    return provider.orElseThrow();
  }

  private static Kernel kernel(KernelProvider provider, Bf16Case test) {
    return provider.prepare(test.task(), new PackedWeights()).orElseThrow();
  }

  private static void holds(Offer offer, KernelProvider provider, Bf16Case test) {
    Kernel kernel = offer.kernel(provider.newPackedWeights());
    byte[] given = run(kernel, test, false);
    float[] actual = output(test, given);
    float[] expected = output(test, run(kernel(SCALAR, test), test, false));
    double[] slack = slack(test, expected);
    for (int i = 0; i < expected.length; i++) {
      if (!agree(expected[i], actual[i], slack[i])) {
        fail(
            String.format(
                Locale.ROOT,
                "%s: output %d is %s, the plain loops say %s, may differ by %s",
                test,
                i,
                actual[i],
                expected[i],
                slack[i]));
      }
    }
    assertThat(inAnyOrder(kernel, test)).as("%s: in another order", test).isEqualTo(given);
    eachByteIsWrittenInOneUnit(kernel, test);
    if (offer.overwritesInput(1)) {
      assertThat(run(kernel, test, true)).as("%s: over its input", test).isEqualTo(given);
    }
  }

  private static boolean agree(float expected, float actual, double slack) {
    if (Float.isNaN(expected) || Float.isInfinite(expected)) {
      return Float.compare(expected, actual) == 0;
    }
    return Double.isNaN(slack) // infinities met zeros among its terms, which then have no size
        || Math.abs((double) expected - actual) <= slack;
  }

  /**
   * What an output may differ by: the share of its terms that sums of floats have; a step of 16
   * bits where one is stored so; between layers such a step in each term; and for each addition the
   * least normal float, below which sums become zero.
   */
  private static double[] slack(Bf16Case test, float[] expected) {
    double[] slack = new double[expected.length];
    if (test.task() instanceof Elementwise.Convert) {
      return slack;
    }
    float[] magnitude = KernelRun.of(SCALAR, test.floats().magnitude()).whole();
    boolean narrow = test.task().formats().output() == DType.BF16;
    for (int i = 0; i < slack.length; i++) {
      double between = Math.max(0, test.roundings() - 1) * STEP * 1.01;
      slack[i] =
          magnitude[i] * (TOLERANCE + between)
              + (narrow ? STEP * Math.abs(expected[i]) : 0)
              + 8.0 * test.floats().products() * Float.MIN_NORMAL;
    }
    return slack;
  }

  private static float[] output(Bf16Case test, byte[] bytes) {
    float[] numbers = new float[test.bytes().outputs()];
    DType format = test.task().formats().output();
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = LittleEndian.floatAt(MemorySegment.ofArray(bytes), format, i);
    }
    return numbers;
  }

  private static byte[] run(Kernel kernel, Bf16Case test, boolean over) {
    IntegerCase.Run run = test.bytes().run(kernel, Bf16SuiteTest::memory, 0x5a);
    Frame frame = run.frame();
    if (over) {
      MemorySegment[] inputs =
          IntStream.range(0, test.task().inputs())
              .mapToObj(frame::input)
              .toArray(MemorySegment[]::new);
      MemorySegment[] scratch = {frame.scratch(0)};
      frame = new Frame(inputs, inputs[0], scratch, Arguments.of(kernel, 1));
    }
    kernel.run(frame, 0, kernel.units(), 0);
    return frame.output().asSlice(0, run.bytes()).toArray(Tensors.BYTE);
  }

  /** Runs of units of several lengths, the last first. */
  private static byte[] inAnyOrder(Kernel kernel, Bf16Case test) {
    IntegerCase.Run run = test.bytes().run(kernel, Bf16SuiteTest::memory, 0x5a);
    int length = 1 + test.bytes().outputs() % 4;
    for (int to = kernel.units(); to > 0; to -= length) {
      kernel.run(run.frame(), Math.max(0, to - length), to, 0);
    }
    return run.output();
  }

  private static void eachByteIsWrittenInOneUnit(Kernel kernel, Bf16Case test) {
    BitSet written = new BitSet();
    int units = kernel.units();
    for (int unit : IntStream.range(0, units).filter(u -> u < 3 || u >= units - 2).toArray()) {
      BitSet now = new BitSet();
      for (int pattern : new int[] {0, 0xff}) {
        IntegerCase.Run run = test.bytes().run(kernel, Bf16SuiteTest::memory, pattern);
        kernel.run(run.frame(), unit, unit + 1, 0);
        byte[] bytes = run.output();
        IntStream.range(0, bytes.length).filter(i -> bytes[i] != (byte) pattern).forEach(now::set);
      }
      assertThat(now.intersects(written))
          .as("%s: unit %d writes into another's part", test, unit)
          .isFalse();
      written.or(now);
    }
  }

  /** Full of NaN, as floats and as numbers of 16 bits: whoever counts on zeros there shows it. */
  private static MemorySegment memory(long bytes) {
    MemorySegment memory = Arena.ofAuto().allocate(Math.ceilDiv(Math.max(1, bytes), 64) * 64, 64);
    return memory.fill((byte) 0xff);
  }
}
