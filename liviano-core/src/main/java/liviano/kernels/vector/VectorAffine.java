package liviano.kernels.vector;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Param;
import liviano.kernels.Rows;
import liviano.kernels.vector.loops.LanePasses;
import liviano.tensor.NativeMemory;

/** A scale and an offset per channel. A unit is a block of rows. */
final class VectorAffine implements Kernel {
  private static final int BLOCK = 64;

  private final Rows.Affine task;
  private final MemorySegment scale;
  private final MemorySegment offset;

  VectorAffine(Rows.Affine task) {
    this.task = task;
    this.scale = aligned(task.scale());
    this.offset = aligned(task.offset());
  }

  private static MemorySegment aligned(Param param) {
    MemorySegment to = NativeMemory.allocate(param.bytes());
    return to.copyFrom(param.data()).asReadOnly();
  }

  @Override
  public int units() {
    return Math.ceilDiv(task.rows(), BLOCK);
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    int toRow = (int) Math.min(task.rows(), (long) toUnit * BLOCK);
    for (int row = fromUnit * BLOCK; row < toRow; row++) {
      long at = (long) row * task.channels() * Float.BYTES;
      LanePasses.affine(
          frame.input(0), frame.output(), at, scale, offset, task.channels(), task.clamp());
    }
  }
}
