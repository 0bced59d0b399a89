package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Rows;

/** The softmax of each row, in double precision inside. A unit is one row. */
final class ScalarSoftmax implements Kernel {
  private final Rows.Softmax task;

  ScalarSoftmax(Rows.Softmax task) {
    this.task = task;
  }

  @Override
  public int units() {
    return task.rows();
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    MemorySegment in = frame.input(0);
    MemorySegment out = frame.output();
    int channels = task.channels();
    for (int row = fromUnit; row < toUnit; row++) {
      long at = (long) row * channels;
      float greatest = Float.NEGATIVE_INFINITY;
      for (int c = 0; c < channels; c++) {
        greatest = Math.max(greatest, Floats.get(in, at + c));
      }
      double sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += Math.exp(Floats.get(in, at + c) - greatest);
      }
      for (int c = 0; c < channels; c++) {
        Floats.set(out, at + c, (float) (Math.exp(Floats.get(in, at + c) - greatest) / sum));
      }
    }
  }
}
