package liviano.kernels.nativecode;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory by its address, as machine code sees it: writing an argument makes no object. The code
 * that passes an address on must keep that memory alive, and is responsible for its bounds.
 */
@SuppressWarnings("restricted")
final class Memory {
  private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  private static final MemorySegment ZEROS = Arena.global().allocate(4096, 64);

  private Memory() {}

  static void set(long address, long value) {
    ALL.set(JAVA_LONG, address, value);
  }

  static long get(long address) {
    return ALL.get(JAVA_LONG, address);
  }

  static void set(long address, float value) {
    ALL.set(JAVA_FLOAT, address, value);
  }

  static void copy(long from, long to, long bytes) {
    MemorySegment.copy(ALL, from, ALL, to, bytes);
  }

  static void zero(long from, long bytes) {
    for (long done = 0; done < bytes; done += ZEROS.byteSize()) {
      MemorySegment.copy(ZEROS, 0, ALL, from + done, Math.min(ZEROS.byteSize(), bytes - done));
    }
  }
}
