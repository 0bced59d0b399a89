package liviano.kernels.nativecode.code;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.List;
import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Gp;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;

/**
 * The product of sums with factors in fixed point, by {@link liviano.kernels.FixedPoint} in double
 * precision: times the fraction, rounded half away from zero; times the power of two, rounded
 * again; held to the range of what is stored, less its zero point.
 *
 * @param away whether the second rounding is half away from zero; else it is half up
 */
record FixedEnd(boolean away) {
  private static final int LANES = 4;
  private static final int VECTOR = LANES * Double.BYTES;
  private static final int LEAST = 0;
  private static final int GREATEST = VECTOR;
  private static final int SIGN = 2 * VECTOR;
  private static final int HALF = 3 * VECTOR;

  /** Bytes of the constants. */
  static final int TABLE_BYTES = 4 * VECTOR;

  /**
   * Sets the constants.
   *
   * @param at where they start
   */
  static void set(MemorySegment table, long at, int least, int greatest, int zeroPoint) {
    for (int lane = 0; lane < LANES; lane++) {
      long place = at + lane * (long) Double.BYTES;
      table.set(JAVA_DOUBLE, place + LEAST, least - zeroPoint);
      table.set(JAVA_DOUBLE, place + GREATEST, greatest - zeroPoint);
      table.set(JAVA_LONG, place + SIGN, Long.MIN_VALUE);
      table.set(JAVA_DOUBLE, place + HALF, 0.5);
    }
  }

  /**
   * Eight sums as what is stored, less its zero point.
   *
   * @param sums ints; then the results
   * @param lost three registers
   * @param before eight doubles, which sums are multiplied with first
   * @param after those that they are multiplied with then
   * @param table address of the constants
   * @param at where they start
   */
  void apply(Assembler s, Vec sums, List<Vec> lost, Mem before, Mem after, Gp table, int at) {
    Vec low = lost.get(0);
    Vec high = lost.get(1);
    Vec spare = lost.get(2);
    s.integers().lowIntsToDoubles(low, sums);
    s.integers().upperHalf(high, sums);
    s.integers().lowIntsToDoubles(high, high);
    rounded(s, low, spare, before, after, table, at);
    rounded(s, high, spare, before.plus(VECTOR), after.plus(VECTOR), table, at);
    s.integers().joinHalves(sums, low, high);
  }

  private void rounded(Assembler s, Vec x, Vec spare, Mem before, Mem after, Gp table, int at) {
    s.doubles().multiply(x, x, before);
    halfAway(s, x, spare, table, at);
    s.doubles().multiply(x, x, after);
    if (away) {
      halfAway(s, x, spare, table, at);
    } else {
      s.doubles().add(x, x, Mem.at(table, at + HALF));
      s.doubles().floor(x, x);
    }
    s.doubles().greatest(x, x, Mem.at(table, at + LEAST));
    s.doubles().least(x, x, Mem.at(table, at + GREATEST));
    s.integers().doublesToLowInts(x, x);
  }

  private static void halfAway(Assembler s, Vec x, Vec spare, Gp table, int at) {
    s.doubles().and(spare, x, Mem.at(table, at + SIGN));
    s.doubles().or(spare, spare, Mem.at(table, at + HALF));
    s.doubles().add(x, x, spare);
    s.doubles().truncate(x, x);
  }
}
