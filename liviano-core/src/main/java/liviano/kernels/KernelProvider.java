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
   * @throws UnavailableException if the system refuses what it needs: all tasks go to the others
   */
  Optional<Kernel> prepare(Task task, PackedWeights cache);

  /** Whether it computes a block better as one task than layer by layer. */
  default boolean fuses(Task.InvertedResidual task) {
    return false;
  }

  /**
   * Whether so many workers compute a block better as one task than layer by layer. Where they cut
   * it into strips, neighbours each expand the lines between them.
   */
  default boolean fuses(Task.InvertedResidual task, int workers) {
    return fuses(task);
  }

  /** What machine code it has made so far. */
  default MadeCode made() {
    return MadeCode.NONE;
  }

  /**
   * Whether it serves the task, and its output may begin where its first input begins, because
   * nothing is written over before it was read. A shortcut may be that input too.
   *
   * @param workers how many share the units; one computes them all by one call of {@link
   *     Kernel#run}
   */
  default boolean overwrites(Task task, int workers) {
    return false;
  }

  /**
   * Whether it computes a convolution and the average of its map better as one task than as two.
   */
  default boolean fuses(Task.PooledPointwise task) {
    return false;
  }
}
