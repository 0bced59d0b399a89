package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.Linear;

/**
 * A transposed convolution, each number of the output as the sum of what is added to it. A unit is
 * one row of output positions.
 */
final class ScalarTransposedConvolution implements Kernel {
  private final Linear.TransposedConvolution task;
  private final MemorySegment weights;
  private final Finish finish;

  /** Of the convolution that reads this task's output and gives its input. */
  private final Geometry g;

  ScalarTransposedConvolution(Linear.TransposedConvolution task, MemorySegment weights) {
    this.task = task;
    this.weights = weights;
    this.finish = Finish.of(task.epilogue());
    this.g = task.mirrored();
  }

  @Override
  public int units() {
    return g.batch() * g.inH();
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    MemorySegment in = frame.input(0);
    for (int row = fromUnit; row < toUnit; row++) {
      int n = row / g.inH();
      int y = row % g.inH();
      for (int x = 0; x < g.inW(); x++) {
        long at = ((long) row * g.inW() + x) * g.inC();
        for (int o = 0; o < g.inC(); o++) {
          finish.store(frame, frame.output(), at + o, o, sum(in, n, y, x, o));
        }
      }
    }
  }

  private float sum(MemorySegment in, int n, int y, int x, int o) {
    int groupIn = g.outC() / task.groups();
    int firstChannel = o / (g.inC() / task.groups()) * groupIn;
    float sum = 0;
    for (int i = 0; i < g.kernelH(); i++) {
      int down = y + g.padTop() - i * g.dilationH();
      if (down % g.strideH() != 0 || down < 0 || down / g.strideH() >= g.outH()) {
        continue;
      }
      for (int j = 0; j < g.kernelW(); j++) {
        int across = x + g.padLeft() - j * g.dilationW();
        if (across % g.strideW() != 0 || across < 0 || across / g.strideW() >= g.outW()) {
          continue;
        }
        long line = (long) n * g.outH() + down / g.strideH();
        long at = (line * g.outW() + across / g.strideW()) * g.outC() + firstChannel;
        long w = (((long) o * g.kernelH() + i) * g.kernelW() + j) * groupIn;
        for (int c = 0; c < groupIn; c++) {
          sum += Floats.get(in, at + c) * Floats.get(weights, w + c);
        }
      }
    }
    return sum;
  }
}
