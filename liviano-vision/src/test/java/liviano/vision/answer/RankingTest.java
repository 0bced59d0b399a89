package liviano.vision.answer;

import static org.assertj.core.api.Assertions.assertThat;

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
}
