package liviano.weights;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import liviano.tensor.LittleEndian;
import liviano.tensor.MappedPages;
import liviano.tensor.NativeMemory;

/**
 * Looks for floats that are NaN or infinite. A new JVM interprets this loop, for millions of
 * numbers, so it does little for each: a float below 2 has the highest bit of its exponent clear,
 * as most weights have, and one OR tells for many of them. Only where that bit is set anywhere in a
 * block are exponents compared.
 */
final class FiniteFloats {
  /** Pairs of floats that are copied at once. */
  private static final int AT_ONCE = 1 << 15;

  /** Pairs of a block. */
  private static final int BLOCK = 256;

  // Of two floats in a long.
  private static final long SIGNS = 0x80000000_80000000L;
  private static final long EXPONENTS = 0x7f800000_7f800000L;
  private static final long FROM_TWO_ON = 0x40000000_40000000L;
  private static final long ONE_MORE = 0x00800000_00800000L;

  private FiniteFloats() {}

  /**
   * Index of the first float that is not finite; -1 if all are. Pages of a mapped segment have left
   * memory when they have been looked through.
   *
   * @param floats little-endian, on any boundary
   */
  static long firstNot(MemorySegment floats) {
    long count = floats.byteSize() / Float.BYTES;
    long[] pairs = new long[(int) Math.min(count / 2, AT_ONCE)];
    long from = 0;
    while (count - from >= 2) {
      int length = (int) Math.min(pairs.length, (count - from) / 2);
      LittleEndian.copy(floats, from * Float.BYTES, pairs, length);
      if (!areFinite(pairs, length)) {
        return firstNot(floats, from, from + 2L * length);
      }
      MappedPages.release(floats.asSlice(from * Float.BYTES, 2L * length * Float.BYTES));
      from += 2L * length;
    }
    return firstNot(floats, from, count);
  }

  /**
   * Whether so many bytes of a file are finite floats; false also where it ends before. Reading a
   * file takes a few milliseconds where touching its mapped pages takes tens.
   *
   * @param bytes a multiple of four
   */
  static boolean areAll(FileChannel file, long from, long bytes) throws IOException {
    long[] pairs = new long[AT_ONCE];
    MemorySegment read = NativeMemory.allocate((long) AT_ONCE * Long.BYTES);
    ByteBuffer buffer = read.asByteBuffer();
    for (long done = 0; done < bytes; ) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), bytes - done));
      while (buffer.hasRemaining()) {
        if (file.read(buffer, from + done + buffer.position()) < 0) {
          return false;
        }
      }
      // A last single float makes a pair with a zero.
      read.asSlice(buffer.limit(), Math.min(Float.BYTES, buffer.capacity() - buffer.limit()))
          .fill((byte) 0);
      int length = Math.ceilDiv(buffer.limit(), Long.BYTES);
      LittleEndian.copy(read, 0, pairs, length);
      if (!areFinite(pairs, length)) {
        return false;
      }
      done += buffer.limit();
    }
    return true;
  }

  private static long firstNot(MemorySegment floats, long from, long to) {
    for (long i = from; i < to; i++) {
      if (!Float.isFinite(floats.get(LittleEndian.FLOAT_UNALIGNED, i * Float.BYTES))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean areFinite(long[] pairs, int length) {
    for (int from = 0; from < length; from += BLOCK) {
      int to = Math.min(from + BLOCK, length);
      if ((allBits(pairs, from, to) & FROM_TWO_ON) != 0 && hasNotFinite(pairs, from, to)) {
        return false;
      }
    }
    return true;
  }

  private static long allBits(long[] pairs, int from, int to) {
    long bits = 0;
    int i = from;
    for (; i <= to - 8; i += 8) {
      bits |= pairs[i] | pairs[i + 1] | pairs[i + 2] | pairs[i + 3];
      bits |= pairs[i + 4] | pairs[i + 5] | pairs[i + 6] | pairs[i + 7];
    }
    for (; i < to; i++) {
      bits |= pairs[i];
    }
    return bits;
  }

  /** Whether one has an exponent of ones: then one more sets the bit above it. */
  private static boolean hasNotFinite(long[] pairs, int from, int to) {
    long sums = 0;
    for (int i = from; i < to; i++) {
      sums |= (pairs[i] & EXPONENTS) + ONE_MORE;
    }
    return (sums & SIGNS) != 0;
  }
}
