package liviano.kernels.nativecode;

import liviano.kernels.Linear;
import liviano.kernels.PackedWeights;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.memory.CodeCache;

/**
 * A matrix product of integers made ready, stored as bytes: rows of numbers made of the input's
 * bytes, times weights.
 */
sealed interface IntegerSums permits IntegerProduct, DotProduct {
  /**
   * What a product is made ready for.
   *
   * @param task whose weight is {@code [outputs, segments * depth]}
   * @param segments of neighbouring numbers that a row is made of
   * @param depth of a segment
   * @param rows each number of rows that one call will request
   */
  record Shape(Linear task, int segments, int depth, int... rows) {}

  /** The fastest of this machine. */
  static IntegerSums of(Shape shape, Isa isa, CodeCache codes, PackedWeights cache) {
    return isa.dots() && DotProduct.canServe(shape.task())
        ? new DotProduct(shape, isa, codes, cache)
        : new IntegerProduct(shape, codes, cache);
  }

  /** Whether a sum of products is computed so. */
  static boolean canServe(Linear task) {
    return IntegerProduct.canServe(task);
  }

  /** Bytes of a number in a row. */
  int numberBytes();

  /** A segment is read to a whole multiple of so many numbers; those after it are times zero. */
  int atOnce();

  /** Whether rows may lie in the input itself. */
  boolean readsInput();

  /** Bytes that a caller sets aside for the other methods. */
  long blockBytes();

  /**
   * Makes bytes of the input numbers of rows.
   *
   * @param block address of {@link #blockBytes}
   */
  void load(long block, long from, long to, long count);

  /**
   * Sets numbers that add nothing to a sum.
   *
   * @param bytes of the numbers
   */
  void clear(long to, long bytes);

  int panels();

  /**
   * Computes panels of outputs for some rows.
   *
   * @param block address of {@link #blockBytes}
   * @param segments address of the addresses of each segment's first row
   * @param stride bytes from a row to the next
   * @param out address of the first output of the first row
   */
  void run(long block, long segments, long stride, int rows, int fromPanel, int toPanel, long out);
}
