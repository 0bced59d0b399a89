package liviano.vision.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CaffeSsdDecoderTest {

  /** One prior in the middle, half as wide as high. */
  private static final float[] PRIOR = {0.25f, 0.375f, 0.75f, 0.625f};

  private static CaffeSsdDecoder decoder(float[] priors, int classes, float threshold, int most) {
    boolean[] allowed = new boolean[classes];
    Arrays.fill(allowed, true);
    return new CaffeSsdDecoder(priors, allowed, threshold, most);
  }

  private static List<Found> decode(CaffeSsdDecoder decoder, float[] codes, float... logits) {
    return decoder.decode(List.of(MemorySegment.ofArray(codes), MemorySegment.ofArray(logits)));
  }

  /** Priors that keep their place, each with two classes and no background to speak of. */
  private static List<Found> decodePriors(float[] priors, float threshold, float... logits) {
    return decode(decoder(priors, 3, threshold, 100), new float[priors.length], logits);
  }

  @Test
  void xComesBeforeYAndScoresAreThoseOfAllClassesAndTheBackground() {
    float doubled = (float) (5 * Math.log(2));

    Found found =
        decode(
                decoder(PRIOR, 3, 0.5f, 9),
                new float[] {4, -2, doubled, -doubled},
                0,
                (float) Math.log(2),
                (float) Math.log(9))
            .getFirst();

    // Centre (0.5 + 0.4 * 0.25, 0.5 - 0.2 * 0.5), size 0.5 x 0.25; 9 of 1 + 2 + 9.
    assertThat(found.category()).isEqualTo(2);
    assertThat(found.score()).isCloseTo(0.75f, within(1e-6f));
    assertThat(found.left()).isCloseTo(0.35f, within(1e-6f));
    assertThat(found.right()).isCloseTo(0.85f, within(1e-6f));
    assertThat(found.top()).isCloseTo(0.275f, within(1e-6f));
    assertThat(found.bottom()).isCloseTo(0.525f, within(1e-6f));
  }

  @Test
  void overlapAbove45PercentIsSuppressedWithinAClassOnly() {
    // Against the first: the second overlaps 9/23, the third 1/2.
    float[] priors = {0, 0, 1, 0.5f, 0, 0.21875f, 1, 0.71875f, 0, 0, 0.8f, 0.3125f};

    assertThat(decodePriors(priors, 0.5f, -20, 9, -20, -20, 8, 0, -20, 7, 0))
        .extracting(Found::left, Found::right)
        .containsExactly(tuple(0f, 0.5f), tuple(0.21875f, 0.71875f));
    assertThat(decodePriors(priors, 0.5f, -20, 9, -20, -20, 8, 0, -20, 0, 7))
        .extracting(Found::category)
        .containsExactly(1, 1, 2);
  }

  /** Whole the boxes overlap 0.5 of 1.125; what is left of them inside would 0.5 of 0.625. */
  @Test
  void whatLiesOutsideTheInputCountsInOverlapsButNotInAnswers() {
    float[] priors = {0, 0.375f, 1, 1, 0, 0.5f, 1, 1.5f};

    assertThat(decodePriors(priors, 0.5f, -20, 9, -20, -20, 8, -20))
        .extracting(Found::left, Found::right)
        .containsExactly(tuple(0.375f, 1f), tuple(0.5f, 1f));
    assertThat(decodePriors(new float[] {1.1f, 0, 1.5f, 1}, 0.5f, -20, 9, -20)).isEmpty();
  }

  @Test
  void onlyThe400BestOfAClassAreLookedAt() {
    int priors = 500;
    float[] boxes = new float[4 * priors];
    float[] logits = new float[2 * priors];
    for (int i = 0; i < priors; i++) {
      boxes[4 * i] = i / 500f;
      boxes[4 * i + 2] = (i + 1) / 500f;
      boxes[4 * i + 3] = 1;
      logits[2 * i + 1] = i / 100f;
    }

    List<Found> found = decode(decoder(boxes, 2, 0, 1000), new float[4 * priors], logits);

    assertThat(found)
        .hasSize(400)
        .isSortedAccordingTo((a, b) -> Float.compare(b.score(), a.score()));
    assertThat(found.getLast().top()).isEqualTo(100 / 500f);
  }

  @Test
  void theBackgroundAndClassesNotAllowedAreNeverAnswered() {
    CaffeSsdDecoder decoder = new CaffeSsdDecoder(PRIOR, new boolean[] {true, false, true}, 0, 9);

    assertThat(decode(decoder, new float[4], 9, 8, 7))
        .extracting(Found::category)
        .containsExactly(2);
    assertThat(decode(decoder, new float[4], 0, 0, Float.NaN)).isEmpty();
    assertThat(decode(decoder, new float[] {Float.NaN, 0, 0, 0}, 0, 0, 9)).isEmpty();
  }

  /** Fewer answers are the first of all; and of all no two of a class are one object. */
  @Test
  void theMostResultsCutTheAnswerShort() {
    Random random = new Random(5);
    float[] priors = new float[4 * 300];
    float[] logits = new float[4 * 300];
    for (int i = 0; i < priors.length; i += 4) {
      priors[i] = 0.8f * random.nextFloat();
      priors[i + 1] = 0.8f * random.nextFloat();
      priors[i + 2] = priors[i] + 0.2f;
      priors[i + 3] = priors[i + 1] + 0.2f;
    }
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) random.nextGaussian();
    }
    float[] codes = new float[priors.length];
    List<Found> all = decode(decoder(priors, 4, 0.1f, 1000), codes, logits);

    assertThat(all).hasSizeGreaterThan(20);
    assertThat(decode(decoder(priors, 4, 0.1f, 7), codes, logits)).isEqualTo(all.subList(0, 7));
    for (Found one : all) {
      for (Found other : all) {
        assertThat(one.equals(other) || one.category() != other.category() || apart(one, other))
            .isTrue();
      }
    }
  }

  private static boolean apart(Found a, Found b) {
    float[] boxes = {
      a.top(), a.left(), a.bottom(), a.right(), b.top(), b.left(), b.bottom(), b.right()
    };
    return KeptBoxes.intersectionOverUnion(boxes, 0, boxes, 4) <= 0.45f;
  }
}
