package liviano.engine;

import java.util.List;
import java.util.Locale;
import liviano.kernels.Elementwise;
import liviano.kernels.Fused;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.Linear;
import liviano.kernels.Move;
import liviano.kernels.Resample;
import liviano.kernels.Rows;
import liviano.kernels.Task;

/**
 * A kernel and what it computes. It does not keep its task: the weights are packed by now, and the
 * task would keep a second copy in memory.
 *
 * @param name the layer, for profiles
 * @param kind the kind of task
 * @param multiplyAdds multiply-adds of the step, by the paper's convention: convolutions and dense
 *     layers alone
 * @param provider the name of the provider that serves it
 * @param inputs the operands it reads
 * @param output the operand it gives
 */
public record Step(
    String name,
    Class<? extends Task> kind,
    long multiplyAdds,
    String provider,
    Kernel kernel,
    List<Operand> inputs,
    Operand output) {

  /**
   * More than any kernel of a task within the engine's bounds can need; such sums do not overflow.
   */
  private static final long MAX_SCRATCH = 1L << 50;

  /**
   * @throws IllegalStateException if the kernel asks for a negative or absurd number of bytes: its
   *     provider has miscounted
   */
  public Step {
    inputs = List.copyOf(inputs);
    long scratch = kernel.scratchBytes();
    if (scratch < 0 || scratch > MAX_SCRATCH) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "layer %s: kernels '%s' ask for %,d bytes of scratch memory",
              name,
              provider,
              scratch));
    }
  }

  static Step of(PlannedTask planned, String provider, Kernel kernel) {
    Task task = planned.task();
    return new Step(
        planned.name(),
        task.getClass(),
        multiplyAdds(task),
        provider,
        kernel,
        planned.inputs(),
        planned.output());
  }

  private static long multiplyAdds(Task task) {
    return switch (task) {
      case Linear.Pointwise t -> (long) t.rows() * t.inChannels() * t.outChannels();
      case Linear.Convolution t ->
          outputs(t.geometry())
              * t.geometry().kernelH()
              * t.geometry().kernelW()
              * (t.geometry().inC() / t.groups());
      case Linear.Depthwise t ->
          outputs(t.geometry()) * t.geometry().kernelH() * t.geometry().kernelW();
      case Fused.InvertedResidual t ->
          t.expand().map(Step::multiplyAdds).orElse(0L)
              + multiplyAdds(t.filter())
              + multiplyAdds(t.project());
      case Fused.PooledPointwise t -> multiplyAdds(t.pointwise());
      case Rows.PRelu _, Resample.Mean _, Resample.ResizeNearest _ -> 0;
      case Resample.AveragePool _,
          Resample.Resize _,
          Elementwise.Add _,
          Rows.Affine _,
          Elementwise.Clip _ ->
          0;
      case Elementwise.Sigmoid _,
          Rows.Softmax _,
          Move.Concat _,
          Resample.MaxPool _,
          Elementwise.LeakyRelu _ ->
          0;
      case Elementwise.Tanh _, Rows.ResponseNorm _, Rows.L2Normalize _, Rows.SquaredDistance _ -> 0;
      case Elementwise.HardSigmoid _, Elementwise.HardSwish _, Elementwise.Pairwise _, Move.Pad _ ->
          0;
      case Move.SelectChannels _, Move.SpaceToDepth _, Move.Crop _ -> 0;
    };
  }

  private static long outputs(Geometry g) {
    return (long) g.outRows() * g.outW() * g.outC();
  }
}
