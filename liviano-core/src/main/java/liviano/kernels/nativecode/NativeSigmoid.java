package liviano.kernels.nativecode;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Task;
import liviano.kernels.nativecode.code.ArgumentBlock;
import liviano.kernels.nativecode.code.Exponential;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.code.Memory;
import liviano.kernels.nativecode.code.SigmoidCode;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.NativeCall;

/** The logistic function, element by element. A unit is a run of {@value #RUN} elements. */
final class NativeSigmoid implements Kernel {
  private static final int RUN = 4096;
  private static final long ALIGNMENT = 64;

  private final long count;
  private final int lanes;
  private final MemorySegment code;

  NativeSigmoid(Task.Sigmoid task, Isa isa, CodeCache codes) {
    this.count = task.count();
    this.lanes = isa.lanes();
    this.code = codes.get(new SigmoidCode(isa));
  }

  /** The block, and a vector for what is left after the last whole one. */
  @Override
  public long scratchBytes() {
    return ALIGNMENT + (long) lanes * Float.BYTES;
  }

  @Override
  public int units() {
    return Math.toIntExact(Math.ceilDiv(count, RUN));
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long scratch = frame.scratch(worker).address();
    long from = (long) fromUnit * RUN;
    long elements = Math.min(count, (long) toUnit * RUN) - from;
    long in = frame.input(0).address() + from * Float.BYTES;
    long out = frame.output().address() + from * Float.BYTES;
    ArgumentBlock.set(scratch, SigmoidCode.CONSTANTS, Exponential.CONSTANTS.address());
    if (elements >= lanes) {
      run(scratch, in, out, elements / lanes);
    }
    long rest = Math.max(elements, 0) % lanes * Float.BYTES;
    if (rest > 0) {
      long done = elements / lanes * lanes * Float.BYTES;
      long spare = scratch + ALIGNMENT;
      Memory.zero(spare, (long) lanes * Float.BYTES);
      Memory.copy(in + done, spare, rest);
      run(scratch, spare, spare, 1);
      Memory.copy(spare, out + done, rest);
    }
    Reference.reachabilityFence(frame);
    Reference.reachabilityFence(this);
  }

  private void run(long block, long in, long out, long vectors) {
    ArgumentBlock.set(block, SigmoidCode.IN, in);
    ArgumentBlock.set(block, SigmoidCode.OUT, out);
    ArgumentBlock.set(block, SigmoidCode.VECTORS, vectors);
    NativeCall.run(code, block);
  }
}
