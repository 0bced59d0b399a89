package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import liviano.kernels.nativecode.NativeProvider;
import liviano.kernels.nativecode.NativeProviders;
import liviano.kernels.scalar.ScalarProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Integers leave no tolerance: machine code gives the bits of the plain loops. */
class IntegerSuiteTest {
  private static final KernelProvider SCALAR = new ScalarProvider();

  static List<KernelProvider> machineCode() {
    return NativeProviders.forIntegers();
  }

  @ParameterizedTest
  @MethodSource("machineCode")
  void machineCodeGivesTheBitsOfThePlainLoops(KernelProvider provider) {
    Set<Class<?>> served = new HashSet<>();
    int count = 0;
    for (IntegerCase test : IntegerCases.all()) {
      Kernel kernel =
          provider.offer(test.task()).map(o -> o.kernel(provider.newPackedWeights())).orElse(null);
      if (kernel != null) {
        byte[] expected =
            whole(SCALAR.prepare(test.task(), new PackedWeights()).orElseThrow(), test);
        assertThat(whole(kernel, test)).as(test.name()).isEqualTo(expected);
        assertThat(inAnyOrder(kernel, test)).as(test.name()).isEqualTo(expected);
        eachByteIsWrittenInOneUnit(kernel, test);
        served.add(test.task().getClass());
        count++;
      }
    }

    served.remove(Fused.InvertedResidual.class); // where there are dot products
    assertThat(served)
        .containsExactlyInAnyOrder(
            Linear.Pointwise.class,
            Linear.Convolution.class,
            Linear.Depthwise.class,
            Quantizing.Add.class,
            Quantizing.AddFixed.class,
            Quantizing.AddShifted.class,
            Quantizing.Store.class,
            Quantizing.Load.class,
            Quantizing.Rescale.class,
            Quantizing.Average.class,
            Move.Concat.class,
            Move.Strided.class);
    assertThat(count).isGreaterThan(250);
  }

  @ParameterizedTest
  @MethodSource("machineCode")
  void blocksGiveThemInStripsOfAnyHeight(KernelProvider provider) {
    int count = 0;
    for (int lines : new int[] {1, 2, 5}) {
      KernelProvider strips = ((NativeProvider) provider).withStrips(lines);
      for (IntegerCase test : IntegerCases.all()) {
        Optional<Offer> offer =
            test.task() instanceof Fused ? strips.offer(test.task()) : Optional.empty();
        if (offer.isPresent()) {
          Kernel kernel = offer.get().kernel(strips.newPackedWeights());
          byte[] expected =
              whole(SCALAR.prepare(test.task(), new PackedWeights()).orElseThrow(), test);
          assertThat(whole(kernel, test)).as(test.name()).isEqualTo(expected);
          assertThat(inAnyOrder(kernel, test)).as(test.name()).isEqualTo(expected);
          count++;
        }
      }
    }
    assertThat(count).matches(blocks -> blocks == 0 || blocks > 90, "half of the blocks, or none");
  }

  private static byte[] whole(Kernel kernel, IntegerCase test) {
    IntegerCase.Run run = run(kernel, test, 0x5a);
    kernel.run(run.frame(), 0, kernel.units(), 0);
    return run.output();
  }

  /** Runs of units of several lengths, the last first. */
  private static byte[] inAnyOrder(Kernel kernel, IntegerCase test) {
    IntegerCase.Run run = run(kernel, test, 0x5a);
    int length = 1 + test.outputs() % 4;
    for (int to = kernel.units(); to > 0; to -= length) {
      kernel.run(run.frame(), Math.max(0, to - length), to, 0);
    }
    return run.output();
  }

  private static void eachByteIsWrittenInOneUnit(Kernel kernel, IntegerCase test) {
    BitSet written = new BitSet();
    for (int unit : units(kernel)) {
      BitSet now = new BitSet();
      for (int pattern : new int[] {0, 0xff}) {
        IntegerCase.Run run = run(kernel, test, pattern);
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

  private static int[] units(Kernel kernel) {
    int units = kernel.units();
    return IntStream.range(0, units).filter(unit -> unit < 3 || unit >= units - 2).toArray();
  }

  private static IntegerCase.Run run(Kernel kernel, IntegerCase test, int pattern) {
    return test.run(kernel, IntegerSuiteTest::memory, pattern);
  }

  private static MemorySegment memory(long bytes) {
    return Arena.ofAuto().allocate(Math.ceilDiv(Math.max(1, bytes), 64) * 64, 64);
  }
}
