package liviano.model;

import java.util.Locale;

/**
 * All that happens to a picture on its way to the network's input, as data: it belongs to the model
 * as much as the weights do.
 *
 * @param width of the input, pixels, 1 to {@value #MAX_SIDE}
 * @param height of the input, pixels, 1 to {@value #MAX_SIDE}
 * @param fit how the picture comes to fill the input
 * @param resize how it is resampled
 * @param normalization from pixel values to input values
 * @param channels order of the channels in the input
 */
public record Preprocessing(
    int width,
    int height,
    Fit fit,
    ResizeRule resize,
    Normalization normalization,
    ChannelOrder channels) {

  /** The longest side of an input, pixels. */
  public static final int MAX_SIDE = 16_384;

  /**
   * @throws IllegalArgumentException where {@code width} or {@code height} is out of range
   */
  public Preprocessing {
    requireSide("width", width);
    requireSide("height", height);
  }

  /** TensorFlow's evaluation: central crop of 87.5 %, bilinear with half-pixel centres, -1 to 1. */
  public static Preprocessing tensorflow(int width, int height) {
    return new Preprocessing(
        width,
        height,
        new Fit.CentralCrop(0.875),
        ResizeRule.TENSORFLOW_BILINEAR,
        Normalization.minusOneToOne(),
        ChannelOrder.RGB);
  }

  /**
   * torchvision's evaluation: the shorter side to 8/7 of the input's longer one (256 for 224,
   * rounded down), antialiased bilinear, cut from the middle, ImageNet's mean and deviation.
   */
  public static Preprocessing torchvision(int width, int height) {
    requireSide("width", width);
    requireSide("height", height);
    int shorterSide = Math.min(MAX_SIDE, Math.max(width, height) * 8 / 7);
    return new Preprocessing(
        width,
        height,
        new Fit.ResizeAndCrop(shorterSide),
        ResizeRule.ANTIALIASED_BILINEAR,
        Normalization.imageNet(),
        ChannelOrder.RGB);
  }

  /**
   * Keras: the whole picture squashed to the input, -1 to 1. Keras prescribes no resampling for its
   * MobileNets; this is bilinear with half-pixel centres, as its data-set reader resizes.
   */
  public static Preprocessing keras(int width, int height) {
    return tensorflow(width, height).withFit(new Fit.Squash());
  }

  /** The same with another way to fill the input. */
  public Preprocessing withFit(Fit fit) {
    return new Preprocessing(width, height, fit, resize, normalization, channels);
  }

  /** The same with another resampling. */
  public Preprocessing withResize(ResizeRule resize) {
    return new Preprocessing(width, height, fit, resize, normalization, channels);
  }

  /** The same with another map from pixel values to input values. */
  public Preprocessing withNormalization(Normalization normalization) {
    return new Preprocessing(width, height, fit, resize, normalization, channels);
  }

  /** The same with another order of channels. */
  public Preprocessing withChannels(ChannelOrder channels) {
    return new Preprocessing(width, height, fit, resize, normalization, channels);
  }

  /**
   * The same for an input of another size; the side of a {@link Fit.ResizeAndCrop} or {@link
   * Fit.ResizeAndPad} is scaled with the input's longer side, rounded down, so that the same share
   * of the picture is seen.
   */
  public Preprocessing withSize(int width, int height) {
    requireSide("width", width);
    requireSide("height", height);
    Fit scaled =
        switch (fit) {
          case Fit.ResizeAndCrop(int shorterSide) ->
              new Fit.ResizeAndCrop(scaled(shorterSide, width, height));
          case Fit.ResizeAndPad(int longerSide, Rgb colour) ->
              new Fit.ResizeAndPad(scaled(longerSide, width, height), colour);
          case Fit.Squash _, Fit.CentralCrop _, Fit.Pad _ -> fit;
        };
    return new Preprocessing(width, height, scaled, resize, normalization, channels);
  }

  private int scaled(int side, int newWidth, int newHeight) {
    long scaled = (long) side * Math.max(newWidth, newHeight) / Math.max(width, height);
    return (int) Math.clamp(scaled, 1L, (long) MAX_SIDE);
  }

  static void requireSide(String what, int pixels) {
    if (pixels < 1 || pixels > MAX_SIDE) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s of %d pixels: give 1 to %d", what, pixels, MAX_SIDE));
    }
  }
}
