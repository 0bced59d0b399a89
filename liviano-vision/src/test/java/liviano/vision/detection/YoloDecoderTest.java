package liviano.vision.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import liviano.zoo.YoloV2;
import org.junit.jupiter.api.Test;

class YoloDecoderTest {
  private static final int CLASSES = 2;
  private static final int NUMBERS = YoloV2.BOX + CLASSES;
  private static final List<YoloV2.Anchor> ANCHORS =
      List.of(new YoloV2.Anchor(1, 2), new YoloV2.Anchor(0.5, 0.25));
  private static final float LN3 = (float) Math.log(3);

  /** Two rows and four columns of two boxes, all of them empty. */
  private static float[] nothing() {
    float[] regions = new float[2 * 4 * ANCHORS.size() * NUMBERS];
    for (int i = YoloV2.BOX - 1; i < regions.length; i += NUMBERS) {
      regions[i] = -50;
    }
    return regions;
  }

  private static void put(float[] regions, int row, int column, int anchor, float... numbers) {
    int at = ((row * 4 + column) * ANCHORS.size() + anchor) * NUMBERS;
    System.arraycopy(numbers, 0, regions, at, NUMBERS);
  }

  private static List<Found> decode(float[] regions, float threshold, int most) {
    boolean[] allowed = new boolean[CLASSES + 1];
    Arrays.fill(allowed, true);
    return new YoloDecoder(2, 4, ANCHORS, allowed, threshold, most)
        .decode(List.of(MemorySegment.ofArray(regions)));
  }

  @Test
  void aBoxStandsInItsPositionAndGrowsFromItsAnchor() {
    float[] regions = nothing();
    put(regions, 1, 2, 1, LN3, -LN3, (float) Math.log(2), (float) Math.log(4), LN3, 0, LN3);

    List<Found> found = decode(regions, 0.5f, 9);

    // Centre (2.75, 1.25) of 4 x 2 positions, size 2 * 0.5 x 4 * 0.25, score 0.75 * 0.75.
    assertThat(found).hasSize(1);
    Found box = found.getFirst();
    assertThat(box.category()).isEqualTo(2);
    assertThat(box.score()).isCloseTo(0.5625f, within(1e-6f));
    assertThat(box.left()).isCloseTo((2.75f - 0.5f) / 4, within(1e-6f));
    assertThat(box.right()).isCloseTo((2.75f + 0.5f) / 4, within(1e-6f));
    assertThat(box.top()).isCloseTo((1.25f - 0.5f) / 2, within(1e-6f));
    assertThat(box.bottom()).isCloseTo((1.25f + 0.5f) / 2, within(1e-6f));
  }

  @Test
  void anyClassOfABoxMayBeAnsweredIfItIsSureEnough() {
    float[] regions = nothing();
    put(regions, 0, 1, 0, 0, 0, 0, 0, 50, 0, 0);

    assertThat(decode(regions, 0.5f, 9)).extracting(Found::category).containsExactly(1, 2);
    assertThat(decode(regions, Math.nextUp(0.5f), 9)).isEmpty();
    assertThat(decode(regions, 0.1f, 1)).hasSize(1);
    assertThat(
            new YoloDecoder(2, 4, ANCHORS, new boolean[] {true, false, true}, 0.1f, 9)
                .decode(List.of(MemorySegment.ofArray(regions))))
        .extracting(Found::category)
        .containsExactly(2);
  }

  /** Boxes of 1 x 2 positions, the second moved by a part of its width. */
  @Test
  void overlapAbove45PercentIsSuppressed() {
    float[] near = nothing();
    put(near, 0, 1, 0, 50, 0, 0, 0, 3, 9, 0);
    put(near, 0, 2, 0, -LN3, 0, 0, 0, 2, 9, 0);
    assertThat(decode(near, 0.5f, 9)).hasSize(1);

    float[] far = nothing();
    put(far, 0, 1, 0, 50, 0, 0, 0, 3, 9, 0);
    put(far, 0, 2, 0, 0, 0, 0, 0, 2, 9, 0);
    assertThat(decode(far, 0.5f, 9)).hasSize(2);
  }

  @Test
  void whatIsNoNumberIsNoBox() {
    float[] regions = nothing();
    put(regions, 0, 0, 0, Float.NaN, 0, 0, 0, 9, 9, 0);
    put(regions, 0, 1, 0, 0, 0, Float.NaN, 0, 9, 9, 0);
    put(regions, 0, 2, 0, 0, 0, 0, 0, Float.NaN, 9, 0);
    put(regions, 0, 3, 0, 0, 0, 0, 0, 9, Float.NaN, 0);
    put(regions, 1, 0, 0, 0, 0, 1000, 1000, 9, 9, 0);

    assertThat(decode(regions, 0, 99))
        .filteredOn(found -> found.score() > 0.5f)
        .containsExactly(new Found(1, decode(regions, 0.5f, 1).getFirst().score(), 0, 0, 1, 1));
  }
}
