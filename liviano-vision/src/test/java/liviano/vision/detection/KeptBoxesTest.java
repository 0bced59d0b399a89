package liviano.vision.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Top, left, bottom, right; as high as the input. */
class KeptBoxesTest {
  private static final float OVERLAP = 0.6f;

  private static float[] box(float left, float right) {
    return new float[] {0, left, 1, right};
  }

  /** 0.375 of 0.625 is 0.6 in floats too: no more than the threshold. */
  @Test
  void anOverlapOfTheThresholdItselfIsNotTooMuch() {
    float[] first = box(0, 0.5f);
    float[] second = box(0.125f, 0.625f);
    assertThat(KeptBoxes.intersectionOverUnion(first, 0, second, 0)).isEqualTo(OVERLAP);
    KeptBoxes kept = new KeptBoxes(1, OVERLAP);
    assertThat(kept.keep(0, first)).isTrue();
    assertThat(kept.keep(0, second)).isTrue();
    assertThat(kept.count(0)).isEqualTo(2);
  }

  @Test
  void aLittleMoreIsTooMuch() {
    KeptBoxes kept = new KeptBoxes(2, OVERLAP);
    assertThat(kept.keep(0, box(0, 0.5f))).isTrue();
    float[] nearer = box(0.1249f, 0.625f);
    assertThat(kept.keep(0, nearer)).isFalse();
    assertThat(kept.keep(1, nearer)).as("of another class").isTrue();
  }
}
