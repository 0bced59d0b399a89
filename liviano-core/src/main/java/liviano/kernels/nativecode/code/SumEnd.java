package liviano.kernels.nativecode.code;

import java.lang.foreign.MemorySegment;
import java.util.List;
import liviano.kernels.Clamp;
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
 * @param form in which numbers sums are multiplied
 * @param away where that is fixed point: whether the second rounding is half away from zero
 */
public record SumEnd(boolean signed, FactorForm form, boolean away) {
  private static final int VECTOR = 32;

  /** That of a task. */
  public static SumEnd of(Requantize step) {
    return new SumEnd(
        step.format() == DType.I8,
        FactorForm.of(step),
        step.fixed().filter(Requantize.Fixed::away).isPresent());
  }

  /** Bytes of what a channel's sum is multiplied with. */
  public int factorBytes() {
    return form.factorBytes();
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
    form.set(table, ByteEnd.TABLE_BYTES, VECTOR, least, greatest, step.zeroPoint());
    return table;
  }

  /** Bytes of the constants, a multiple of 32. */
  public int tableBytes() {
    return ByteEnd.TABLE_BYTES + form.tableBytes(VECTOR);
  }

  /**
   * Sets what the sum of a channel is multiplied with, where those of a run of channels lie.
   *
   * @param at where the run's lie
   * @param lane of the run
   * @param width channels of the run
   */
  public void set(MemorySegment ends, long at, int lane, int width, Requantize step, int channel) {
    form.set(ends, at, lane, width, step, channel);
  }

  /**
   * Where what a channel's sum is multiplied with lies.
   *
   * @param at where that of a run of channels starts
   * @param lane of the run
   */
  Mem factor(Gp ends, int at, int lane) {
    return Mem.at(ends, at + lane * form.laneBytes());
  }

  /** Whether sums are multiplied in fixed point. */
  boolean fixed() {
    return form.isFixed();
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
    if (fixed()) {
      form.multiply(s, away, VECTOR, x, spare, factors, width, table, ByteEnd.TABLE_BYTES);
    } else {
      s.multiply(x, x, factors);
      new ByteEnd(signed).toInts(s, x, table);
    }
  }
}
