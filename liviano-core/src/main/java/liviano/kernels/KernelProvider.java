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
   * @return empty where this provider lacks the task: the next one is asked
   */
  Optional<Kernel> prepare(Task task, PackedWeights cache);

  /** Whether it computes a block better as one task than layer by layer. */
  default boolean fuses(Task.InvertedResidual task) {
    return false;
  }
}
