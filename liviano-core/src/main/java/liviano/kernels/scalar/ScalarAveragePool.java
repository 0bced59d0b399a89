package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.Resample;

/** Averages over windows. A unit is one row of output positions. */
final class ScalarAveragePool implements Kernel {
  private final Resample.AveragePool task;

  ScalarAveragePool(Resample.AveragePool task) {
    this.task = task;
  }

  @Override
  public int units() {
    return task.geometry().outRows();
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    Geometry g = task.geometry();
    for (int row = fromUnit; row < toUnit; row++) {
      int n = row / g.outH();
      int y = row % g.outH();
      for (int x = 0; x < g.outW(); x++) {
        long at = ((long) row * g.outW() + x) * g.outC();
        for (int c = 0; c < g.outC(); c++) {
          Floats.set(frame.output(), at + c, average(frame.input(0), n, y, x, c));
        }
      }
    }
  }

  private float average(MemorySegment in, int n, int y, int x, int c) {
    Geometry g = task.geometry();
    float sum = 0;
    int counted = 0;
    for (int i = 0; i < g.kernelH(); i++) {
      int inY = y * g.strideH() - g.padTop() + i * g.dilationH();
      for (int j = 0; j < g.kernelW(); j++) {
        int inX = x * g.strideW() - g.padLeft() + j * g.dilationW();
        boolean inside = inY >= 0 && inY < g.inH() && inX >= 0 && inX < g.inW();
        if (inside) {
          sum += Floats.get(in, (((long) n * g.inH() + inY) * g.inW() + inX) * g.inC() + c);
        }
        if (inside || task.countPadding()) {
          counted++;
        }
      }
    }
    return sum / counted;
  }
}
