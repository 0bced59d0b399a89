package liviano.train.data;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import liviano.model.ChannelOrder;
import liviano.model.Fit;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.model.ResizeRule;
import liviano.model.Rgb;
import liviano.vision.Picture;
import liviano.vision.Region;
import liviano.vision.prepare.Preprocessor;

/**
 * Samples of a picture that may be written.
 *
 * @param width pixels a row
 * @param height rows
 * @param rgb height x width x 3 bytes, row by row, red first
 */
record Raster(int width, int height, byte[] rgb) {
  static final int CHANNELS = 3;

  /** All of one colour. */
  static Raster filled(int width, int height, Rgb colour) {
    byte[] rgb = new byte[CHANNELS * width * height];
    for (int i = 0; i < rgb.length; i += CHANNELS) {
      rgb[i] = rounded(colour.red());
      rgb[i + 1] = rounded(colour.green());
      rgb[i + 2] = rounded(colour.blue());
    }
    return new Raster(width, height, rgb);
  }

  /** A copy of a picture's samples. */
  static Raster of(Picture picture) {
    byte[] rgb = picture.samples().toArray(JAVA_BYTE);
    return new Raster(picture.width(), picture.height(), rgb);
  }

  /**
   * A region of a picture, stretched to a size by the rule of a model's card and rounded to bytes.
   *
   * @param width of the result, pixels, up to {@value Preprocessing#MAX_SIDE}
   * @param height of the result, pixels, likewise
   */
  static Raster resized(Picture picture, Region region, int width, int height, ResizeRule rule) {
    Preprocessing stretch =
        new Preprocessing(
            width, height, new Fit.Squash(), rule, Normalization.none(), ChannelOrder.RGB);
    return prepared(picture, region, stretch);
  }

  /**
   * What a network would see of a region, before normalisation, rounded to bytes: where a picture
   * comes to lie in the input, and with what around it, is as the rules say.
   */
  static Raster prepared(Picture picture, Region region, Preprocessing rules) {
    Preprocessor preprocessor =
        Preprocessor.of(
            rules.withNormalization(Normalization.none()).withChannels(ChannelOrder.RGB));
    float[] values = new float[Math.toIntExact(preprocessor.inputLength())];
    preprocessor.apply(picture, region, values);
    byte[] rgb = new byte[values.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = rounded(values[i]);
    }
    return new Raster(rules.width(), rules.height(), rgb);
  }

  /** The nearest byte. */
  static byte rounded(float value) {
    return (byte) Math.clamp((int) (value + 0.5f), 0, 255);
  }

  Picture picture() {
    return Picture.ofRgb(width, height, rgb);
  }

  /** One sample, from 0 to 255. */
  int sample(int x, int y, int channel) {
    return rgb[CHANNELS * (y * width + x) + channel] & 0xFF;
  }

  /** Writes another one over this one, with its top left at a place where it fits. */
  void paste(Raster other, int x, int y) {
    for (int row = 0; row < other.height; row++) {
      System.arraycopy(
          other.rgb,
          CHANNELS * row * other.width,
          rgb,
          CHANNELS * ((y + row) * width + x),
          CHANNELS * other.width);
    }
  }

  /** Left becomes right. */
  void mirror() {
    for (int y = 0; y < height; y++) {
      int left = CHANNELS * y * width;
      int right = left + CHANNELS * (width - 1);
      for (; left < right; left += CHANNELS, right -= CHANNELS) {
        for (int channel = 0; channel < CHANNELS; channel++) {
          byte sample = rgb[left + channel];
          rgb[left + channel] = rgb[right + channel];
          rgb[right + channel] = sample;
        }
      }
    }
  }

  /**
   * Normalises the samples as a model's card says: they become its input as they are, without
   * another resize.
   *
   * @param preprocessor of the card, for an input of this size, that stretches
   * @param into receives the input's floats
   * @param at where the first of them goes
   */
  void normalize(Preprocessor preprocessor, float[] into, int at) {
    apply(preprocessor, picture(), new Region(0, 0, width, height), into, at);
  }

  /** As {@link Preprocessor#apply(Picture, Region, float[])}, into a part of an array. */
  static void apply(
      Preprocessor preprocessor, Picture picture, Region region, float[] into, int at) {
    long start = (long) Float.BYTES * at;
    long bytes = Float.BYTES * preprocessor.inputLength();
    preprocessor.apply(picture, region, MemorySegment.ofArray(into).asSlice(start, bytes));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Raster raster
        && raster.width == width
        && raster.height == height
        && Arrays.equals(raster.rgb, rgb);
  }

  @Override
  public int hashCode() {
    return 31 * width + Arrays.hashCode(rgb);
  }
}
