package liviano.kernels.nativecode.code;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.List;
import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Gp;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;

/**
 * The product of sums with factors in fixed point that are below a half, in integers: the size of a
 * sum times the fraction, in longs, rounded; the bits shifted out, the last of them rounded; held
 * to the range of what is stored, less its zero point.
 *
 * @param away whether the second rounding is half away from zero; else it is half up
 * @param vector bytes of a register
 */
record ShiftEnd(boolean away, int vector) {
  private static final int HALF = 0;
  private static final int ODD = 1;
  private static final int ONE = 2;
  private static final int LEAST = 3;
  private static final int GREATEST = 4;
  private static final int CONSTANTS = 5;

  private static final int FRACTION_BITS = 31;

  /** Bytes of the constants: each fills a register. */
  int tableBytes() {
    return CONSTANTS * vector;
  }

  /**
   * Sets the constants.
   *
   * @param at where they start
   */
  void set(MemorySegment table, long at, int least, int greatest, int zeroPoint) {
    for (int lane = 0; lane < vector; lane += Long.BYTES) {
      table.set(JAVA_LONG, at + HALF * vector + lane, 1L << FRACTION_BITS - 1);
      table.set(JAVA_LONG, at + ODD * vector + lane, -1L << Integer.SIZE);
    }
    for (int lane = 0; lane < vector; lane += Integer.BYTES) {
      table.set(JAVA_INT, at + ONE * vector + lane, 1);
      table.set(JAVA_INT, at + LEAST * vector + lane, least - zeroPoint);
      table.set(JAVA_INT, at + GREATEST * vector + lane, greatest - zeroPoint);
    }
  }

  /**
   * A register of sums as what is stored, less its zero point.
   *
   * @param sums ints; then the results
   * @param lost three registers
   * @param fractions as many ints, in steps of 2^-31; four bytes behind them are read, too
   * @param bits ints: by how many bits, less one, their products are shifted
   * @param table address of the constants
   * @param at where they start
   */
  void apply(Assembler s, Vec sums, List<Vec> lost, Mem fractions, Mem bits, Gp table, int at) {
    Vec even = lost.get(0);
    Vec odd = lost.get(1);
    Vec sign = lost.get(2);
    Mem half = Mem.at(table, at + HALF * vector);
    s.integers().shiftIntsRight(sign, sums, Integer.SIZE - 1, true);
    s.integers().sizesOfInts(sums, sums);
    s.doubles().shiftLongsRight(odd, sums, Integer.SIZE);
    s.doubles().multiplyLowInts(even, sums, fractions);
    s.doubles().multiplyLowInts(odd, odd, fractions.plus(Integer.BYTES));
    s.doubles().addLongs(even, even, half);
    s.doubles().addLongs(odd, odd, half);
    s.doubles().shiftLongsRight(even, even, FRACTION_BITS);
    s.doubles().addLongs(odd, odd, odd); // its upper half is what is right of the fraction's bits
    s.doubles().and(odd, odd, Mem.at(table, at + ODD * vector));
    s.integers().or(sums, even, odd);
    if (away) {
      s.integers().shiftSizesRight(sums, sums, bits);
      s.integers().addInts(sums, sums, Mem.at(table, at + ONE * vector));
      s.integers().shiftIntsRight(sums, sums, 1, false);
      signed(s, sums, sign);
    } else {
      signed(s, sums, sign);
      s.integers().shiftIntsRight(sums, sums, bits);
      s.integers().addInts(sums, sums, Mem.at(table, at + ONE * vector));
      s.integers().shiftIntsRight(sums, sums, 1, true);
    }
    s.integers().greatestInts(sums, sums, Mem.at(table, at + LEAST * vector));
    s.integers().leastInts(sums, sums, Mem.at(table, at + GREATEST * vector));
  }

  private static void signed(Assembler s, Vec sizes, Vec sign) {
    s.integers().xor(sizes, sizes, sign);
    s.integers().subtractInts(sizes, sizes, sign);
  }
}
