package liviano.kernels.nativecode.code;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.List;
import liviano.kernels.FixedPoint;
import liviano.kernels.Requantize;
import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Gp;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;

/** In which numbers sums are multiplied, and how the factors of a run of channels lie. */
public enum FactorForm {
  /** In single precision. */
  FLOATS(Float.BYTES, 1),
  /** In fixed point, by doubles: what is multiplied with first, then what the result is. */
  DOUBLES(Double.BYTES, 2),
  /** In fixed point, by ints, where all factors are below a half: the fractions, then the bits. */
  INTS(Integer.BYTES, 2);

  private final int laneBytes;
  private final int parts;

  FactorForm(int laneBytes, int parts) {
    this.laneBytes = laneBytes;
    this.parts = parts;
  }

  /** That of a task. */
  static FactorForm of(Requantize step) {
    return step.fixed()
        .map(fixed -> fixed.factors().stream().allMatch(FixedPoint::isShifted) ? INTS : DOUBLES)
        .orElse(FLOATS);
  }

  boolean isFixed() {
    return this != FLOATS;
  }

  /** Bytes of one number of a channel. */
  int laneBytes() {
    return laneBytes;
  }

  /** Bytes of what a channel's sum is multiplied with. */
  int factorBytes() {
    return parts * laneBytes;
  }

  /** Bytes of the constants that fixed point needs, in registers of so many bytes. */
  int tableBytes(int vector) {
    return switch (this) {
      case FLOATS -> 0;
      case DOUBLES -> new FixedEnd(true, vector).tableBytes();
      case INTS -> new ShiftEnd(true, vector).tableBytes();
    };
  }

  /** Sets these constants. */
  void set(MemorySegment table, long at, int vector, int least, int greatest, int zeroPoint) {
    switch (this) {
      case FLOATS -> {}
      case DOUBLES -> new FixedEnd(true, vector).set(table, at, least, greatest, zeroPoint);
      case INTS -> new ShiftEnd(true, vector).set(table, at, least, greatest, zeroPoint);
    }
  }

  /**
   * Sets what the sum of a channel is multiplied with, where those of a run of channels lie.
   *
   * @param at where the run's lie
   * @param lane of the run
   * @param width channels of the run
   */
  void set(MemorySegment ends, long at, int lane, int width, Requantize step, int channel) {
    long first = at + (long) laneBytes * lane;
    long second = first + (long) laneBytes * width;
    switch (this) {
      case FLOATS -> ends.set(JAVA_FLOAT, first, step.scale(channel));
      case DOUBLES -> {
        FixedPoint factor = step.fixed().orElseThrow().factor(channel);
        ends.set(JAVA_DOUBLE, first, factor.before());
        ends.set(JAVA_DOUBLE, second, factor.after());
      }
      case INTS -> {
        FixedPoint factor = step.fixed().orElseThrow().factor(channel);
        ends.set(JAVA_INT, first, factor.steps());
        ends.set(JAVA_INT, second, factor.bitsBeforeLast());
      }
    }
  }

  /**
   * Multiplies a register of ints in fixed point, and holds the products to what is stored less its
   * zero point.
   *
   * @param away whether the second rounding is half away from zero
   * @param vector bytes of a register
   * @param spare three registers, lost
   * @param factors of the first sum
   * @param width channels of their run
   * @param table address of the constants
   * @param at where they start
   */
  void multiply(
      Assembler s,
      boolean away,
      int vector,
      Vec sums,
      List<Vec> spare,
      Mem factors,
      int width,
      Gp table,
      int at) {
    Mem second = factors.plus(laneBytes * width);
    if (this == INTS) {
      new ShiftEnd(away, vector).apply(s, sums, spare, factors, second, table, at);
    } else {
      new FixedEnd(away, vector).apply(s, sums, spare, factors, second, table, at);
    }
  }
}
