package liviano.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies between segments and arrays, against those of the JDK with a layout. */
class LittleEndianTest {
  private final Random random = new Random(5);

  /** Copies numbers from a place on to the beginning of an array. */
  private interface Out<A> {
    void copy(MemorySegment from, long offset, A to);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 63, 64, 1001})
  void numbersComeOutAsTheJdkReadsThem(int count) {
    compare(
        count * Float.BYTES,
        new float[count + 2],
        new float[count + 2],
        (from, offset, to) ->
            MemorySegment.copy(from, LittleEndian.FLOAT_UNALIGNED, offset, to, 0, count),
        (from, offset, to) -> LittleEndian.copy(from, offset, to, count));
    compare(
        count * Integer.BYTES,
        new int[count + 2],
        new int[count + 2],
        (from, offset, to) ->
            MemorySegment.copy(from, LittleEndian.INT_UNALIGNED, offset, to, 0, count),
        (from, offset, to) -> LittleEndian.copy(from, offset, to, count));
    compare(
        count * Long.BYTES,
        new long[count + 2],
        new long[count + 2],
        (from, offset, to) ->
            MemorySegment.copy(from, LittleEndian.LONG_UNALIGNED, offset, to, 0, count),
        (from, offset, to) -> LittleEndian.copy(from, offset, to, count));
  }

  private <A> void compare(int bytes, A expected, A copied, Out<A> jdk, Out<A> ours) {
    int offset = random.nextInt(9);
    MemorySegment from = bytes(offset + bytes + random.nextInt(9));
    jdk.copy(from, offset, expected);
    ours.copy(from, offset, copied);
    // Not isEqualTo: floats of any bits are compared by their bits.
    assertThat(Arrays.equals(raw(expected), raw(copied))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 63, 64, 1001})
  void floatsGoInAsTheJdkWritesThem(int count) {
    float[] from = new float[count];
    LittleEndian.copy(bytes(4 * count), 0, from, count);
    int offset = random.nextInt(9);
    MemorySegment expected = bytes(offset + 4 * count + 5);
    MemorySegment copied = Arena.ofAuto().allocate(expected.byteSize()).copyFrom(expected);
    MemorySegment.copy(from, 0, expected, LittleEndian.FLOAT_UNALIGNED, offset, count);

    LittleEndian.copy(from, copied.asSlice(offset));

    assertThat(copied.mismatch(expected)).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64})
  void whatIsNotThereIsNotCopied(int count) {
    MemorySegment little = bytes(4 * count - 1);
    float[] floats = new float[count];
    assertThatThrownBy(() -> LittleEndian.copy(little, 0, floats, count))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> LittleEndian.copy(floats, little))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> LittleEndian.copy(bytes(8 * count), 0, floats, 2 * count))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** Any bits: not all of them are numbers. */
  private MemorySegment bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    MemorySegment segment = Arena.ofAuto().allocate(count);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, count);
    return segment;
  }

  private static long[] raw(Object numbers) {
    return switch (numbers) {
      case float[] floats ->
          IntStream.range(0, floats.length)
              .mapToLong(i -> Float.floatToRawIntBits(floats[i]))
              .toArray();
      case int[] ints -> IntStream.of(ints).asLongStream().toArray();
      default -> (long[]) numbers;
    };
  }
}
