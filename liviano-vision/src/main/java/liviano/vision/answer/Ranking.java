package liviano.vision.answer;

import java.util.Arrays;
import java.util.Comparator;
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
    return Arrays.stream(allowed)
        .filter(index -> scores[index] >= threshold)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingDouble(index -> -scores[index])
                .thenComparing(Comparator.naturalOrder()))
        .limit(most)
        .toList();
  }
}
