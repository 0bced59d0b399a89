package liviano.kernels.vector;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Task;
import liviano.kernels.vector.loops.LanePasses;
import liviano.kernels.vector.loops.Lanes;
import liviano.kernels.vector.loops.Norms;

/**
 * Local response norm with an exponent that square roots give, 3/4 or 1/2. A unit is a block of
 * rows, whose squares are laid out first, with zeros before and after the channels.
 *
 * <p>Squares are in single precision: beyond the largest one, where numbers exceed 1.8e19, they
 * count as infinite, and what is divided by them as zero.
 */
final class VectorResponseNorm implements Kernel {
  private static final int BLOCK = 16;

  /** What the smallest base may be, so that squares lost to underflow never show. */
  private static final float LEAST_OFFSET = 1e-6f;

  private final Task.ResponseNorm task;
  private final boolean half;

  /** Channels to either side that count. */
  private final int reach;

  /** Bytes of a row of the map. */
  private final long row;

  /** Bytes of the whole vectors in a row. */
  private final long whole;

  /** Bytes of a row of squares with zeros on both sides. */
  private final long padded;

  VectorResponseNorm(Task.ResponseNorm task) {
    this.task = task;
    this.half = task.beta() == 0.5f;
    this.reach = task.size() / 2;
    this.row = (long) task.channels() * Float.BYTES;
    this.whole = (long) Lanes.SPECIES.loopBound(task.channels()) * Float.BYTES;
    this.padded = Math.ceilDiv(row + 2L * reach * Float.BYTES, Lanes.BYTES) * (long) Lanes.BYTES;
  }

  static boolean canServe(Task.ResponseNorm task) {
    return (task.beta() == 0.75f || task.beta() == 0.5f)
        && task.offset() >= LEAST_OFFSET
        && task.alpha() >= 0
        && task.alpha() <= 1
        && task.channels() >= Lanes.COUNT;
  }

  @Override
  public long scratchBytes() {
    return BLOCK * padded;
  }

  @Override
  public int units() {
    return Math.ceilDiv(task.rows(), BLOCK);
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    MemorySegment squares = frame.scratch(worker);
    LanePasses.zero(squares, 0, scratchBytes() / Float.BYTES);
    for (int unit = fromUnit; unit < toUnit; unit++) {
      int first = unit * BLOCK;
      int rows = Math.min(BLOCK, task.rows() - first);
      for (int r = 0; r < rows; r++) {
        square(frame.input(0), (first + r) * row, squares, r * padded);
      }
      for (int r = 0; r < rows; r++) {
        divide(frame.input(0), (first + r) * row, squares, r * padded, frame.output());
      }
    }
  }

  private void square(MemorySegment in, long at, MemorySegment squares, long squaresAt) {
    long first = squaresAt + (long) reach * Float.BYTES;
    Norms.squares(in, at, whole, squares, first);
    if (whole < row) {
      // Here and below the last vector begins early, so that it does not reach beyond the end.
      long last = row - Lanes.BYTES;
      Norms.squares(in, at + last, Lanes.BYTES, squares, first + last);
    }
  }

  private void divide(
      MemorySegment in, long at, MemorySegment squares, long squaresAt, MemorySegment out) {
    run(in, at, whole, squares, squaresAt, out);
    if (whole < row) {
      long last = row - Lanes.BYTES;
      run(in, at + last, Lanes.BYTES, squares, squaresAt + last, out);
    }
  }

  private void run(
      MemorySegment in,
      long at,
      long bytes,
      MemorySegment squares,
      long squaresAt,
      MemorySegment out) {
    int terms = 2 * reach + 1;
    float alpha = task.alpha();
    float offset = task.offset();
    if (half) {
      Norms.half(in, at, bytes, squares, squaresAt, terms, alpha, offset, out);
    } else {
      Norms.threeQuarters(in, at, bytes, squares, squaresAt, terms, alpha, offset, out);
    }
  }
}
