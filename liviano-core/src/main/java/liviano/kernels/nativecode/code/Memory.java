package liviano.kernels.nativecode.code;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import liviano.tensor.NativeMemory;

/**
 * Memory by its address, as machine code sees it: writing an argument makes no object. The code
 * that passes an address on must keep that memory alive, and is responsible for its bounds.
 */
@SuppressWarnings("restricted")
public final class Memory {
  private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  private static final MemorySegment ZEROS = NativeMemory.allocate(4096);

  private Memory() {}

  public static void set(long address, long value) {
    ALL.set(JAVA_LONG, address, value);
  }

  public static void set(long address, float value) {
    ALL.set(JAVA_FLOAT, address, value);
  }

  public static void set(long address, short value) {
    ALL.set(JAVA_SHORT_UNALIGNED, address, value);
  }

  public static byte getByte(long address) {
    return ALL.get(JAVA_BYTE, address);
  }

  public static void copy(long from, long to, long bytes) {
    MemorySegment.copy(ALL, from, ALL, to, bytes);
  }

  public static void zero(long from, long bytes) {
    for (long done = 0; done < bytes; done += ZEROS.byteSize()) {
      MemorySegment.copy(ZEROS, 0, ALL, from + done, Math.min(ZEROS.byteSize(), bytes - done));
    }
  }

  public static void fill(long from, long bytes, byte value) {
    long eight = Byte.toUnsignedLong(value) * 0x0101010101010101L;
    long done = 0;
    for (; done + Long.BYTES <= bytes; done += Long.BYTES) {
      ALL.set(JAVA_LONG_UNALIGNED, from + done, eight);
    }
    for (; done < bytes; done++) {
      ALL.set(JAVA_BYTE, from + done, value);
    }
  }
}
