package liviano.kernels.vector;

import liviano.kernels.Clamp;
import liviano.kernels.Elementwise;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.vector.loops.LanePasses;
import liviano.kernels.vector.loops.RoundPass;

/** One element after the other. A unit is a run of {@value #RUN} elements. */
final class VectorElementwise implements Kernel {
  private static final int RUN = 8192;

  /** What happens to a run of {@code count} numbers that starts at byte {@code at}. */
  @FunctionalInterface
  private interface Run {
    void compute(Frame frame, long at, long count);
  }

  private final long count;
  private final Run run;

  private VectorElementwise(long count, Run run) {
    this.count = count;
    this.run = run;
  }

  static Kernel of(Elementwise.Add task) {
    Clamp clamp = task.clamp();
    return new VectorElementwise(
        task.count(),
        (frame, at, n) ->
            LanePasses.add(frame.input(0), at, frame.input(1), at, frame.output(), at, n, clamp));
  }

  static Kernel of(Elementwise.Clip task) {
    Clamp clamp = task.clamp();
    return new VectorElementwise(
        task.count(),
        (frame, at, n) -> LanePasses.clamp(frame.input(0), at, frame.output(), at, n, clamp));
  }

  static Kernel of(Elementwise.AddScaled task) {
    return new VectorElementwise(
        task.count(),
        (frame, at, n) ->
            RoundPass.add(frame.input(0), frame.input(1), frame.output(), at, n, task));
  }

  static Kernel of(Elementwise.LeakyRelu task) {
    float slope = task.slope();
    return new VectorElementwise(
        task.count(),
        (frame, at, n) -> LanePasses.leaky(frame.input(0), frame.output(), at, n, slope));
  }

  @Override
  public int units() {
    return Math.toIntExact(Math.ceilDiv(count, RUN));
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    for (int unit = fromUnit; unit < toUnit; unit++) {
      long from = (long) unit * RUN;
      run.compute(frame, from * Float.BYTES, Math.min(RUN, count - from));
    }
  }
}
