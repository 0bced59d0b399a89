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
 * @param vector bytes of a register
 */
record FixedEnd(boolean away, int vector) {
  private static final int LEAST = 0;
  private static final int GREATEST = 1;
  private static final int SIGN = 2;
  private static final int HALF = 3;
  private static final int CONSTANTS = 4;

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
    for (int lane = 0; lane < vector; lane += Double.BYTES) {
      table.set(JAVA_DOUBLE, at + LEAST * vector + lane, least - zeroPoint);
      table.set(JAVA_DOUBLE, at + GREATEST * vector + lane, greatest - zeroPoint);
      table.set(JAVA_LONG, at + SIGN * vector + lane, Long.MIN_VALUE);
      table.set(JAVA_DOUBLE, at + HALF * vector + lane, 0.5);
    }
  }

  /**
   * A register of sums as what is stored, less its zero point.
   *
   * @param sums ints; then the results
   * @param lost three registers
   * @param before as many doubles, which sums are multiplied with first
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
    rounded(s, high, spare, before.plus(vector), after.plus(vector), table, at);
    s.integers().joinHalves(sums, low, high);
  }

  private void rounded(Assembler s, Vec x, Vec spare, Mem before, Mem after, Gp table, int at) {
    s.doubles().multiply(x, x, before);
    halfAway(s, x, spare, table, at);
    s.doubles().multiply(x, x, after);
    if (away) {
      halfAway(s, x, spare, table, at);
    } else {
      s.doubles().add(x, x, Mem.at(table, at + HALF * vector));
      s.doubles().floor(x, x);
    }
    s.doubles().greatest(x, x, Mem.at(table, at + LEAST * vector));
    s.doubles().least(x, x, Mem.at(table, at + GREATEST * vector));
    s.integers().doublesToLowInts(x, x);
  }

  private void halfAway(Assembler s, Vec x, Vec spare, Gp table, int at) {
    s.doubles().and(spare, x, Mem.at(table, at + SIGN * vector));
    s.doubles().or(spare, spare, Mem.at(table, at + HALF * vector));
    s.doubles().add(x, x, spare);
    s.doubles().truncate(x, x);
  }
}
