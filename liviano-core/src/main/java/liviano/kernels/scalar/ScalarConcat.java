package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Move;

/** Copies rows side by side. A unit is one row. */
final class ScalarConcat implements Kernel {
  private final Move.Concat task;
  private final int width;

  ScalarConcat(Move.Concat task) {
    this.task = task;
    this.width = task.channels().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public int units() {
    return task.rows();
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    for (int row = fromUnit; row < toUnit; row++) {
      long at = (long) row * width * Float.BYTES;
      for (int i = 0; i < task.channels().size(); i++) {
        long bytes = (long) task.channels().get(i) * Float.BYTES;
        MemorySegment.copy(frame.input(i), row * bytes, frame.output(), at, bytes);
        at += bytes;
      }
    }
  }
}
