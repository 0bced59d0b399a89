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
   * Offers to compute a task. Looks at shapes and formats, and at numbers of the constants only
   * where they must be finite.
   *
   * @return empty if this provider does not support the task; the next one is asked
   */
  Optional<Offer> offer(Task task);

  /**
   * Makes a task ready to run, if this provider supports it.
   *
   * @throws UnavailableException if the system refuses what it needs
   */
  default Optional<Kernel> prepare(Task task, PackedWeights cache) {
    return offer(task).map(offer -> offer.kernel(cache));
  }

  /**
   * A cache for weights that kernels pack, in the memory where this provider's are read fastest.
   */
  default PackedWeights newPackedWeights() {
    return new PackedWeights();
  }

  /**
   * Whether that number of workers computes several layers faster as one task than layer by layer.
   * Asked of the shapes alone: it need not offer to compute the fused task.
   *
   * @param fused a task of several layers
   */
  default boolean prefers(Task fused, int workers) {
    return false;
  }

  /**
   * Whether it computes with 8-bit integers no slower than with floats. Where the first provider
   * does, layers of quantized networks whose tasks it offers are planned in integers; the values of
   * others lie in memory as floats that hold the integers, and their results are rounded to these.
   */
  default boolean computesIntegers() {
    return false;
  }

  /**
   * Why it does not compute {@linkplain Bf16Tasks tasks on bfloat16}; empty where it does. Where
   * the first provider does, and that precision is asked for, layers whose tasks it offers are
   * planned so.
   */
  default Optional<String> lacksBf16() {
    return Optional.of("kernels '" + name() + "' do not compute with it");
  }

  /**
   * The same kernels with the smallest buffers that they can do with; itself where it has no
   * choice.
   */
  default KernelProvider inLeastMemory() {
    return this;
  }

  /** What machine code it has made so far. */
  default MadeCode made() {
    return MadeCode.NONE;
  }
}
