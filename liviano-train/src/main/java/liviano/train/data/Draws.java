package liviano.train.data;

/**
 * Random numbers that a seed decides: SplitMix64, so that they are the same on every machine and
 * with every version of Java.
 *
 * <p>Confined to one thread.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea and Flood: Fast splittable
 *     pseudorandom number generators</a>
 */
final class Draws {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final int FRACTION_BITS = 53;

  private long state;

  Draws(long seed) {
    this.state = seed;
  }

  /** A seed made of several numbers, in their order; similar numbers give unrelated seeds. */
  static long seed(long... parts) {
    long seed = parts.length;
    for (long part : parts) {
      seed = scrambled(seed + GOLDEN + scrambled(part));
    }
    return seed;
  }

  /** Any long. */
  long next() {
    state += GOLDEN;
    return scrambled(state);
  }

  /** From 0, below 1. */
  double fraction() {
    return (next() >>> 64 - FRACTION_BITS) * 0x1p-53;
  }

  /** From {@code least}, below {@code most}; {@code least} where both are the same. */
  double between(double least, double most) {
    return least + (most - least) * fraction();
  }

  /**
   * A whole number from 0 to {@code bound - 1}.
   *
   * @param bound at least 1
   */
  int below(int bound) {
    return (int) Math.multiplyHigh(next() >>> 1, (long) bound << 1);
  }

  /** True with a probability. */
  boolean chance(double probability) {
    return fraction() < probability;
  }

  /** A number with either sign. */
  double signed(double amount) {
    return chance(0.5) ? amount : -amount;
  }

  /** The whole numbers from 0 to {@code count - 1} in an order by lot. */
  int[] order(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int other = below(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }

  private static long scrambled(long bits) {
    long mixed = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }
}
