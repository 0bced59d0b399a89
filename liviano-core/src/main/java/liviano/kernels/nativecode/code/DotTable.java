package liviano.kernels.nativecode.code;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Clamp;
import liviano.kernels.Requantize;
import liviano.tensor.DType;
import liviano.tensor.NativeMemory;

/**
 * Constants of code with dot products of bytes: those of {@link DotEnd}, and after them some more,
 * each filling a register.
 */
public final class DotTable {
  /** What is added to a byte with a sign to make one without. */
  public static final int MOVED = 128;

  /** Bytes of a register that has masks. */
  static final int WIDE = 64;

  /** Turns the sign of bytes: moves them by {@link #MOVED}. */
  static final int FLIP = 0;

  /** The byte of the input that stands for zero. */
  static final int OUTSIDE = 1;

  static final int ONES = 2;

  /** Ones in those of four steps that a segment ends with. */
  static final int LAST_ONES = 3;

  private static final int ORDERS = 3;
  private static final int CONSTANTS = 7;

  private DotTable() {}

  /**
   * The constants of a task, on a 64-byte boundary.
   *
   * @param input the format of the input
   * @param lastOfFour how many of a segment's last four steps are steps
   */
  public static MemorySegment of(
      DotEnd end, Requantize step, Clamp clamp, DType input, int lastOfFour) {
    MemorySegment table = NativeMemory.allocate(end.tableBytes() + CONSTANTS * (long) end.vector());
    end.set(table, step, clamp);
    int zero = step.inputZeroPoint();
    for (int i = 0; i < end.vector(); i++) {
      table.set(JAVA_BYTE, at(end, FLIP) + i, (byte) (input == DType.I8 ? MOVED : 0));
      table.set(JAVA_BYTE, at(end, OUTSIDE) + i, (byte) zero);
      table.set(JAVA_BYTE, at(end, ONES) + i, (byte) 1);
      boolean step4 = i % DotGemmCode.FOUR < lastOfFour;
      table.set(JAVA_BYTE, at(end, LAST_ONES) + i, (byte) (step4 ? 1 : 0));
    }
    for (int vectors = 1; vectors <= ORDERS; vectors++) {
      for (int i = 0; i < end.lanes(); i++) {
        int from = i / vectors * DotGemmCode.FOUR + i % vectors;
        table.set(JAVA_INT, at(end, order(vectors)) + 4L * i, from % end.lanes());
      }
    }
    return table;
  }

  /** In which order the ints of {@link DotEnd}'s bytes are those of a panel. */
  static int order(int vectors) {
    return LAST_ONES + vectors;
  }

  /** Where a constant lies. */
  static int at(DotEnd end, int constant) {
    return end.tableBytes() + constant * end.vector();
  }
}
