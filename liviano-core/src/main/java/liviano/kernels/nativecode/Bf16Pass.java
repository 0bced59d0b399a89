package liviano.kernels.nativecode;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import liviano.kernels.Elementwise;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.nativecode.code.ArgumentBlock;
import liviano.kernels.nativecode.code.Bf16PassCode;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.NativeCall;
import liviano.tensor.DType;

/** Floats as bfloat16, or the other way. A unit is a run of {@value #RUN} numbers. */
final class Bf16Pass implements Kernel {
  private static final int RUN = 16 * 1024;

  /** One way, made ready for any number of numbers. */
  static final class Run {
    private final MemorySegment code;

    Run(boolean widens, CodeCache codes) {
      this.code = codes.get(new Bf16PassCode(widens));
    }

    /**
     * @param block address of {@link Bf16PassCode#SLOTS} slots
     * @param numbers how many; none touch nothing
     */
    void run(long block, long from, long to, long numbers) {
      ArgumentBlock.set(block, Bf16PassCode.FROM, from);
      ArgumentBlock.set(block, Bf16PassCode.TO, to);
      ArgumentBlock.set(block, Bf16PassCode.VECTORS, numbers / Bf16PassCode.LANES);
      ArgumentBlock.set(block, Bf16PassCode.MASK, (1L << numbers % Bf16PassCode.LANES) - 1);
      NativeCall.run(code, block);
    }
  }

  private final long count;
  private final int bytesIn;
  private final int bytesOut;
  private final Run run;

  Bf16Pass(Elementwise.Convert task, CodeCache codes) {
    this.count = task.count();
    DType out = task.formats().output();
    this.bytesIn = task.formats().inputs().getFirst().bytes();
    this.bytesOut = out.bytes();
    this.run = new Run(out == DType.F32, codes);
  }

  @Override
  public long scratchBytes() {
    return Bf16PassCode.SLOTS * Long.BYTES;
  }

  @Override
  public int units() {
    return Math.toIntExact(Math.ceilDiv(count, RUN));
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long block = frame.scratch(worker).address();
    long from = (long) fromUnit * RUN;
    long numbers = Math.max(0, Math.min(count, (long) toUnit * RUN) - from);
    run.run(
        block,
        frame.input(0).address() + from * bytesIn,
        frame.output().address() + from * bytesOut,
        numbers);
    Reference.reachabilityFence(frame);
    Reference.reachabilityFence(this);
  }
}
