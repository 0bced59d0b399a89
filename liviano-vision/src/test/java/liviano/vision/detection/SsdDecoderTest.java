package liviano.vision.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SsdDecoderTest {
  private static final float[] NOTHING = {0, 0, 0, 0};

  /** One anchor in the middle, half as wide as high. */
  private static final float[] ANCHOR = {0.25f, 0.375f, 0.75f, 0.625f};

  private static SsdDecoder decoder(float[] anchors, int classes, float threshold, int most) {
    boolean[] allowed = new boolean[classes];
    Arrays.fill(allowed, true);
    return new SsdDecoder(anchors, allowed, threshold, most);
  }

  private static List<Found> decode(SsdDecoder decoder, float[] codes, float... logits) {
    return decoder.decode(MemorySegment.ofArray(codes), MemorySegment.ofArray(logits));
  }

  /** Anchors that keep their place: the codes are zeros. */
  private static List<Found> decodeAnchors(
      float[] anchors, int classes, float threshold, float... logits) {
    return decode(decoder(anchors, classes, threshold, 100), new float[anchors.length], logits);
  }

  @Test
  void aBoxIsMovedInTenthsAndGrowsByPowers() {
    float doubled = (float) (5 * Math.log(2));
    float halved = -doubled;

    Found found =
        decode(
                decoder(ANCHOR, 2, 0.5f, 1),
                new float[] {-2, 4, halved, doubled},
                9,
                (float) Math.log(3))
            .getFirst();

    // Centre (0.5 - 0.2 * 0.5, 0.5 + 0.4 * 0.25), size 0.25 x 0.5.
    assertThat(found.category()).isEqualTo(1);
    assertThat(found.score()).isCloseTo(0.75f, within(1e-6f));
    assertThat(found.top()).isCloseTo(0.275f, within(1e-6f));
    assertThat(found.bottom()).isCloseTo(0.525f, within(1e-6f));
    assertThat(found.left()).isCloseTo(0.35f, within(1e-6f));
    assertThat(found.right()).isCloseTo(0.85f, within(1e-6f));
  }

  @Test
  void boxesAreClippedAndThoseOutsideAreNone() {
    assertThat(decode(decoder(ANCHOR, 2, 0.5f, 9), new float[] {-10, 0, 0, 0}, 0, 5).getFirst())
        .extracting(Found::top, Found::bottom)
        .containsExactly(0f, 0.25f);
    assertThat(decode(decoder(ANCHOR, 2, 0.5f, 9), new float[] {-30, 0, 0, 0}, 0, 5)).isEmpty();
    assertThat(decode(decoder(ANCHOR, 2, 0.5f, 9), new float[] {0, Float.NaN, 0, 0}, 0, 5))
        .isEmpty();
    assertThat(decode(decoder(ANCHOR, 2, 0.5f, 9), new float[] {0, 0, 1e9f, 1e9f}, 0, 5))
        .extracting(Found::right)
        .containsExactly(1f);
  }

  @Test
  void overlapIsSuppressedWithinAClassOnly() {
    // Against the first: the second overlaps 4/6, the third 1/3.
    float[] anchors = {0, 0, 1, 0.5f, 0, 0.1f, 1, 0.6f, 0, 0.25f, 1, 0.75f};

    assertThat(decodeAnchors(anchors, 2, 0.5f, 0, 3, 0, 2, 0, 1))
        .extracting(Found::left)
        .containsExactly(0f, 0.25f);
    assertThat(decodeAnchors(anchors, 3, 0.5f, 0, 3, -9, 0, -9, 2, 0, 1, -9))
        .extracting(Found::category)
        .containsExactly(1, 2, 1);
  }

  @Test
  void onlyWhatIsInsideTheInputOverlaps() {
    // Whole the boxes overlap 0.5 of 1.125; what is left of them inside overlaps 0.5 of 0.625.
    float[] anchors = {0, 0.375f, 1, 1, 0, 0.5f, 1, 1.5f};

    assertThat(decodeAnchors(anchors, 2, 0.5f, 0, 3, 0, 2))
        .extracting(Found::left)
        .containsExactly(0.375f);
  }

  @Test
  void whatIsSuppressedSuppressesNothing() {
    // Each overlaps its neighbour 13/19, the first and the third 10/22.
    float[] anchors = {0, 0, 1, 0.5f, 0, 0.09375f, 1, 0.59375f, 0, 0.1875f, 1, 0.6875f};

    assertThat(decodeAnchors(anchors, 2, 0.5f, 0, 3, 0, 2, 0, 1))
        .extracting(Found::left)
        .containsExactly(0f, 0.1875f);
  }

  @Test
  void equalScoresComeInTheOrderOfClassesThenAnchors() {
    float[] anchors = {0, 0, 0.1f, 0.1f, 0.5f, 0.5f, 0.6f, 0.6f};

    assertThat(decodeAnchors(anchors, 3, 0.5f, 0, 0f, 1, 0, -0f, 1))
        .extracting(f -> f.category() + "@" + f.top())
        .containsExactly("2@0.0", "2@0.5", "1@0.0", "1@0.5");
  }

  @Test
  void theThresholdIsComparedWithTheScore() {
    float logit = 0.7f;
    float score = (float) (1 / (1 + Math.exp(-logit)));

    assertThat(decodeAnchors(ANCHOR, 2, score, 0, logit)).hasSize(1);
    assertThat(decodeAnchors(ANCHOR, 2, Math.nextUp(score), 0, logit)).isEmpty();
    assertThat(decodeAnchors(ANCHOR, 2, 1, 0, 40)).hasSize(1);
    assertThat(decodeAnchors(ANCHOR, 2, 1, 0, 14)).isEmpty();
    assertThat(decodeAnchors(ANCHOR, 2, 0, 0, -1000)).hasSize(1);
    assertThat(decodeAnchors(ANCHOR, 2, 0, 0, Float.NaN)).isEmpty();
  }

  @Test
  void theBackgroundAndClassesNotAllowedAreNeverAnswered() {
    SsdDecoder decoder = new SsdDecoder(ANCHOR, new boolean[] {true, false, true}, 0, 9);

    assertThat(decode(decoder, NOTHING, 9, 8, 7)).extracting(Found::category).containsExactly(2);
  }

  /** Against the definition: class by class, best first, then all sorted. */
  @ParameterizedTest
  @ValueSource(floats = {0, 1e-8f, 0.05f, 0.5f, 0.95f})
  void theQueueGivesWhatClassAfterClassWouldGive(float threshold) {
    Random random = new Random(7);
    int anchors = 400;
    int classes = 6;
    float[] boxes = new float[4 * anchors];
    for (int i = 0; i < boxes.length; i += 4) {
      for (int axis = 0; axis < 2; axis++) {
        float centre = random.nextFloat();
        float size = 0.05f + 0.5f * random.nextFloat();
        boxes[i + axis] = centre - size / 2;
        boxes[i + axis + 2] = centre + size / 2;
      }
    }
    float[] codes = new float[boxes.length];
    float[] logits = new float[anchors * classes];
    IntStream.range(0, codes.length).forEach(i -> codes[i] = (float) random.nextGaussian());
    // Few values, so that many are equal.
    IntStream.range(0, logits.length).forEach(i -> logits[i] = random.nextInt(-40, 41) / 8f);

    for (int most : new int[] {1, 7, 100, 1000}) {
      List<Found> found = decode(decoder(boxes, classes, threshold, most), codes, logits);

      assertThat(found).isEqualTo(naive(boxes, codes, logits, classes, threshold, most));
      assertThat(found).isNotEmpty();
    }
  }

  private static List<Found> naive(
      float[] anchors, float[] codes, float[] logits, int classes, float threshold, int most) {
    BoxDecoder decoder = new BoxDecoder(anchors, BoxDecoder.Order.Y_FIRST);
    float[] boxes = new float[anchors.length];
    for (int i = 0; i < decoder.count(); i++) {
      decoder.decode(MemorySegment.ofArray(codes), i, boxes, 4 * i);
    }
    IntStream.range(0, boxes.length).forEach(i -> boxes[i] = Math.clamp(boxes[i], 0, 1));
    List<Found> all = new ArrayList<>();
    for (int category = 1; category < classes; category++) {
      List<Integer> queue = new ArrayList<>();
      int c = category;
      for (int i = 0; i < decoder.count(); i++) {
        if (score(logits[classes * i + c]) >= threshold) {
          queue.add(i);
        }
      }
      queue.sort(Comparator.comparingDouble((Integer i) -> -logits[classes * i + c]));
      List<Integer> kept = new ArrayList<>();
      for (int i : queue) {
        if (kept.size() < 100
            && boxes[4 * i + 2] > boxes[4 * i]
            && boxes[4 * i + 3] > boxes[4 * i + 1]
            && kept.stream()
                .noneMatch(
                    k -> KeptBoxes.intersectionOverUnion(boxes, 4 * i, boxes, 4 * k) > 0.6f)) {
          kept.add(i);
          float[] box = Arrays.copyOfRange(boxes, 4 * i, 4 * i + 4);
          all.add(new Found(c, score(logits[classes * i + c]), box[0], box[1], box[2], box[3]));
        }
      }
    }
    all.sort(Collections.reverseOrder(Comparator.comparing(Found::score)));
    return all.subList(0, Math.min(most, all.size()));
  }

  private static float score(float logit) {
    return (float) (1 / (1 + Math.exp(-logit)));
  }

  @Test
  void noClassFillsMoreThanAHundredPlaces() {
    int anchors = 150;
    float[] boxes = new float[4 * anchors];
    float[] logits = new float[2 * anchors];
    for (int i = 0; i < anchors; i++) {
      boxes[4 * i] = i / 150f;
      boxes[4 * i + 2] = (i + 1) / 150f;
      boxes[4 * i + 3] = 1;
      logits[2 * i + 1] = 3;
    }

    assertThat(decode(decoder(boxes, 2, 0.5f, 1000), new float[4 * anchors], logits)).hasSize(100);
  }

  @Test
  void candidatesComeBestFirstAndOfEqualOnesTheLowerRank() {
    Random random = new Random(3);
    Candidates candidates = new Candidates();
    List<float[]> expected = new ArrayList<>();
    float[] values = {
      0f, -0f, 1, -1, Float.MIN_VALUE, 3e38f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
    };
    for (int rank = 0; rank < 2000; rank++) {
      float logit = rank % 3 == 0 ? values[rank % 8] : (float) random.nextGaussian();
      candidates.add(logit, rank);
      expected.add(new float[] {logit + 0f, rank});
    }
    candidates.heapify();
    expected.sort(Comparator.comparingDouble((float[] e) -> -e[0] + 0.0));

    for (float[] next : expected) {
      assertThat(candidates.logit()).isEqualTo(next[0]);
      assertThat(candidates.take()).isEqualTo((int) next[1]);
    }
    assertThat(candidates.isEmpty()).isTrue();
  }
}
