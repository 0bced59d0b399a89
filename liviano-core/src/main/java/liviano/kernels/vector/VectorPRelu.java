package liviano.kernels.vector;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Rows;
import liviano.kernels.vector.loops.LanePasses;
import liviano.tensor.NativeMemory;

/** A slope per channel for what is negative. A unit is a block of rows. */
final class VectorPRelu implements Kernel {
  private static final int BLOCK = 64;

  private final int rows;
  private final int channels;
  private final MemorySegment slope;

  VectorPRelu(Rows.PRelu task) {
    this.rows = task.rows();
    this.channels = task.channels();
    MemorySegment aligned = NativeMemory.allocate(task.slope().bytes());
    this.slope = aligned.copyFrom(task.slope().data()).asReadOnly();
  }

  @Override
  public int units() {
    return Math.ceilDiv(rows, BLOCK);
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    int toRow = (int) Math.min(rows, (long) toUnit * BLOCK);
    for (int row = fromUnit * BLOCK; row < toRow; row++) {
      long at = (long) row * channels * Float.BYTES;
      LanePasses.leaky(frame.input(0), frame.output(), at, slope, channels);
    }
  }
}
