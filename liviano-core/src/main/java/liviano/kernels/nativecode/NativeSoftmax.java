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
import liviano.kernels.nativecode.code.SoftmaxCode;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.NativeCall;

/** The softmax of each row. A unit is one row. */
final class NativeSoftmax implements Kernel {
  private static final long ALIGNMENT = 64;

  private final int rows;
  private final int channels;
  private final int vectors;
  private final int lanes;
  private final MemorySegment code;

  // The memory of a worker: the block; then, from these places on, a vector, the row filled up to
  // whole vectors, and as many doubles.
  private final long spareAt;
  private final long rowAt;
  private final long doublesAt;

  NativeSoftmax(Task.Softmax task, Isa isa, CodeCache codes) {
    this.rows = task.rows();
    this.channels = task.channels();
    this.lanes = isa.lanes();
    this.vectors = Math.ceilDiv(channels, lanes);
    this.code = codes.get(new SoftmaxCode(isa));
    this.spareAt = Math.ceilDiv(SoftmaxCode.SLOTS * Long.BYTES, ALIGNMENT) * ALIGNMENT;
    this.rowAt = spareAt + ALIGNMENT;
    this.doublesAt = rowAt + Math.ceilDiv(padded() * Float.BYTES, ALIGNMENT) * ALIGNMENT;
  }

  private long padded() {
    return (long) vectors * lanes;
  }

  @Override
  public long scratchBytes() {
    return doublesAt + padded() * Double.BYTES;
  }

  @Override
  public int units() {
    return rows;
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long scratch = frame.scratch(worker).address();
    long bytes = (long) channels * Float.BYTES;
    ArgumentBlock.set(scratch, SoftmaxCode.ROW, scratch + rowAt);
    ArgumentBlock.set(scratch, SoftmaxCode.VECTORS, vectors);
    ArgumentBlock.set(scratch, SoftmaxCode.EXPONENTIALS, scratch + doublesAt);
    ArgumentBlock.set(scratch, SoftmaxCode.SPARE, scratch + spareAt);
    ArgumentBlock.set(scratch, SoftmaxCode.CONSTANTS, Exponential.CONSTANTS.address());
    for (int row = fromUnit; row < toUnit; row++) {
      Memory.copy(frame.input(0).address() + row * bytes, scratch + rowAt, bytes);
      for (long c = channels; c < padded(); c++) {
        Memory.set(scratch + rowAt + c * Float.BYTES, Float.NEGATIVE_INFINITY);
      }
      NativeCall.run(code, scratch);
      Memory.copy(scratch + rowAt, frame.output().address() + row * bytes, bytes);
    }
    Reference.reachabilityFence(frame);
    Reference.reachabilityFence(this);
  }
}
