package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Resample;

/**
 * Averages over some axes of a tensor, in double precision inside. A unit is a run of {@value #RUN}
 * numbers of the output.
 */
final class ScalarMean implements Kernel {
  private static final int RUN = 64;

  private final ReducedAxes kept;
  private final ReducedAxes averaged;

  ScalarMean(Resample.Mean task) {
    this.kept = ReducedAxes.of(task.extents(), task.axes(), false);
    this.averaged = ReducedAxes.of(task.extents(), task.axes(), true);
  }

  @Override
  public int units() {
    return Math.toIntExact(Math.ceilDiv(kept.count(), RUN));
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long to = Math.min(kept.count(), (long) toUnit * RUN);
    for (long i = (long) fromUnit * RUN; i < to; i++) {
      double sum = sum(frame.input(0), kept.at(i));
      Floats.set(frame.output(), i, (float) (sum / averaged.count()));
    }
  }

  /** Along the innermost axis without looking up each place. */
  private double sum(MemorySegment in, long from) {
    int inner = averaged.innermost();
    long step = averaged.innermostStride();
    double sum = 0;
    for (long line = 0; line < averaged.count(); line += inner) {
      long at = from + averaged.at(line);
      for (int i = 0; i < inner; i++) {
        sum += Floats.get(in, at + i * step);
      }
    }
    return sum;
  }
}
