package liviano.train.data;

import liviano.model.Fit;
import liviano.model.Preprocessing;
import liviano.model.Rgb;
import liviano.vision.Picture;
import liviano.vision.Region;
import liviano.vision.prepare.Preprocessor;

/**
 * From a picture to the input that a classifier learns from: a region is stretched to the input by
 * the resize rule of the model's card, mirrored, changed in colours and distorted on bytes, and
 * normalised as the card says. What the settings leave out costs nothing and rounds nothing.
 *
 * <p>Immutable; safe for any number of threads.
 */
final class PictureAugmenter {
  private final Preprocessing rules;
  private final PictureAugmentation settings;

  /** As in use. */
  private final Preprocessor fitted;

  /** All of a region, stretched. */
  private final Preprocessor stretched;

  private final int channels;

  /**
   * @param rules of the model's card
   * @param channels of the input, 1 or 3
   */
  PictureAugmenter(Preprocessing rules, int channels, PictureAugmentation settings) {
    this.rules = rules;
    this.settings = settings;
    this.fitted = Preprocessor.of(rules, channels);
    this.stretched = Preprocessor.of(rules.withFit(new Fit.Squash()), channels);
    this.channels = channels;
  }

  /** Floats of an input. */
  int inputLength() {
    return Math.toIntExact(fitted.inputLength());
  }

  /** Prepares a picture exactly as in use. */
  void prepare(Picture picture, float[] into, int at) {
    Raster.apply(fitted, picture, Region.whole(picture), into, at);
  }

  /** Prepares a picture, changed as the draws decide. */
  void augment(Picture picture, Draws draws, float[] into, int at) {
    Region region =
        settings
            .crop()
            .map(range -> range.draw(picture.width(), picture.height(), draws))
            .orElseGet(() -> Region.whole(picture));
    boolean flip = draws.chance(0.5) && settings.flip();
    if (settings.changesSamples()) {
      changed(picture, region, flip, draws).normalize(stretched, into, at);
      return;
    }
    Raster.apply(settings.crop().isPresent() ? stretched : fitted, picture, region, into, at);
    if (flip) {
      mirror(into, at);
    }
  }

  private Raster changed(Picture picture, Region region, boolean flip, Draws draws) {
    Fit fit = settings.crop().isPresent() ? new Fit.Squash() : rules.fit();
    Raster raster = Raster.prepared(picture, region, rules.withFit(fit));
    if (flip) {
      raster.mirror();
    }
    settings.colour().apply(raster, draws);
    RandomDistortions distortions = settings.distortions();
    Rgb fill = rules.normalization().mean();
    for (int i = 0; i < distortions.operations(); i++) {
      raster = Distortion.any(draws).of(raster, distortions.strength(), draws, fill);
    }
    return raster;
  }

  private void mirror(float[] input, int at) {
    int row = channels * rules.width();
    for (int top = at; top < at + rules.height() * row; top += row) {
      int left = top;
      int right = top + row - channels;
      for (; left < right; left += channels, right -= channels) {
        for (int channel = 0; channel < channels; channel++) {
          float value = input[left + channel];
          input[left + channel] = input[right + channel];
          input[right + channel] = value;
        }
      }
    }
  }
}
