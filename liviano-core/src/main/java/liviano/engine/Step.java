package liviano.engine;

import java.util.List;
import java.util.Locale;
import liviano.kernels.Kernel;
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
        task.multiplyAdds(),
        provider,
        kernel,
        planned.inputs(),
        planned.output());
  }
}
