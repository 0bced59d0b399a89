package liviano.kernels.nativecode.code;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/** Constants of code that stores bytes, each in every lane of a vector of 256 bits. */
public final class IntegerTable {
  private static final int LANES = 8;

  private IntegerTable() {}

  /**
   * The range that is stored and its zero point, with room behind them; on a 64-byte boundary.
   *
   * @param more bytes of the room
   */
  public static MemorySegment of(int least, int greatest, int zeroPoint, int more) {
    return ByteEnd.table(least, greatest, zeroPoint, (long) ByteEnd.TABLE_BYTES + more);
  }

  /** Sets eight floats. */
  public static void set(MemorySegment table, int at, float number) {
    for (int lane = 0; lane < LANES; lane++) {
      table.set(JAVA_FLOAT, at + 4L * lane, number);
    }
  }

  /** Sets eight ints. */
  public static void set(MemorySegment table, int at, int number) {
    for (int lane = 0; lane < LANES; lane++) {
      table.set(JAVA_INT, at + 4L * lane, number);
    }
  }
}
