package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.Resample;

/** The greatest numbers in windows. A unit is one row of output positions. */
final class ScalarMaxPool implements Kernel {
  private final Geometry g;

  ScalarMaxPool(Resample.MaxPool task) {
    this.g = task.geometry();
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
          Floats.set(
              frame.output(),
              at + c,
              greatest(frame.input(0), row / g.outH(), row % g.outH(), x, c));
        }
      }
    }
  }

  private float greatest(MemorySegment in, int n, int y, int x, int c) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < g.kernelH(); i++) {
      int inY = y * g.strideH() - g.padTop() + i * g.dilationH();
      for (int j = 0; j < g.kernelW(); j++) {
        int inX = x * g.strideW() - g.padLeft() + j * g.dilationW();
        if (inY >= 0 && inY < g.inH() && inX >= 0 && inX < g.inW()) {
          float value = Floats.get(in, (((long) n * g.inH() + inY) * g.inW() + inX) * g.inC() + c);
          greatest = value > greatest ? value : greatest;
        }
      }
    }
    return greatest;
  }
}
