package liviano.kernels.nativecode;

import java.lang.foreign.MemorySegment;
import liviano.kernels.nativecode.code.ArgumentBlock;
import liviano.kernels.nativecode.code.AverageCode;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.code.Memory;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.NativeCall;

/** Averages of rows made ready: a position's channels, or some of them, are a row. */
final class Average {
  /** Bytes that a caller sets aside for {@link #add}. */
  static final long BLOCK_BYTES = AverageCode.SLOTS * Long.BYTES;

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
   * @param block address of {@link #BLOCK_BYTES}
   * @param in address of the first row
   * @param stride bytes from a row to the next
   * @param rows at least one
   * @param out address of the sums
   * @param channels whole vectors of them, or those up to the last
   * @param divisor 1 where more rows follow
   */
  void add(long block, long in, long stride, int rows, long out, int channels, float divisor) {
    int vectors = channels / isa.lanes();
    int together = AverageCode.together(isa);
    ArgumentBlock.set(block, AverageCode.IN, in);
    ArgumentBlock.set(block, AverageCode.STRIDE, stride);
    ArgumentBlock.set(block, AverageCode.ROWS, rows);
    ArgumentBlock.set(block, AverageCode.OUT, out);
    Memory.set(block + AverageCode.DIVISOR * Long.BYTES, divisor);
    ArgumentBlock.set(block, AverageCode.RUNS, vectors / together);
    ArgumentBlock.set(block, AverageCode.VECTORS, vectors % together);
    ArgumentBlock.set(block, AverageCode.MASK, isa.hasMasks() ? (1L << tail) - 1 : mask.address());
    NativeCall.run(channels % isa.lanes() > 0 ? last : whole, block);
  }
}
