package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import liviano.kernels.scalar.ScalarProvider;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Moves of numbers of every format, and functions of two integers, by plain loops alone. */
class MoveFormatsTest {
  private static final List<KernelCase> MOVES =
      KernelCases.of(5, NumberKind.ORDINARY, 6).stream()
          .filter(test -> test.task() instanceof Move)
          .filter(test -> test.inputs().stream().mapToInt(in -> in.length).sum() < 60_000)
          .toList();

  @Test
  void everyKindOfMoveIsAmongThem() {
    assertThat(MOVES.stream().map(test -> (Object) test.task().getClass()))
        .containsAll(List.of(Move.class.getPermittedSubclasses()));
  }

  /** Each number is moved with all its bytes to where the kernel of floats moves it. */
  @ParameterizedTest
  @EnumSource
  void everyFormatIsMovedAsFloatsAre(DType format) {
    for (KernelCase test : MOVES) {
      if (test.task() instanceof Move.Constant) {
        continue; // it reads nothing
      }
      List<MemorySegment> numbers = new ArrayList<>();
      List<MemorySegment> indices = new ArrayList<>();
      List<byte[]> all = new ArrayList<>();
      all.add(new byte[format.bytes()]); // number 0 is what is new
      for (float[] input : test.inputs()) {
        MemorySegment floats = memory(input.length * 4L);
        MemorySegment bytes = memory((long) input.length * format.bytes());
        for (int i = 0; i < input.length; i++) {
          byte[] number = number(all.size(), format.bytes());
          floats.setAtIndex(LittleEndian.FLOAT, i, all.size());
          MemorySegment.copy(
              MemorySegment.ofArray(number), 0, bytes, (long) i * format.bytes(), format.bytes());
          all.add(number);
        }
        indices.add(floats);
        numbers.add(bytes);
      }
      Task moved = in(test.task(), format);

      MemorySegment from = run(test.task(), indices, test.outputs() * 4L);
      MemorySegment to = run(moved, numbers, (long) test.outputs() * format.bytes());
      for (int i = 0; i < test.outputs(); i++) {
        byte[] number = all.get((int) from.getAtIndex(LittleEndian.FLOAT, i));
        MemorySegment there = to.asSlice((long) i * format.bytes(), format.bytes());
        if (there.mismatch(MemorySegment.ofArray(number)) >= 0) {
          assertThat(there.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE))
              .as("%s: number %d", moved, i)
              .isEqualTo(number);
        }
      }
    }
  }

  /** But for machine code, which joins bytes and copies rows of them: {@link IntegerSuiteTest}. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "F32")
  void fasterProvidersDeclineThem(DType format) {
    List<KernelProvider> fast =
        Stream.concat(
                Providers.available().stream(),
                liviano.kernels.nativecode.NativeProviders.all().stream())
            .filter(provider -> !(provider instanceof ScalarProvider))
            .toList();
    for (KernelProvider provider : fast) {
      for (KernelCase test : MOVES) {
        boolean copiesBytes =
            provider.computesIntegers() && format.isByte() && isOfRows(test.task());
        assertThat(provider.prepare(in(test.task(), format), new PackedWeights()).isPresent())
            .as("%s of %s", provider.name(), test)
            .isEqualTo(copiesBytes);
      }
      for (PairFunction function : PairFunction.values()) {
        assertThat(provider.prepare(pairwise(function, format), new PackedWeights())).isEmpty();
      }
    }
  }

  private static boolean isOfRows(Task move) {
    return move instanceof Move.Concat
        || move instanceof Move.Strided strided && strided.view().columnStride() == 1;
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"F32", "I32", "I64"})
  void noProviderComputesWithOtherNumbers(DType format) {
    for (PairFunction function : PairFunction.values()) {
      assertThat(new ScalarProvider().prepare(pairwise(function, format), new PackedWeights()))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void integersWrapAround(PairFunction function) {
    long[] a = {1, Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1, -3};
    long[] b = {2, 1, -1, 1L << 62, 7};
    MemorySegment first = memory(8 * 5);
    MemorySegment second = memory(8 * 5);
    for (int i = 0; i < 5; i++) {
      first.setAtIndex(LittleEndian.LONG, i, a[i]);
      second.setAtIndex(LittleEndian.LONG, i, b[i]);
    }
    MemorySegment sum = run(pairwise(function, DType.I64), List.of(first, second), 8 * 5);
    for (int i = 0; i < 5; i++) {
      long expected =
          switch (function) {
            case ADD -> a[i] + b[i];
            case MULTIPLY -> a[i] * b[i];
            case MAXIMUM -> a[i] > b[i] ? a[i] : b[i];
            case MINIMUM -> a[i] < b[i] ? a[i] : b[i];
            case SUBTRACT -> a[i] - b[i];
            case DIVIDE -> a[i] / b[i];
            case FLOOR_DIVIDE -> Math.floorDiv(a[i], b[i]);
            case POWER -> power(a[i], b[i]);
          };
      assertThat(sum.getAtIndex(LittleEndian.LONG, i)).isEqualTo(expected);
    }

    MemorySegment x = memory(4 * 5);
    MemorySegment y = memory(4 * 5);
    for (int i = 0; i < 5; i++) {
      x.setAtIndex(LittleEndian.INT, i, (int) (a[i] >> 32));
      y.setAtIndex(LittleEndian.INT, i, (int) (b[i] >> 31));
    }
    MemorySegment ints = run(pairwise(function, DType.I32), List.of(x, y), 4 * 5);
    for (int i = 0; i < 5; i++) {
      int p = (int) (a[i] >> 32);
      int q = (int) (b[i] >> 31);
      int expected =
          switch (function) {
            case ADD -> p + q;
            case MULTIPLY -> p * q;
            case MAXIMUM -> p > q ? p : q;
            case MINIMUM -> p < q ? p : q;
            case SUBTRACT -> p - q;
            case DIVIDE -> q == 0 ? 0 : p / q;
            case FLOOR_DIVIDE -> q == 0 ? 0 : Math.floorDiv(p, q);
            case POWER -> (int) power(p, q);
          };
      assertThat(ints.getAtIndex(LittleEndian.INT, i)).isEqualTo(expected);
    }
  }

  /** The lowest 64 bits of the power; nothing whole is left of a negative one here. */
  private static long power(long base, long exponent) {
    BigInteger range = BigInteger.TWO.pow(64);
    BigInteger power = BigInteger.valueOf(base);
    return exponent < 0
        ? Math.abs(base) == 1 ? (exponent % 2 == 0 ? 1 : base) : 0
        : power.modPow(BigInteger.valueOf(exponent), range).longValue();
  }

  private static Task pairwise(PairFunction function, DType format) {
    return new Elementwise.Pairwise(
        function,
        5,
        StridedView.dense(List.of(5)),
        new Formats(Collections.nCopies(2, format), format));
  }

  private static Task in(Task task, DType format) {
    return OtherFormats.wholly(task, format);
  }

  /** Its bytes are no other number's, as far as so many bytes can tell numbers apart. */
  private static byte[] number(int index, int bytes) {
    byte[] number = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      number[i] = (byte) (index * 31 >> (8 * (i % 3)) ^ i * 17);
    }
    return number;
  }

  private static MemorySegment run(Task task, List<MemorySegment> inputs, long outputBytes) {
    Kernel kernel = new ScalarProvider().prepare(task, new PackedWeights()).orElseThrow();
    MemorySegment output = memory(outputBytes).fill((byte) 99);
    MemorySegment[] scratch = {memory(kernel.scratchBytes())};
    kernel.run(
        new Frame(inputs.toArray(MemorySegment[]::new), output, scratch), 0, kernel.units(), 0);
    return output;
  }

  private static MemorySegment memory(long bytes) {
    return Arena.ofAuto().allocate(Math.max(1, bytes), 64).asSlice(0, bytes);
  }
}
