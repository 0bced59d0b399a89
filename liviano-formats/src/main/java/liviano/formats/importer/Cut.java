package liviano.formats.importer;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which numbers of an axis a slice takes.
 *
 * @param begin the first, counted from 0
 * @param count how many; 0 for none
 * @param step from one to the next, not 0
 */
record Cut(int begin, int count, int step) {

  static Cut whole(int extent) {
    return new Cut(0, extent, 1);
  }

  /**
   * As files say it: negative bounds count from the end, and what is beyond the extent is left out.
   *
   * @param end the first that is not taken
   */
  static Cut of(ForeignNode node, int extent, int begin, int end, int step) {
    if (step == 0) {
      throw node.malformed("it takes steps of 0");
    }
    int first = bound(begin, extent, step > 0 ? 0 : -1, step > 0 ? extent : extent - 1);
    int last = bound(end, extent, step > 0 ? 0 : -1, step > 0 ? extent : extent - 1);
    long away = step > 0 ? (long) last - first : (long) first - last;
    long count = away <= 0 ? 0 : Math.ceilDiv(away, Math.abs((long) step));
    return new Cut(first, (int) count, count == 1 ? 1 : step);
  }

  /** All numbers from a first one, or from the last one backwards. */
  static int openBegin(int step) {
    return step > 0 ? 0 : Integer.MAX_VALUE;
  }

  static int openEnd(int step) {
    return step > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE;
  }

  private static int bound(int bound, int extent, int least, int most) {
    return Math.clamp(bound < 0 ? (long) bound + extent : bound, least, most);
  }

  boolean isWhole(int extent) {
    return begin == 0 && count == extent && step == 1;
  }

  List<Integer> places() {
    return IntStream.range(0, count).mapToObj(i -> begin + i * step).toList();
  }
}
