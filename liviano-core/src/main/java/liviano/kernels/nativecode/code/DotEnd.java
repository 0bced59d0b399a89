package liviano.kernels.nativecode.code;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

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
 * How registers full of sums of products become the bytes that are stored: the rule of {@link
 * Requantize}. Products are rounded to ints, packed to shorts and moved by the zero point, packed
 * to bytes, and then held to a range within that of their format; packing holds them to that.
 *
 * @param vector bytes of a register: 32 or 64
 * @param signed whether the bytes are
 * @param form in which numbers sums are multiplied
 * @param away where that is fixed point: whether the second rounding is half away from zero
 * @param scalesDown whether no scale is 1 or more, so that no product is beyond an int
 * @param raised whether the least byte is above that of the format
 * @param lowered whether the greatest byte is below that of the format
 */
public record DotEnd(
    int vector,
    boolean signed,
    FactorForm form,
    boolean away,
    boolean scalesDown,
    boolean raised,
    boolean lowered) {
  private static final int ZERO_POINT = 0;
  private static final int LEAST = 1;
  private static final int GREATEST = 2;
  private static final int MOST = 3;
  private static final int CONSTANTS = 4;

  /** That of a task, in registers of so many bytes. */
  public static DotEnd of(Requantize step, Clamp clamp, int vector) {
    return new DotEnd(
        vector,
        step.format() == DType.I8,
        FactorForm.of(step),
        step.fixed().filter(Requantize.Fixed::away).isPresent(),
        step.scales().stream().allMatch(scale -> scale < 1),
        clamp.min() > step.least(),
        clamp.max() < step.greatest());
  }

  /** Ints in a register. */
  int lanes() {
    return vector / Integer.BYTES;
  }

  /** Bytes of what a channel's sum is multiplied with. */
  public int factorBytes() {
    return form.factorBytes();
  }

  /** Bytes of the constants, a multiple of a register's. */
  public int tableBytes() {
    return CONSTANTS * vector + form.tableBytes(vector);
  }

  /** Sets the constants at the start of a table. */
  public void set(MemorySegment table, Requantize step, Clamp clamp) {
    int least = (int) Math.max(step.least(), clamp.min());
    int greatest = (int) Math.min(step.greatest(), clamp.max());
    for (int lane = 0; lane < vector; lane++) {
      table.set(JAVA_BYTE, LEAST * vector + lane, (byte) least);
      table.set(JAVA_BYTE, GREATEST * vector + lane, (byte) greatest);
    }
    for (int lane = 0; lane < vector; lane += Short.BYTES) {
      table.set(JAVA_SHORT, ZERO_POINT * vector + lane, (short) step.zeroPoint());
    }
    for (int lane = 0; lane < vector; lane += Float.BYTES) {
      table.set(JAVA_FLOAT, MOST * vector + lane, Short.MAX_VALUE);
    }
    form.set(table, (long) CONSTANTS * vector, vector, least, greatest, step.zeroPoint());
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
   * Makes the bytes of up to four registers of sums: in each 128 bits of the result four of the
   * first register, of the second, and so on; where there are fewer, some of them twice.
   *
   * @param sums lost; the first holds the result
   * @param spare three, lost where sums are fixed
   * @param factors where those of the first sum lie, see {@link #set}
   * @param width channels of their run
   * @param table address of the constants
   */
  void apply(Assembler s, List<Vec> sums, List<Vec> spare, Mem factors, int width, Gp table) {
    for (int v = 0; v < sums.size(); v++) {
      Mem own = factors.plus(v * lanes() * form.laneBytes());
      toInts(s, sums.get(v), spare, own, width, table);
    }
    Vec first = sums.getFirst();
    Mem zeroPoint = Mem.at(table, ZERO_POINT * vector);
    s.integers().intsToShorts(first, first, sums.get(sums.size() > 1 ? 1 : 0));
    s.integers().addShorts(first, first, zeroPoint);
    Vec second = first;
    if (sums.size() > 2) {
      second = sums.get(2);
      s.integers().intsToShorts(second, second, sums.getLast());
      s.integers().addShorts(second, second, zeroPoint);
    }
    s.bytes().ofShorts(first, first, second, signed);
    if (raised) {
      s.bytes().greatest(first, first, Mem.at(table, LEAST * vector), signed);
    }
    if (lowered) {
      s.bytes().least(first, first, Mem.at(table, GREATEST * vector), signed);
    }
  }

  private void toInts(Assembler s, Vec sum, List<Vec> spare, Mem factors, int width, Gp table) {
    if (form.isFixed()) {
      form.multiply(s, away, vector, sum, spare, factors, width, table, CONSTANTS * vector);
      return;
    }
    s.integers().intsToFloats(sum, sum);
    s.multiply(sum, sum, factors);
    if (!scalesDown) {
      s.least(sum, sum, Mem.at(table, MOST * vector)); // beyond an int there is no nearest one
    }
    s.integers().floatsToInts(sum, sum);
  }
}
