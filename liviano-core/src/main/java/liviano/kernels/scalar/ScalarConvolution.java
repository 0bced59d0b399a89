package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.Linear;

/** A convolution straight from its definition. A unit is one row of output positions. */
final class ScalarConvolution implements Kernel {
  private final Linear.Convolution task;
  private final MemorySegment weights;
  private final Finish finish;

  ScalarConvolution(Linear.Convolution task, MemorySegment weights) {
    this.task = task;
    this.weights = weights;
    this.finish = Finish.of(task.epilogue());
  }

  @Override
  public int units() {
    return task.geometry().outRows();
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    Geometry g = task.geometry();
    MemorySegment in = frame.input(0);
    for (int row = fromUnit; row < toUnit; row++) {
      int n = row / g.outH();
      int y = row % g.outH();
      for (int x = 0; x < g.outW(); x++) {
        long at = ((long) row * g.outW() + x) * g.outC();
        for (int o = 0; o < g.outC(); o++) {
          finish.store(frame, frame.output(), at + o, o, sum(in, n, y, x, o));
        }
      }
    }
  }

  private float sum(MemorySegment in, int n, int y, int x, int o) {
    Geometry g = task.geometry();
    int groupIn = g.inC() / task.groups();
    int firstChannel = o / (g.outC() / task.groups()) * groupIn;
    float sum = 0;
    for (int i = 0; i < g.kernelH(); i++) {
      int inY = y * g.strideH() - g.padTop() + i * g.dilationH();
      if (inY < 0 || inY >= g.inH()) {
        continue;
      }
      for (int j = 0; j < g.kernelW(); j++) {
        int inX = x * g.strideW() - g.padLeft() + j * g.dilationW();
        if (inX < 0 || inX >= g.inW()) {
          continue;
        }
        long at = (((long) n * g.inH() + inY) * g.inW() + inX) * g.inC() + firstChannel;
        long w = (((long) o * g.kernelH() + i) * g.kernelW() + j) * groupIn;
        for (int c = 0; c < groupIn; c++) {
          sum += Floats.get(in, at + c) * Floats.get(weights, w + c);
        }
      }
    }
    return sum;
  }
}
