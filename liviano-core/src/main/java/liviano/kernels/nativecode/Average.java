package liviano.kernels.nativecode;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Arguments;
import liviano.kernels.nativecode.code.AverageCode;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.NativeCall;

/** Averages of rows made ready: a position's channels, or some of them, are a row. */
final class Average {
  /** Of {@link #add}. */
  static final int ARGUMENTS = AverageCode.SLOTS;

  private final Isa isa;
  private final int tail;
  private final MemorySegment mask;
  private final MemorySegment whole;
  private final MemorySegment last;

  /**
   * @param channels of all rows; the last of them may fill a vector in part
   */
  Average(int channels, Isa isa, CodeCache codes) {
    this.isa = isa;
    this.tail = channels % isa.lanes();
    this.mask = NativeProduct.mask(isa, tail);
    this.whole = codes.get(new AverageCode(isa, false));
    this.last = tail > 0 ? codes.get(new AverageCode(isa, true)) : whole;
  }

  /** Channels that are best taken together. */
  static int together(Isa isa) {
    return AverageCode.together(isa) * isa.lanes();
  }

  /**
   * Adds rows to sums, and divides these.
   *
   * @param block of {@link #ARGUMENTS}
   * @param in address of the first row
   * @param stride bytes from a row to the next
   * @param rows at least one
   * @param out address of the sums
   * @param channels whole vectors of them, or those up to the last
   * @param divisor 1 where more rows follow
   */
  void add(Arguments block, long in, long stride, int rows, long out, int channels, float divisor) {
    int vectors = channels / isa.lanes();
    int together = AverageCode.together(isa);
    block.set(AverageCode.IN, in);
    block.set(AverageCode.STRIDE, stride);
    block.set(AverageCode.ROWS, rows);
    block.set(AverageCode.OUT, out);
    block.set(AverageCode.DIVISOR, Float.floatToRawIntBits(divisor));
    block.set(AverageCode.RUNS, vectors / together);
    block.set(AverageCode.VECTORS, vectors % together);
    block.set(AverageCode.MASK, isa.hasMasks() ? (1L << tail) - 1 : mask.address());
    NativeCall.run(channels % isa.lanes() > 0 ? last : whole, block.pass(ARGUMENTS));
  }
}
