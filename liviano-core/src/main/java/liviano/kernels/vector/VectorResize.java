package liviano.kernels.vector;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Task;
import liviano.kernels.vector.loops.Bilinear;

/** A bilinear resize, all channels of a position at a time. A unit is one row of positions. */
final class VectorResize implements Kernel {
  private final Task.Resize task;

  VectorResize(Task.Resize task) {
    this.task = task;
  }

  @Override
  public int units() {
    return Math.multiplyExact(task.batch(), task.outH());
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    for (int row = fromUnit; row < toUnit; row++) {
      row(frame, row);
    }
  }

  private void row(Frame frame, int row) {
    int n = row / task.outH();
    float sourceY = task.sampling().source(row % task.outH(), task.inH(), task.outH());
    int top = (int) Math.floor(sourceY);
    long upper = line(n, top);
    long lower = line(n, top + 1);
    MemorySegment in = frame.input(0);
    for (int x = 0; x < task.outW(); x++) {
      float sourceX = task.sampling().source(x, task.inW(), task.outW());
      int left = (int) Math.floor(sourceX);
      long west = column(left);
      long east = column(left + 1);
      long outAt = ((long) row * task.outW() + x) * pixel();
      Bilinear.mix(
          in,
          upper + west,
          upper + east,
          lower + west,
          lower + east,
          sourceX - left,
          sourceY - top,
          frame.output(),
          outAt,
          task.channels());
    }
  }

  /** Bytes of one position. */
  private long pixel() {
    return (long) task.channels() * Float.BYTES;
  }

  /** Byte where a row of the input starts, held at the border. */
  private long line(int n, int y) {
    int held = Math.clamp(y, 0, task.inH() - 1);
    return ((long) n * task.inH() + held) * task.inW() * pixel();
  }

  /** Byte of a column within a row, held at the border. */
  private long column(int x) {
    return Math.clamp(x, 0, task.inW() - 1) * pixel();
  }
}
