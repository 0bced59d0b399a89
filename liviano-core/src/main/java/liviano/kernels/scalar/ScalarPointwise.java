package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Linear;

/** A matrix product, one output at a time. A unit is one row. */
final class ScalarPointwise implements Kernel {
  private final Linear.Pointwise task;
  private final MemorySegment weights;
  private final Finish finish;

  ScalarPointwise(Linear.Pointwise task, MemorySegment weights) {
    this.task = task;
    this.weights = weights;
    this.finish = Finish.of(task.epilogue());
  }

  @Override
  public int units() {
    return task.rows();
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    MemorySegment in = frame.input(0);
    MemorySegment out = frame.output();
    for (int row = fromUnit; row < toUnit; row++) {
      for (int o = 0; o < task.outChannels(); o++) {
        finish.store(frame, out, (long) row * task.outChannels() + o, o, sum(in, row, o));
      }
    }
  }

  private float sum(MemorySegment in, int row, int o) {
    int channels = task.inChannels();
    long x = (long) row * channels;
    long w = (long) o * channels;
    float sum = 0;
    for (int i = 0; i < channels; i++) {
      sum += Floats.get(in, x + i) * Floats.get(weights, w + i);
    }
    return sum;
  }
}
