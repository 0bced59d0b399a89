package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Move;
import liviano.kernels.PackedWeights;

/** Copies a constant for each sample. A unit is one sample. */
final class ScalarConstant implements Kernel {
  private final int samples;
  private final MemorySegment value;

  ScalarConstant(Move.Constant task, PackedWeights cache) {
    this.samples = task.samples();
    this.value = Floats.of(task.value(), cache);
  }

  @Override
  public int units() {
    return samples;
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long bytes = value.byteSize();
    for (int sample = fromUnit; sample < toUnit; sample++) {
      MemorySegment.copy(value, 0, frame.output(), sample * bytes, bytes);
    }
  }
}
