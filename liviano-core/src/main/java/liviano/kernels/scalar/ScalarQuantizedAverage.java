package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.Quantizing;
import liviano.tensor.Quantization;

/** Averages of integers over windows. A unit is one row of output positions. */
final class ScalarQuantizedAverage implements Kernel {
  private final Quantizing.Average task;
  private final Geometry g;
  private final Bytes in;

  ScalarQuantizedAverage(Quantizing.Average task) {
    this.task = task;
    this.g = task.geometry();
    this.in = Bytes.of(task.formats().inputs().getFirst());
  }

  @Override
  public int units() {
    return g.outRows();
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    for (int row = fromUnit; row < toUnit; row++) {
      for (int x = 0; x < g.outW(); x++) {
        long at = ((long) row * g.outW() + x) * g.outC();
        for (int c = 0; c < g.outC(); c++) {
          int average = average(frame.input(0), row / g.outH(), row % g.outH(), x, c);
          Bytes.set(frame.output(), at + c, average);
        }
      }
    }
  }

  private int average(MemorySegment map, int n, int y, int x, int c) {
    int sum = 0;
    int counted = 0;
    for (int i = 0; i < g.kernelH(); i++) {
      int inY = y * g.strideH() - g.padTop() + i * g.dilationH();
      for (int j = 0; j < g.kernelW(); j++) {
        int inX = x * g.strideW() - g.padLeft() + j * g.dilationW();
        boolean inside = inY >= 0 && inY < g.inH() && inX >= 0 && inX < g.inW();
        if (inside) {
          long at = (((long) n * g.inH() + inY) * g.inW() + inX) * g.inC() + c;
          sum += in.get(map, at) - task.from().zeroPoint(0);
        }
        if (inside || task.countPadding()) {
          counted++;
        }
      }
    }
    Quantization to = task.to().quantization();
    float factor = task.from().scale(0) / to.scale(0) / counted;
    return task.to().held((long) (int) Math.rint(sum * factor) + to.zeroPoint(0));
  }
}
