package liviano.model;

import java.util.Locale;

/**
 * The affine map from pixel values to what the network reads: {@code y = (x - mean) / deviation},
 * channel by channel, in float32, for x in 0 to 255.
 *
 * @param mean subtracted, in the units of 8-bit pixels
 * @param deviation divides, in the units of 8-bit pixels; no component is zero
 */
public record Normalization(Rgb mean, Rgb deviation) {

  /**
   * @throws IllegalArgumentException where a component of {@code deviation} is zero
   */
  public Normalization {
    if (deviation.red() == 0 || deviation.green() == 0 || deviation.blue() == 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "normalisation divides by %s: give a deviation without zeros",
              deviation));
    }
  }

  /** Pixels as they are, 0 to 255. */
  public static Normalization none() {
    return new Normalization(Rgb.all(0), Rgb.all(1));
  }

  /** From 0..255 to 0..1. */
  public static Normalization zeroToOne() {
    return new Normalization(Rgb.all(0), Rgb.all(255));
  }

  /** From 0..255 to -1..1, as x / 127.5 - 1: TensorFlow's and Keras' MobileNets. */
  public static Normalization minusOneToOne() {
    return new Normalization(Rgb.all(127.5f), Rgb.all(127.5f));
  }

  /** The mean and deviation of ImageNet's training pictures as torchvision states them, x 255. */
  public static Normalization imageNet() {
    return new Normalization(
        new Rgb(0.485f * 255, 0.456f * 255, 0.406f * 255),
        new Rgb(0.229f * 255, 0.224f * 255, 0.225f * 255));
  }
}
