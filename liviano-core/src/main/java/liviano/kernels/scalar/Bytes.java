package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import liviano.tensor.DType;

/**
 * Integers of 8 bits by their index.
 *
 * @param unsigned whether they are 0 to 255
 */
record Bytes(boolean unsigned) {
  static Bytes of(DType format) {
    return new Bytes(format == DType.U8);
  }

  int get(MemorySegment tensor, long index) {
    return integer(tensor.get(ValueLayout.JAVA_BYTE, index));
  }

  /** The integer that a byte is. */
  int integer(byte stored) {
    return unsigned ? Byte.toUnsignedInt(stored) : stored;
  }

  static void set(MemorySegment tensor, long index, int value) {
    tensor.set(ValueLayout.JAVA_BYTE, index, (byte) value);
  }
}
