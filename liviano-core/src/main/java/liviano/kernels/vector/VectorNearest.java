package liviano.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Resample;
import liviano.kernels.vector.loops.LanePasses;

/**
 * A resize that copies the nearest position, in runs of columns that lie side by side on the input
 * too. A unit is one row of output positions.
 */
final class VectorNearest implements Kernel {
  private final Resample.ResizeNearest task;

  /** The input column of the first output column of each run. */
  private final int[] source;

  /** The first output column of each run, and the width of the output at the end. */
  private final int[] start;

  VectorNearest(Resample.ResizeNearest task) {
    this.task = task;
    int[] sources = new int[task.outW()];
    int[] starts = new int[task.outW() + 1];
    int runs = 0;
    for (int x = 0; x < task.outW(); x++) {
      int from = task.rule().source(x, task.inW(), task.outW());
      if (runs == 0 || from != sources[runs - 1] + x - starts[runs - 1]) {
        sources[runs] = from;
        starts[runs++] = x;
      }
    }
    starts[runs] = task.outW();
    this.source = Arrays.copyOf(sources, runs);
    this.start = Arrays.copyOf(starts, runs + 1);
  }

  @Override
  public int units() {
    return Math.multiplyExact(task.batch(), task.outH());
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    for (int row = fromUnit; row < toUnit; row++) {
      int y = task.rule().source(row % task.outH(), task.inH(), task.outH());
      long inRow = (long) (row / task.outH()) * task.inH() + y;
      row(frame.input(0), inRow * task.inW(), frame.output(), (long) row * task.outW());
    }
  }

  /**
   * @param from the first position of the input's row, counting through the batch
   * @param to the first position of the output's row
   */
  private void row(MemorySegment in, long from, MemorySegment out, long to) {
    int channels = task.channels();
    long pixel = (long) channels * Float.BYTES;
    for (int run = 0; run < source.length; run++) {
      long count = (long) (start[run + 1] - start[run]) * channels;
      LanePasses.copy(in, (from + source[run]) * pixel, out, (to + start[run]) * pixel, count);
    }
  }
}
