package liviano.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies between segments and arrays, against those of the JDK with a layout. */
class LittleEndianTest {
  private final Random random = new Random(5);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 63, 64, 1001})
  void floatsComeOutAsTheJdkReadsThem(int count) {
    int offset = random.nextInt(9);
    MemorySegment from = bytes(offset + 4 * count + random.nextInt(9));
    float[] expected = new float[count + 2];
    MemorySegment.copy(from, LittleEndian.FLOAT_UNALIGNED, offset, expected, 0, count);
    float[] copied = new float[count + 2];

    LittleEndian.copy(from, offset, copied, count);

    assertThat(bits(copied)).isEqualTo(bits(expected));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 63, 64, 1001})
  void numbersOf64BitsComeOutAsTheJdkReadsThem(int count) {
    int offset = random.nextInt(9);
    MemorySegment from = bytes(offset + 8 * count + random.nextInt(9));
    long[] expected = new long[count + 2];
    MemorySegment.copy(from, LittleEndian.LONG_UNALIGNED, offset, expected, 0, count);
    long[] copied = new long[count + 2];

    LittleEndian.copy(from, offset, copied, count);

    assertThat(copied).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 63, 64, 1001})
  void numbersOf32BitsComeOutAsTheJdkReadsThem(int count) {
    int offset = random.nextInt(9);
    MemorySegment from = bytes(offset + 4 * count + random.nextInt(9));
    int[] expected = new int[count + 2];
    MemorySegment.copy(from, LittleEndian.INT_UNALIGNED, offset, expected, 0, count);
    int[] copied = new int[count + 2];

    LittleEndian.copy(from, offset, copied, count);

    assertThat(copied).isEqualTo(expected);
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

  private static int[] bits(float[] floats) {
    int[] bits = new int[floats.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(floats[i]));
    return bits;
  }
}
