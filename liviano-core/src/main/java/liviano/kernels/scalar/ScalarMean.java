package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Resample;

/**
 * Averages over some axes of a tensor, in double precision inside. A unit is a run of {@value #RUN}
 * numbers of the output.
 */
final class ScalarMean implements Kernel {
  private static final int RUN = 64;

  /** The axes that stay, and those that are averaged over. */
  private final Axes kept;

  private final Axes averaged;

  ScalarMean(Resample.Mean task) {
    int rank = task.extents().size();
    long[] strides = new long[rank];
    long stride = 1;
    for (int axis = rank - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= task.extents().get(axis);
    }
    this.kept = Axes.of(task, strides, false);
    this.averaged = Axes.of(task, strides, true);
  }

  /**
   * Some axes of a tensor.
   *
   * @param strides numbers from one place along an axis to the next
   * @param count places of all of them together
   */
  private record Axes(int[] extents, long[] strides, long count) {
    static Axes of(Resample.Mean task, long[] strides, boolean averaged) {
      int[] axes =
          IntStream.range(0, strides.length)
              .filter(axis -> task.axes().contains(axis) == averaged)
              .toArray();
      int[] extents = new int[axes.length];
      long[] steps = new long[axes.length];
      long count = 1;
      for (int i = 0; i < axes.length; i++) {
        extents[i] = task.extents().get(axes[i]);
        steps[i] = strides[axes[i]];
        count *= extents[i];
      }
      return new Axes(extents, steps, count);
    }

    /** Where in the tensor the {@code index}-th of these places lies, in reading order. */
    long at(long index) {
      long at = 0;
      long rest = index;
      for (int i = extents.length - 1; i >= 0; i--) {
        at += rest % extents[i] * strides[i];
        rest /= extents[i];
      }
      return at;
    }
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
    int inner = averaged.extents()[averaged.extents().length - 1];
    long step = averaged.strides()[averaged.strides().length - 1];
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
