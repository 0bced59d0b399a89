package liviano.kernels.nativecode.code;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Gp;
import liviano.kernels.assembler.IntegerInstructions;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;
import liviano.tensor.NativeMemory;

/**
 * The end of what is computed in floats and stored in bytes: {@code clamp(rint(x) + zeroPoint)}. It
 * is computed as {@code clamp(x)} to the range less the zero point, which rounding does not leave,
 * then rounded half to even, then moved by the zero point.
 *
 * @param signed whether bytes are
 */
record ByteEnd(boolean signed) {
  private static final int LANES = 8;

  // Where the constants lie in the table
  static final int LEAST = 0;
  static final int GREATEST = LANES * Float.BYTES;
  static final int ZERO_POINT = 2 * LANES * Float.BYTES;

  /** Quarters 0, 2, 1, 3: what packing by halves has put in each other's place. */
  private static final int UNCROSSED = 0b11_01_10_00;

  /** Bytes of {@link #table}. */
  static final int TABLE_BYTES = 3 * LANES * Float.BYTES;

  /**
   * The constants, on a 64-byte boundary.
   *
   * @param least of the integers that are stored
   * @param bytes of the table, with room for what code needs besides
   */
  static MemorySegment table(int least, int greatest, int zeroPoint, long bytes) {
    MemorySegment table = NativeMemory.allocate(bytes);
    for (int lane = 0; lane < LANES; lane++) {
      table.set(JAVA_FLOAT, LEAST + 4L * lane, (float) (least - zeroPoint));
      table.set(JAVA_FLOAT, GREATEST + 4L * lane, (float) (greatest - zeroPoint));
      table.set(JAVA_SHORT, ZERO_POINT + 4L * lane, (short) zeroPoint);
      table.set(JAVA_SHORT, ZERO_POINT + 4L * lane + 2, (short) zeroPoint);
    }
    return table;
  }

  /**
   * Stores eight numbers.
   *
   * @param x floats, not NaN; lost
   * @param spare lost
   * @param table address of the constants
   */
  void store(Assembler s, Mem to, Vec x, Vec spare, Gp table) {
    toInts(s, x, table);
    pack(s, to, x, spare, table);
  }

  /**
   * Stores eight ints within the range less the zero point.
   *
   * @param x lost
   * @param spare lost
   */
  void pack(Assembler s, Mem to, Vec x, Vec spare, Gp table) {
    IntegerInstructions i = s.integers();
    i.upperHalf(spare, x);
    i.lowIntsToShorts(x, x, spare);
    i.addShorts(x, x, Mem.at(table, ZERO_POINT));
    i.lowShortsToBytes(x, x, x, signed);
    i.storeFirst(to, x, LANES);
  }

  /**
   * Stores sixteen ints within the range less the zero point, or the first of them.
   *
   * @param a the first eight; lost
   * @param b the others; lost
   * @param count 1 to 16
   */
  void pack(Assembler s, Mem to, Vec a, Vec b, int count, Gp table) {
    IntegerInstructions i = s.integers();
    i.intsToShorts(a, a, b);
    i.quarters(a, a, UNCROSSED);
    i.addShorts(a, a, Mem.at(table, ZERO_POINT));
    i.upperHalf(b, a);
    i.lowShortsToBytes(a, a, b, signed);
    storeFirst(s, to, a, count);
  }

  /**
   * Stores the first bytes of a register.
   *
   * @param from lost
   * @param count 1 to 16
   */
  static void storeFirst(Assembler s, Mem to, Vec from, int count) {
    IntegerInstructions i = s.integers();
    int stored = 0;
    for (int bytes = 2 * LANES; bytes > 0; bytes /= 2) {
      if (count - stored >= bytes) {
        i.storeFirst(to.plus(stored), from, bytes);
        stored += bytes;
        if (stored < count) {
          i.shiftBytesDown(from, from, bytes);
        }
      }
    }
  }

  /** Floats, not NaN, as the nearest ints within the range less the zero point. */
  void toInts(Assembler s, Vec x, Gp table) {
    s.greatest(x, x, Mem.at(table, LEAST));
    s.least(x, x, Mem.at(table, GREATEST));
    s.integers().floatsToInts(x, x);
  }
}
