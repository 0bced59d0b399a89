package liviano.vision.detection;

import java.util.Arrays;

/**
 * Boxes of classes by their logit: a heap that gives the greatest first, and of equal ones that of
 * the lower rank. Collecting n and taking k of them costs O(n + k log n), so even a threshold that
 * accepts everything is affordable.
 */
final class Candidates {
  private static final int FIRST_SIZE = 256;

  /** The logit's order in the upper half, the rank's complement in the lower. */
  private long[] keys = new long[FIRST_SIZE];

  private int size;

  /**
   * Adds a candidate, before the first is taken.
   *
   * @param logit no NaN
   * @param rank unique, not negative
   */
  void add(float logit, int rank) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
    }
    // Both zeros are one.
    int order = order(Float.floatToRawIntBits(logit + 0f));
    keys[size++] = (long) order << 32 | ~rank & 0xFFFF_FFFFL;
  }

  /** Makes a heap of what was added. */
  void heapify() {
    for (int i = size / 2 - 1; i >= 0; i--) {
      sink(i);
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The logit of the next candidate. */
  float logit() {
    return Float.intBitsToFloat(order((int) (keys[0] >> 32)));
  }

  /** The rank of the next candidate, which is taken away. */
  int take() {
    int rank = ~(int) keys[0];
    keys[0] = keys[--size];
    sink(0);
    return rank;
  }

  /**
   * An integer that sorts as the float of these bits does; NaN is below or above all others. It is
   * its own inverse.
   */
  static int order(int bits) {
    return bits ^ bits >> 31 & Integer.MAX_VALUE;
  }

  private void sink(int from) {
    long key = keys[from];
    int at = from;
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && keys[child + 1] > keys[child]) {
        child++;
      }
      if (keys[child] <= key) {
        break;
      }
      keys[at] = keys[child];
      at = child;
    }
    keys[at] = key;
  }
}
