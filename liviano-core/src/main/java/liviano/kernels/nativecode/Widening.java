package liviano.kernels.nativecode;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import liviano.kernels.nativecode.code.ArgumentBlock;
import liviano.kernels.nativecode.code.Memory;
import liviano.kernels.nativecode.code.WidenCode;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.NativeCall;
import liviano.tensor.DType;
import liviano.tensor.NativeMemory;

/** Bytes as shorts less their zero point, made ready for runs of any length. */
final class Widening {
  /** Bytes that a caller sets aside for {@link #run}. */
  static final long BLOCK_BYTES = WidenCode.SLOTS * Long.BYTES;

  private final boolean signed;
  private final int zeroPoint;
  private final MemorySegment zeros;
  private final MemorySegment code;

  Widening(DType format, int zeroPoint, CodeCache codes) {
    this.signed = format == DType.I8;
    this.zeroPoint = zeroPoint;
    this.zeros = NativeMemory.allocate(WidenCode.AT_ONCE * (long) Short.BYTES);
    for (int i = 0; i < WidenCode.AT_ONCE; i++) {
      zeros.setAtIndex(JAVA_SHORT, i, (short) zeroPoint);
    }
    this.code = codes.get(new WidenCode(signed));
  }

  /**
   * Widens a run of bytes.
   *
   * @param block address of {@link #BLOCK_BYTES}
   */
  void run(long block, long from, long to, long count) {
    if (count < WidenCode.AT_ONCE) {
      for (long i = 0; i < count; i++) {
        byte stored = Memory.getByte(from + i);
        int number = signed ? stored : Byte.toUnsignedInt(stored);
        Memory.set(to + i * Short.BYTES, (short) (number - zeroPoint));
      }
      return;
    }
    ArgumentBlock.set(block, WidenCode.FROM, from);
    ArgumentBlock.set(block, WidenCode.TO, to);
    ArgumentBlock.set(block, WidenCode.VECTORS, count / WidenCode.AT_ONCE);
    ArgumentBlock.set(block, WidenCode.LAST, count - WidenCode.AT_ONCE);
    ArgumentBlock.set(block, WidenCode.ZERO_POINT, zeros.address());
    NativeCall.run(code, block);
  }
}
