package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Resample;

/** A bilinear resize without antialiasing. A unit is one row of output positions. */
final class ScalarResize implements Kernel {
  private final Resample.Resize task;

  ScalarResize(Resample.Resize task) {
    this.task = task;
  }

  @Override
  public int units() {
    return Math.multiplyExact(task.batch(), task.outH());
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    MemorySegment in = frame.input(0);
    MemorySegment out = frame.output();
    int channels = task.channels();
    for (int row = fromUnit; row < toUnit; row++) {
      int n = row / task.outH();
      float sourceY = task.sampling().source(row % task.outH(), task.inH(), task.outH());
      int top = (int) Math.floor(sourceY);
      float down = sourceY - top;
      long upper = line(n, top);
      long lower = line(n, top + 1);
      for (int x = 0; x < task.outW(); x++) {
        float sourceX = task.sampling().source(x, task.inW(), task.outW());
        int left = (int) Math.floor(sourceX);
        float across = sourceX - left;
        long west = column(left);
        long east = column(left + 1);
        long at = ((long) row * task.outW() + x) * channels;
        for (int c = 0; c < channels; c++) {
          float above = mix(in, upper + west + c, upper + east + c, across);
          float below = mix(in, lower + west + c, lower + east + c, across);
          Floats.set(out, at + c, above + (below - above) * down);
        }
      }
    }
  }

  private static float mix(MemorySegment in, long from, long to, float share) {
    float a = Floats.get(in, from);
    return a + (Floats.get(in, to) - a) * share;
  }

  /** Index of the first number of a row, held at the border. */
  private long line(int n, int y) {
    int held = Math.clamp(y, 0, task.inH() - 1);
    return ((long) n * task.inH() + held) * task.inW() * task.channels();
  }

  /** Offset of a column within a row, held at the border. */
  private long column(int x) {
    return (long) Math.clamp(x, 0, task.inW() - 1) * task.channels();
  }
}
