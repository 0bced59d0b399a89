package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import liviano.kernels.scalar.ScalarProvider;

/** What every provider owes, against the scalar one as the definition of right. */
final class KernelChecks {
  /** Error allowed to a sum, as a share of the sum of its terms' sizes. */
  private static final double TOLERANCE = 4e-6;

  private static final KernelProvider SCALAR = new ScalarProvider();

  private KernelChecks() {}

  /** Whether the provider serves the case; if so, every check has passed. */
  static boolean holds(KernelProvider provider, KernelCase test) {
    Optional<Offer> offer = provider.offer(test.task());
    if (offer.isEmpty()) {
      return false;
    }
    Kernel kernel = offer.get().kernel(provider.newPackedWeights());
    float[] actual = computesWhatScalarDoes(kernel, test);
    leavesInputsAlone(kernel, test);
    givesSameBitsInAnyOrder(kernel, test, actual);
    writesEachNumberInOneUnit(kernel, test);
    if (offer.get().overwritesInput(1)) {
      givesSameBitsOverItsInput(kernel, test);
    }
    return true;
  }

  private static float[] computesWhatScalarDoes(Kernel kernel, KernelCase test) {
    float[] expected = KernelRun.of(SCALAR, test).whole();
    float[] actual = KernelRun.of(kernel, test).whole();
    double[] slack = slack(test);
    for (int i = 0; i < expected.length; i++) {
      if (!agree(expected[i], actual[i], slack[i])) {
        fail(
            String.format(
                Locale.ROOT,
                "%s: output %d is %s, scalar says %s, may differ by %s",
                test,
                i,
                actual[i],
                expected[i],
                slack[i]));
      }
    }
    return actual;
  }

  private static boolean agree(float expected, float actual, double slack) {
    if (Float.isNaN(expected) || Float.isInfinite(expected)) {
      return Float.compare(expected, actual) == 0;
    }
    if (Double.isNaN(slack)) {
      return true; // infinities met zeros among its terms, which then have no size
    }
    return slack == 0
        ? Float.floatToRawIntBits(expected) == Float.floatToRawIntBits(actual)
        : Math.abs((double) expected - actual) <= slack;
  }

  /** By how much each output may differ: nothing, or a share of its terms and of the rounding. */
  private static double[] slack(KernelCase test) {
    double[] slack = new double[test.outputs()];
    if (test.exact()) {
      return slack;
    }
    float[] magnitude = KernelRun.of(SCALAR, test.magnitude()).whole();
    Arrays.setAll(
        slack, i -> magnitude[i] * TOLERANCE + (double) test.products() * Float.MIN_VALUE);
    return slack;
  }

  private static void leavesInputsAlone(Kernel kernel, KernelCase test) {
    KernelRun run = KernelRun.of(kernel, test);
    run.whole();
    for (int i = 0; i < test.inputs().size(); i++) {
      float[] values = test.inputs().get(i);
      assertThat(bits(Tensors.read(run.frame().input(i), values.length)))
          .as("%s: input %d after the run", test, i)
          .isEqualTo(bits(values));
    }
  }

  /**
   * All NaNs count as the same: which of two a sum's NaN comes from, and so its sign, the JVM's
   * compilers may decide anew.
   */
  private static void givesSameBitsInAnyOrder(Kernel kernel, KernelCase test, float[] expected) {
    int[] bits = oneNan(expected);
    List<Integer> order = KernelCases.shuffled(kernel.units(), 1);
    assertThat(oneNan(KernelRun.of(kernel, test).oneByOne(order)))
        .as("%s: units in the order %s", test, order)
        .isEqualTo(bits);
    for (int length : new int[] {2, 3, 7}) {
      assertThat(oneNan(KernelRun.of(kernel, test).backwards(length)))
          .as("%s: runs of %d units, the last first", test, length)
          .isEqualTo(bits);
    }
  }

  private static void givesSameBitsOverItsInput(Kernel kernel, KernelCase test) {
    assertThat(bits(KernelRun.of(kernel, test).overItsInput().whole()))
        .as("%s: written over its input", test)
        .isEqualTo(bits(KernelRun.of(kernel, test).whole()));
    if (test.inputs().size() > 1 && test.inputs().getFirst().length == test.outputs()) {
      assertThat(bits(KernelRun.of(kernel, test).addingItsInput().overItsInput().whole()))
          .as("%s: adding its input, written over it", test)
          .isEqualTo(bits(KernelRun.of(kernel, test).addingItsInput().whole()));
    }
  }

  private static void writesEachNumberInOneUnit(Kernel kernel, KernelCase test) {
    BitSet written = new BitSet();
    for (int unit : sample(kernel.units())) {
      KernelRun run = KernelRun.of(kernel, test);
      kernel.run(run.frame(), unit, unit + 1, 0);
      int[] bits = bits(run.output());
      BitSet now = new BitSet();
      IntStream.range(0, bits.length).filter(i -> bits[i] != KernelRun.UNWRITTEN).forEach(now::set);
      assertThat(now.isEmpty()).as("%s: unit %d writes nothing", test, unit).isFalse();
      assertThat(now.intersects(written))
          .as("%s: unit %d writes into another's part", test, unit)
          .isFalse();
      written.or(now);
    }
  }

  /** Neighbouring units, where one would spill into the other, but not hundreds of them. */
  private static int[] sample(int units) {
    return IntStream.range(0, units).filter(unit -> unit < 6 || unit >= units - 3).toArray();
  }

  private static int[] oneNan(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToIntBits(values[i]));
    return bits;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }
}
