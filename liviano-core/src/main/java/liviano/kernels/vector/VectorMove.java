package liviano.kernels.vector;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Move;
import liviano.tensor.NativeMemory;

/** Runs of numbers that only change their place. A unit is one row of output positions. */
final class VectorMove implements Kernel {

  /** Writes one row of output positions, counting through the batch. */
  @FunctionalInterface
  private interface Row {
    void move(MemorySegment in, int row, MemorySegment out);
  }

  private final int rows;
  private final Row row;

  private VectorMove(int rows, Row row) {
    this.rows = rows;
    this.row = row;
  }

  /** Only for the plain order, in which the columns of a block are contiguous. */
  static Kernel of(Move.SpaceToDepth task) {
    int block = task.block();
    int width = task.inW() / block;
    long run = (long) block * task.channels() * Float.BYTES;
    return new VectorMove(
        task.batch() * (task.inH() / block),
        (in, row, out) -> {
          for (int part = 0; part < block; part++) {
            long inAt = ((long) row * block + part) * width * run;
            long outAt = ((long) row * width * block + part) * run;
            for (int x = 0; x < width; x++) {
              MemorySegment.copy(in, inAt + x * run, out, outAt + x * block * run, run);
            }
          }
        });
  }

  static Kernel of(Move.Pad task) {
    long pixel = (long) task.channels() * Float.BYTES;
    long inLine = task.inW() * pixel;
    long outLine = task.outW() * pixel;
    long left = task.left() * pixel;
    MemorySegment zeros = NativeMemory.allocate(outLine);
    int height = task.outH();
    return new VectorMove(
        task.batch() * height,
        (in, row, out) -> {
          long at = row * outLine;
          int y = row % height - task.top();
          if (y < 0 || y >= task.inH()) {
            MemorySegment.copy(zeros, 0, out, at, outLine);
            return;
          }
          long inY = (long) (row / height) * task.inH() + y;
          MemorySegment.copy(zeros, 0, out, at, left);
          MemorySegment.copy(in, inY * inLine, out, at + left, inLine);
          MemorySegment.copy(zeros, 0, out, at + left + inLine, outLine - left - inLine);
        });
  }

  static Kernel of(Move.Crop task) {
    long pixel = (long) task.channels() * Float.BYTES;
    long outLine = task.outW() * pixel;
    MemorySegment zeros = NativeMemory.allocate(outLine);
    int columns = Math.clamp(task.inW() - task.left(), 0, task.outW());
    int height = task.outH();
    return new VectorMove(
        task.batch() * height,
        (in, row, out) -> {
          int y = row % height + task.top();
          long line = y < task.inH() ? columns * pixel : 0;
          long inY = (long) (row / height) * task.inH() + y;
          long inAt = (inY * task.inW() + task.left()) * pixel;
          if (line > 0) {
            MemorySegment.copy(in, inAt, out, row * outLine, line);
          }
          MemorySegment.copy(zeros, 0, out, row * outLine + line, outLine - line);
        });
  }

  @Override
  public int units() {
    return rows;
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    for (int i = fromUnit; i < toUnit; i++) {
      row.move(frame.input(0), i, frame.output());
    }
  }
}
