package liviano.vision.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static final float[] SCORES = {0.2f, 0.1f, 0.4f, 0.2f, 0.1f};

  @Test
  void theHighestScoreIsFirstAndOfEqualOnesTheLowerIndex() {
    assertThat(Ranking.best(SCORES, new int[] {4, 3, 2, 1, 0}, 0, 5))
        .containsExactly(2, 0, 3, 1, 4);
  }

  @Test
  void onlyAllowedClassesOfTheThresholdAndMoreAreAnsweredAndNoMoreThanAskedFor() {
    assertThat(Ranking.best(SCORES, new int[] {0, 1, 3}, 0.2f, 5)).containsExactly(0, 3);
    assertThat(Ranking.best(SCORES, new int[] {0, 1, 2, 3, 4}, 0, 1)).containsExactly(2);
    assertThat(Ranking.best(SCORES, new int[] {0, 1}, 0.3f, 5)).isEmpty();
  }

  /** Few different scores, so that many are equal, and both zeros. */
  @Test
  void isThatOfSortingAllOfThem() {
    SplittableRandom random = new SplittableRandom(5);
    for (int trial = 0; trial < 200; trial++) {
      float[] scores = new float[random.nextInt(1, 60)];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = random.nextInt(-3, 4) * (random.nextBoolean() ? 0.25f : -0f);
      }
      int[] allowed =
          IntStream.range(0, scores.length).filter(_ -> random.nextInt(4) > 0).toArray();
      int most = random.nextInt(1, 70);
      float threshold = random.nextInt(-3, 3) * 0.25f;
      List<Integer> sorted =
          IntStream.of(allowed)
              .filter(i -> scores[i] >= threshold)
              .boxed()
              .sorted(
                  Comparator.<Integer>comparingDouble(i -> -scores[i])
                      .thenComparing(Comparator.naturalOrder()))
              .limit(most)
              .toList();
      assertThat(Ranking.best(scores, allowed, threshold, most)).isEqualTo(sorted);
    }
  }
}
