package liviano.kernels.nativecode.code;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Gp;
import liviano.kernels.assembler.Mask;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;

/**
 * The exponential of doubles, as instructions: {@code exp(x) = 2^n * exp(r)}, where {@code n} is
 * {@code x / ln 2} rounded and {@code |r| <= ln 2 / 2}, and {@code exp(r)} the first twelve terms
 * of its series. The relative error of the truncated series is 7e-15; adjacent floats differ by
 * 6e-8.
 *
 * @param table holds the address of {@link #CONSTANTS} where the instructions run
 */
public record Exponential(Isa isa, Gp table) {
  /** Beyond it a double of 2^n is not normal; a float has long been zero, or infinite, by then. */
  private static final float MOST = 708;

  private static final int TERMS = 12;

  /** Added to a double, it leaves the nearest integer in the lowest bits. */
  private static final double ROUNDING = 0x1.8p52;

  private static final int MANTISSA_BITS = 52;

  // Places in the table, each as wide as the widest vector
  private static final int ENTRY = 64;
  private static final int HALF_AT = 0;
  private static final int LEAST_AT = ENTRY;
  private static final int MOST_AT = 2 * ENTRY;
  private static final int ONE_AT = 3 * ENTRY;
  private static final int ROUNDING_AT = 4 * ENTRY;
  private static final int LOG2_E_AT = 5 * ENTRY;
  private static final int LN_2_AT = 6 * ENTRY;
  private static final int SERIES_AT = 7 * ENTRY;

  private static final Mask HALF = Mask.K1;

  /** What the instructions read; never written to again. */
  public static final MemorySegment CONSTANTS = constants();

  private static MemorySegment constants() {
    MemorySegment constants = Arena.global().allocate(SERIES_AT + TERMS * ENTRY, ENTRY);
    for (int lane = 0; lane < Isa.AVX2.lanes() / 2; lane++) {
      constants.set(JAVA_INT, HALF_AT + lane * Integer.BYTES, -1);
    }
    for (int lane = 0; lane < ENTRY / Float.BYTES; lane++) {
      constants.set(JAVA_FLOAT, LEAST_AT + lane * Float.BYTES, -MOST);
      constants.set(JAVA_FLOAT, MOST_AT + lane * Float.BYTES, MOST);
    }
    fill(constants, ONE_AT, 1);
    fill(constants, ROUNDING_AT, ROUNDING);
    fill(constants, LOG2_E_AT, 1 / Math.log(2));
    fill(constants, LN_2_AT, -Math.log(2));
    double term = 1;
    for (int k = 0; k < TERMS; k++) {
      fill(constants, SERIES_AT + k * ENTRY, term);
      term /= k + 1;
    }
    return constants.asReadOnly();
  }

  private static void fill(MemorySegment constants, int at, double value) {
    for (int lane = 0; lane < ENTRY / Double.BYTES; lane++) {
      constants.set(JAVA_DOUBLE, at + lane * Double.BYTES, value);
    }
  }

  /** Before the others: takes {@code rax}, and the mask of {@link #storeFloats}. */
  void prepare(Assembler s) {
    if (isa.hasMasks()) {
      s.mov(Gp.RAX, (1 << isa.lanes() / 2) - 1);
      s.kmov(HALF, Gp.RAX);
    } else {
      s.load(half(), Mem.at(table, HALF_AT));
    }
    s.load(rounding(), Mem.at(table, ROUNDING_AT));
    s.load(least(), Mem.at(table, LEAST_AT));
    s.load(most(), Mem.at(table, MOST_AT));
  }

  /** Holds floats where {@link #apply} gives what becomes of them; NaN passes through. */
  void hold(Assembler s, Vec floats) {
    s.greatest(floats, least(), floats);
    s.least(floats, most(), floats);
  }

  /** A vector of ones. */
  void loadOne(Assembler s, Vec to) {
    s.load(to, Mem.at(table, ONE_AT));
  }

  /**
   * {@code to = exp(x)}.
   *
   * @param x doubles that were held as floats; lost
   */
  void apply(Assembler s, Vec to, Vec x) {
    // The lowest bits of n are those of an integer; shifted up, they are an exponent.
    s.move(power(), rounding());
    s.doubles().fma(power(), x, Mem.at(table, LOG2_E_AT));
    s.doubles().subtract(integer(), power(), rounding());
    s.doubles().fma(x, integer(), Mem.at(table, LN_2_AT));
    s.load(to, Mem.at(table, SERIES_AT + (TERMS - 1) * ENTRY));
    for (int k = TERMS - 2; k >= 0; k--) {
      s.doubles().multiplyAdd(to, x, Mem.at(table, SERIES_AT + k * ENTRY));
    }
    s.doubles().shiftLongsLeft(power(), power(), MANTISSA_BITS);
    s.doubles().addLongs(to, to, power());
  }

  /** Writes a vector of doubles as floats, half a vector of them. The vector is lost. */
  void storeFloats(Assembler s, Mem to, Vec doubles) {
    s.doubles().toFloats(doubles, doubles);
    if (isa.hasMasks()) {
      s.store(to, doubles, HALF);
    } else {
      s.store(to, doubles, half());
    }
  }

  // The highest of sixteen registers; the others are the caller's.

  private Vec power() {
    return isa.vec(15);
  }

  private Vec integer() {
    return isa.vec(14);
  }

  private Vec rounding() {
    return isa.vec(13);
  }

  private Vec least() {
    return isa.vec(12);
  }

  private Vec most() {
    return isa.vec(11);
  }

  /** Where masks are vectors. */
  private Vec half() {
    return isa.vec(10);
  }
}
