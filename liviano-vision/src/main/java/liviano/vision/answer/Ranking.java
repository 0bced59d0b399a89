package liviano.vision.answer;

import java.util.ArrayList;
import java.util.List;

/** The order in which classes are answered. */
public final class Ranking {
  private Ranking() {}

  /**
   * The classes with the highest scores, the highest first; of equal scores the lower index first.
   *
   * @param scores of all classes, by index
   * @param allowed the indices to choose from
   * @param threshold the least score
   * @param most the most indices to answer
   */
  public static List<Integer> best(float[] scores, int[] allowed, float threshold, int most) {
    List<Integer> best = new ArrayList<>(Math.min(most, allowed.length) + 1);
    for (int index : allowed) {
      boolean isAmong = best.size() < most || order(scores, index, best.getLast()) < 0;
      if (scores[index] >= threshold && isAmong) {
        insert(best, scores, index);
        if (best.size() > most) {
          best.removeLast();
        }
      }
    }
    return List.copyOf(best);
  }

  private static void insert(List<Integer> best, float[] scores, int index) {
    int from = 0;
    for (int to = best.size(); from < to; ) {
      int middle = (from + to) / 2;
      if (order(scores, index, best.get(middle)) < 0) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    best.add(from, index);
  }

  /** Negative if the first comes before the second. */
  private static int order(float[] scores, int first, int second) {
    int byScore = Float.compare(scores[second], scores[first]);
    return byScore != 0 ? byScore : Integer.compare(first, second);
  }
}
