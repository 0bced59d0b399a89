package liviano.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * How the numbers of a tensor lie in memory: little-endian, as files store them and kernels compute
 * them. Tensors of a session and packed weights are aligned; what a file maps need not be.
 */
public final class LittleEndian {
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  /** An address that is a multiple of 2 bytes. */
  public static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT.withOrder(ORDER);

  /** An address that is a multiple of 4 bytes. */
  public static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT.withOrder(ORDER);

  /** An address that is a multiple of 4 bytes. */
  public static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ORDER);

  /** An address that is a multiple of 8 bytes. */
  public static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ORDER);

  /** At any address. */
  public static final ValueLayout.OfFloat FLOAT_UNALIGNED =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ORDER);

  /** At any address. */
  public static final ValueLayout.OfDouble DOUBLE_UNALIGNED =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ORDER);

  /** At any address. */
  public static final ValueLayout.OfShort SHORT_UNALIGNED =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ORDER);

  /** At any address. */
  public static final ValueLayout.OfInt INT_UNALIGNED =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ORDER);

  /** At any address. */
  public static final ValueLayout.OfLong LONG_UNALIGNED =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ORDER);

  private static final boolean IS_NATIVE = ORDER == ByteOrder.nativeOrder();

  private LittleEndian() {}

  // Copies between a segment and an array. The JDK's with a layout make classes at their first use,
  // which takes a new JVM longer than to copy a model's weights; those between segments do not.

  /**
   * Copies floats out of a segment.
   *
   * @param offset of the first byte, on any boundary
   * @param count how many, into the first places of the array
   */
  public static void copy(MemorySegment from, long offset, float[] to, int count) {
    if (IS_NATIVE) {
      MemorySegment.copy(from, offset, MemorySegment.ofArray(to), 0, (long) count * Float.BYTES);
    } else {
      MemorySegment.copy(from, FLOAT_UNALIGNED, offset, to, 0, count);
    }
  }

  /**
   * Copies numbers of 64 bits out of a segment.
   *
   * @param offset of the first byte, on any boundary
   * @param count how many, into the first places of the array
   */
  public static void copy(MemorySegment from, long offset, long[] to, int count) {
    if (IS_NATIVE) {
      MemorySegment.copy(from, offset, MemorySegment.ofArray(to), 0, (long) count * Long.BYTES);
    } else {
      MemorySegment.copy(from, LONG_UNALIGNED, offset, to, 0, count);
    }
  }

  /**
   * Copies numbers of 32 bits out of a segment.
   *
   * @param offset of the first byte, on any boundary
   * @param count how many, into the first places of the array
   */
  public static void copy(MemorySegment from, long offset, int[] to, int count) {
    if (IS_NATIVE) {
      MemorySegment.copy(from, offset, MemorySegment.ofArray(to), 0, (long) count * Integer.BYTES);
    } else {
      MemorySegment.copy(from, INT_UNALIGNED, offset, to, 0, count);
    }
  }

  /** Copies all floats of an array to the beginning of a segment, on any boundary. */
  public static void copy(float[] from, MemorySegment to) {
    if (IS_NATIVE) {
      MemorySegment.copy(MemorySegment.ofArray(from), 0, to, 0, (long) from.length * Float.BYTES);
    } else {
      MemorySegment.copy(from, 0, to, FLOAT_UNALIGNED, 0, from.length);
    }
  }

  /**
   * The number at an index as a float: F32 as it is, F16 and BF16 widened exactly, F64 rounded.
   *
   * @param data at any address
   * @throws IllegalArgumentException if the format is not {@linkplain DType#isFloating() floating}
   */
  public static float floatAt(MemorySegment data, DType dtype, long index) {
    long offset = index * dtype.bytes();
    return switch (dtype) {
      case F32 -> data.get(FLOAT_UNALIGNED, offset);
      case F64 -> (float) data.get(DOUBLE_UNALIGNED, offset);
      case F16 -> Float.float16ToFloat(data.get(SHORT_UNALIGNED, offset));
      case BF16 -> Float.intBitsToFloat(data.get(SHORT_UNALIGNED, offset) << 16);
      case F8_E4M3, F8_E5M2, I64, I32, I16, I8, U64, U32, U16, U8, BOOL ->
          throw new IllegalArgumentException(dtype + " is not read as floats");
    };
  }
}
