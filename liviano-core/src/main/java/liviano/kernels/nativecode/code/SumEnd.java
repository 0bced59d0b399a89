package liviano.kernels.nativecode.code;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.List;
import liviano.kernels.Clamp;
import liviano.kernels.FixedPoint;
import liviano.kernels.Requantize;
import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Gp;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;
import liviano.tensor.DType;

/**
 * How sums of products become the bytes that are stored: the rule of {@link Requantize}.
 *
 * @param signed whether the bytes are
 * @param fixed whether sums are multiplied in fixed point
 * @param away where they are: whether the second rounding is half away from zero
 */
public record SumEnd(boolean signed, boolean fixed, boolean away) {
  private static final int VECTOR = 32;

  /** That of a task. */
  public static SumEnd of(Requantize step) {
    return new SumEnd(
        step.format() == DType.I8,
        step.fixed().isPresent(),
        step.fixed().filter(Requantize.Fixed::away).isPresent());
  }

  /** Bytes of what a channel's sum is multiplied with. */
  public int factorBytes() {
    return fixed ? 2 * Double.BYTES : Float.BYTES;
  }

  /**
   * The constants, on a 64-byte boundary, with room behind them.
   *
   * @param more bytes of the room
   */
  public MemorySegment table(Requantize step, Clamp clamp, int more) {
    int least = (int) Math.max(step.least(), clamp.min());
    int greatest = (int) Math.min(step.greatest(), clamp.max());
    MemorySegment table =
        ByteEnd.table(least, greatest, step.zeroPoint(), (long) tableBytes() + more);
    if (fixed) {
      fixedEnd().set(table, ByteEnd.TABLE_BYTES, least, greatest, step.zeroPoint());
    }
    return table;
  }

  /** Bytes of the constants, a multiple of 32. */
  public int tableBytes() {
    return ByteEnd.TABLE_BYTES + (fixed ? fixedEnd().tableBytes() : 0);
  }

  /**
   * Sets what the sum of a channel is multiplied with, where those of a run of channels lie.
   *
   * @param at where the run's lie
   * @param lane of the run
   * @param width channels of the run
   */
  public void set(MemorySegment ends, long at, int lane, int width, Requantize step, int channel) {
    if (fixed) {
      FixedPoint factor = step.fixed().orElseThrow().factor(channel);
      ends.set(JAVA_DOUBLE, at + 8L * lane, factor.before());
      ends.set(JAVA_DOUBLE, at + 8L * (width + lane), factor.after());
    } else {
      ends.set(JAVA_FLOAT, at + 4L * lane, step.scale(channel));
    }
  }

  /**
   * Where what a channel's sum is multiplied with lies.
   *
   * @param at where that of a run of channels starts
   * @param lane of the run
   */
  Mem factor(Gp ends, int at, int lane) {
    return Mem.at(ends, at + lane * (fixed ? Double.BYTES : Float.BYTES));
  }

  private FixedEnd fixedEnd() {
    return new FixedEnd(away, VECTOR);
  }

  /**
   * Multiplies eight sums, and holds the products to what is stored less its zero point.
   *
   * @param x the sums, as ints where they are fixed, else as floats; then the results, as ints
   * @param spare three, lost where sums are fixed
   * @param factors {@link #factor} of the first
   * @param width channels of their run
   * @param table address of the constants
   */
  void multiply(Assembler s, Vec x, List<Vec> spare, Mem factors, int width, Gp table) {
    if (fixed) {
      Mem after = factors.plus(Double.BYTES * width);
      fixedEnd().apply(s, x, spare, factors, after, table, ByteEnd.TABLE_BYTES);
    } else {
      s.multiply(x, x, factors);
      new ByteEnd(signed).toInts(s, x, table);
    }
  }
}
