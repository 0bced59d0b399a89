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

  /**
   * Whether that number of workers computes several layers faster as one task than layer by layer.
   * Asked of the shapes alone: a task whose constants are of a kind that it does not compute may
   * still be declined when it is prepared.
   *
   * @param fused a task of several layers
   */
  default boolean prefers(Task fused, int workers) {
    return false;
  }

  /** What machine code it has made so far. */
  default MadeCode made() {
    return MadeCode.NONE;
  }

  /**
   * What {@link Kernel#overwritesInput} of its kernel for a task will say: an estimate for networks
   * that have no weights yet, for which no kernel can be prepared. The memory of a program is
   * planned by what its kernels say.
   */
  default boolean overwrites(Task task, int workers) {
    return false;
  }
}
