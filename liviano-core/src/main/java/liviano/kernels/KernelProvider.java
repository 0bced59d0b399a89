package liviano.kernels;

import java.util.Optional;

/** A way of computing tasks. It owns packing and code; the engine owns memory and threads. */
public interface KernelProvider {

  /** A short name for profiles and {@code liviano doctor}: {@code scalar}, {@code vector}. */
  String name();

  /** What it computes with, for people: the vector width, the instruction set. */
  String description();

  /** Why it cannot serve on this machine; empty where it can. */
  default Optional<String> unsuitable() {
    return Optional.empty();
  }

  /**
   * Makes a task ready to run.
   *
   * @param cache where packed weights are kept, shared by all programs of one model
   * @return empty if this provider does not support the task; the next one is asked
   * @throws UnavailableException if the system refuses what it needs: all tasks go to the others
   */
  Optional<Kernel> prepare(Task task, PackedWeights cache);

  /** Whether it computes a block faster as one task than layer by layer. */
  default boolean fuses(Task.InvertedResidual task) {
    return false;
  }

  /**
   * Whether that number of workers computes a block faster as one task than layer by layer. In
   * strips, the lines that two adjacent strips need are expanded twice.
   */
  default boolean fuses(Task.InvertedResidual task, int workers) {
    return fuses(task);
  }

  /** What machine code it has made so far. */
  default MadeCode made() {
    return MadeCode.NONE;
  }

  /**
   * Whether it serves the task and its output may begin at the same byte as its first input,
   * because everything is read before it is overwritten. That input may also be the shortcut.
   *
   * @param workers the number of workers that share the units; a single worker computes them all in
   *     one call of {@link Kernel#run}
   */
  default boolean overwrites(Task task, int workers) {
    return false;
  }

  /**
   * Whether it computes a convolution and the average of its map faster as one task than as two.
   */
  default boolean fuses(Task.PooledPointwise task) {
    return false;
  }
}
