package liviano.kernels.scalar;

import liviano.kernels.Elementwise;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;

/** A function of two tensors. A unit is one row of channels. */
final class ScalarPairwise implements Kernel {
  private final Elementwise.Pairwise task;

  ScalarPairwise(Elementwise.Pairwise task) {
    this.task = task;
  }

  @Override
  public int units() {
    return Math.multiplyExact(task.samples(), task.positions());
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    for (int row = fromUnit; row < toUnit; row++) {
      long at = (long) row * task.channels();
      long otherAt = (long) task.otherRow(row) * task.channels();
      for (int c = 0; c < task.channels(); c++) {
        float a = Floats.get(frame.input(0), at + c);
        float b = Floats.get(frame.input(1), otherAt + c);
        Floats.set(frame.output(), at + c, task.function().apply(a, b));
      }
    }
  }
}
