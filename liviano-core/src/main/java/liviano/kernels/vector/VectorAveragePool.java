package liviano.kernels.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import liviano.kernels.Clamp;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.Task;

/**
 * Averages over windows, all channels of a tap at a time. A unit is one row of output positions.
 */
final class VectorAveragePool implements Kernel {
  private final Geometry geometry;
  private final boolean countPadding;
  private final Window vertical;
  private final Window horizontal;
  private final MemorySegment zeros;

  /** Bytes of one position. */
  private final long pixel;

  VectorAveragePool(Task.AveragePool task) {
    this.geometry = task.geometry();
    this.countPadding = task.countPadding();
    this.vertical = Window.vertical(geometry);
    this.horizontal = Window.horizontal(geometry);
    this.pixel = (long) geometry.inC() * Float.BYTES;
    this.zeros = Arena.ofAuto().allocate(pixel, 64);
  }

  @Override
  public int units() {
    return geometry.outRows();
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    for (int row = fromUnit; row < toUnit; row++) {
      for (int x = 0; x < geometry.outW(); x++) {
        average(frame, row, x);
      }
    }
  }

  private void average(Frame frame, int row, int x) {
    int n = row / geometry.outH();
    int y = row % geometry.outH();
    int fromI = vertical.fromTap(y);
    int toI = vertical.toTap(y);
    int fromJ = horizontal.fromTap(x);
    int toJ = horizontal.toTap(x);
    int channels = geometry.inC();
    MemorySegment out = frame.output();
    long outAt = ((long) row * geometry.outW() + x) * pixel;
    Passes.clamp(zeros, 0, out, outAt, channels, Clamp.NONE);
    for (int i = fromI; i < toI; i++) {
      long inY = (long) n * geometry.inH() + vertical.start(y) + i * geometry.dilationH();
      for (int j = fromJ; j < toJ; j++) {
        long inX = horizontal.start(x) + j * geometry.dilationW();
        long inAt = (inY * geometry.inW() + inX) * pixel;
        Passes.add(out, outAt, frame.input(0), inAt, out, outAt, channels, Clamp.NONE);
      }
    }
    int taps = geometry.kernelH() * geometry.kernelW();
    int counted = countPadding ? taps : (toI - fromI) * (toJ - fromJ);
    Passes.divide(out, outAt, counted, channels);
  }
}
