package liviano.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import liviano.model.ChannelOrder;
import liviano.model.Fit;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.model.ResizeRule;
import liviano.model.Rgb;
import liviano.vision.Picture;
import liviano.vision.Region;
import liviano.vision.prepare.Preprocessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PictureAugmenterTest {
  private static final Picture PICTURE = Pictures.noise(50, 40, 1);
  private static final PictureAugmentation ALL =
      PictureAugmentation.INCEPTION
          .withColour(new ColourJitter(0.4, 0.4, 0.4, 0.1))
          .withDistortions(new RandomDistortions(2, 9));

  private static float[] augmented(
      Preprocessing rules, int channels, PictureAugmentation settings, long seed) {
    PictureAugmenter augmenter = new PictureAugmenter(rules, channels, settings);
    float[] into = new float[augmenter.inputLength()];
    augmenter.augment(PICTURE, new Draws(seed), into, 0);
    return into;
  }

  private static float[] inUse(Preprocessing rules, int channels) {
    Preprocessor preprocessor = Preprocessor.of(rules, channels);
    float[] into = new float[(int) preprocessor.inputLength()];
    preprocessor.apply(PICTURE, new Region(0, 0, 50, 40), into);
    return into;
  }

  static Stream<Preprocessing> cards() {
    Preprocessing keras = Preprocessing.keras(24, 16);
    return Stream.of(
        keras,
        Preprocessing.tensorflow(24, 24),
        Preprocessing.torchvision(24, 24),
        keras.withFit(new Fit.Pad(new Rgb(127.5f, 3, 4))),
        keras.withFit(new Fit.ResizeAndPad(20, Rgb.all(9))),
        keras.withResize(ResizeRule.TENSORFLOW_LEGACY_BILINEAR).withChannels(ChannelOrder.BGR),
        keras.withChannels(ChannelOrder.GRAY),
        keras.withNormalization(Normalization.imageNet()));
  }

  @ParameterizedTest
  @MethodSource("cards")
  void withoutAugmentationItIsExactlyWhatUseSees(Preprocessing rules) {
    for (int channels : new int[] {1, 3}) {
      float[] use = inUse(rules, channels);
      assertThat(augmented(rules, channels, PictureAugmentation.NONE, 5)).isEqualTo(use);
      PictureAugmenter augmenter = new PictureAugmenter(rules, channels, ALL);
      float[] prepared = new float[augmenter.inputLength() + 7];
      augmenter.prepare(PICTURE, prepared, 7);
      assertThat(Arrays.copyOfRange(prepared, 7, prepared.length)).isEqualTo(use);
    }
  }

  @Test
  void mirroredPicturesAreMirrorsAndEveryOther() {
    Preprocessing rules = Preprocessing.keras(24, 16);
    PictureAugmentation flips = PictureAugmentation.NONE.withFlip(true);
    float[] use = inUse(rules, 3);
    float[] mirror = new float[use.length];
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 24; x++) {
        System.arraycopy(use, 3 * (24 * y + x), mirror, 3 * (24 * y + 23 - x), 3);
      }
    }
    int mirrored = 0;
    for (int seed = 0; seed < 100; seed++) {
      float[] augmented = augmented(rules, 3, flips, seed);
      assertThat(List.of(use, mirror)).contains(augmented);
      mirrored += Arrays.equals(augmented, mirror) ? 1 : 0;
    }
    assertThat(mirrored).isBetween(30, 70);
  }

  @Test
  void aCropIsWhatUseSeesOfARegionStretched() {
    Preprocessing rules = Preprocessing.torchvision(24, 24);
    PictureAugmentation crops = PictureAugmentation.INCEPTION.withFlip(false);
    Preprocessor stretched = Preprocessor.of(rules.withFit(new Fit.Squash()));
    float[] expected = new float[3 * 24 * 24];
    stretched.apply(PICTURE, CropRange.INCEPTION.draw(50, 40, new Draws(8)), expected);
    assertThat(augmented(rules, 3, crops, 8)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void changedSamplesAreNormalisedByTheCardWithoutAnotherResize(ResizeRule rule) {
    // Distortions that change nothing: the way over bytes rounds, and nothing else.
    Preprocessing rules = Preprocessing.keras(24, 16).withResize(rule);
    PictureAugmentation idle =
        PictureAugmentation.NONE.withColour(new ColourJitter(0, 0, Double.MIN_NORMAL, 0));
    float[] use = inUse(rules, 3);
    float[] changed = augmented(rules, 3, idle, 5);
    for (int i = 0; i < use.length; i++) {
      assertThat(changed[i]).isCloseTo(use[i], within(1.5f / 127.5f));
      float sample = changed[i] * 127.5f + 127.5f;
      assertThat(sample).isCloseTo(Math.round(sample), within(1e-4f));
    }
  }

  @Test
  void theSeedDecidesEverything() {
    Preprocessing rules = Preprocessing.tensorflow(24, 24);
    Set<List<Float>> drawn = new HashSet<>();
    for (int seed = 0; seed < 40; seed++) {
      float[] input = augmented(rules, 3, ALL, seed);
      assertThat(input).isEqualTo(augmented(rules, 3, ALL, seed));
      List<Float> values = new ArrayList<>();
      for (float value : input) {
        assertThat(value).isBetween(-1f, 1f);
        values.add(value);
      }
      drawn.add(values);
    }
    assertThat(drawn).hasSize(40);
  }

  @Test
  void whetherPicturesAreMirroredDoesNotChangeTheCrops() {
    Preprocessing rules = Preprocessing.keras(24, 24);
    PictureAugmentation still = PictureAugmentation.INCEPTION.withFlip(false);
    int same = 0;
    for (int seed = 0; seed < 20; seed++) {
      same +=
          Arrays.equals(
                  augmented(rules, 3, still, seed),
                  augmented(rules, 3, PictureAugmentation.INCEPTION, seed))
              ? 1
              : 0;
    }
    assertThat(same).isBetween(5, 15);
  }
}
