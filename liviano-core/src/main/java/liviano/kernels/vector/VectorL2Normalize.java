package liviano.kernels.vector;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Task;
import liviano.kernels.vector.loops.Lanes;
import liviano.kernels.vector.loops.Norms;

/**
 * Rows divided by their length. A unit is a block of rows.
 *
 * <p>Squares are in single precision: beyond the largest one, where numbers exceed 1.8e19, they
 * count as infinite, and what is divided by them as zero.
 */
final class VectorL2Normalize implements Kernel {
  private static final int BLOCK = 16;

  /** What epsilon has to be, so that squares lost to underflow never show. */
  private static final float LEAST_EPSILON = 1e-20f;

  private final Task.L2Normalize task;

  /** Bytes of a row. */
  private final long row;

  /** Bytes of the whole vectors in a row. */
  private final long whole;

  VectorL2Normalize(Task.L2Normalize task) {
    this.task = task;
    this.row = (long) task.channels() * Float.BYTES;
    this.whole = (long) Lanes.SPECIES.loopBound(task.channels()) * Float.BYTES;
  }

  static boolean canServe(Task.L2Normalize task) {
    return task.epsilon() >= LEAST_EPSILON;
  }

  @Override
  public long scratchBytes() {
    return Lanes.BYTES;
  }

  @Override
  public int units() {
    return Math.ceilDiv(task.rows(), BLOCK);
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    int to = (int) Math.min(task.rows(), (long) toUnit * BLOCK);
    for (int r = fromUnit * BLOCK; r < to; r++) {
      normalize(frame.input(0), r * row, frame.output(), frame.scratch(worker));
    }
  }

  private void normalize(MemorySegment in, long at, MemorySegment out, MemorySegment scratch) {
    float length = (float) Math.sqrt(squares(in, at, scratch) + task.epsilon());
    Norms.divide(in, at, whole, length, out);
    for (long c = whole; c < row; c += Float.BYTES) {
      Lanes.set(out, at + c, Lanes.get(in, at + c) / length);
    }
  }

  private double squares(MemorySegment in, long at, MemorySegment scratch) {
    Norms.sumsOfSquares(in, at, whole, scratch);
    double sum = 0;
    for (long lane = 0; lane < Lanes.BYTES; lane += Float.BYTES) {
      sum += Lanes.get(scratch, lane);
    }
    for (long c = whole; c < row; c += Float.BYTES) {
      float x = Lanes.get(in, at + c);
      sum += x * x;
    }
    return sum;
  }
}
