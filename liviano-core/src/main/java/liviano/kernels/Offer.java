package liviano.kernels;

/**
 * What a provider offers for a task, decided from its shapes and formats: no weight is packed and
 * no code is made yet. Whoever holds the offer can hold the provider to it, so memory is planned
 * from offers, also for networks that have no weights.
 */
@FunctionalInterface
public interface Offer {

  /**
   * Makes the kernel: weights packed, code made.
   *
   * @param cache where packed weights are kept, shared by all programs of one model
   * @throws UnavailableException if the system refuses what the provider needs: all tasks go to the
   *     others
   */
  Kernel kernel(PackedWeights cache);

  /**
   * Whether the kernel's output may begin at the same byte as its first input, because everything
   * is read before it is overwritten. That input may also be the shortcut.
   *
   * @param workers the number of workers that share the units; a single worker computes them all in
   *     one call of {@link Kernel#run}
   */
  default boolean overwritesInput(int workers) {
    return false;
  }
}
