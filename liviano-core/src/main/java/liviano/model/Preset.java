package liviano.model;

import java.util.Locale;

/**
 * How the pictures of well-known tools are prepared: how a picture fills the input, how it is
 * resampled, and which numbers its pixels become.
 */
public enum Preset {
  /** The middle square, -1 to 1, resampled as Teachable Machine's sample programs nearly do. */
  TEACHABLE_MACHINE {
    @Override
    public Preprocessing preprocessing(int width, int height) {
      return middleSquare(
          width, height, ResizeRule.ANTIALIASED_BICUBIC, Normalization.minusOneToOne());
    }
  },
  /** The middle 87.5 % of each side, -1 to 1: TensorFlow's evaluation of its MobileNets. */
  TENSORFLOW {
    @Override
    public Preprocessing preprocessing(int width, int height) {
      return Preprocessing.tensorflow(width, height);
    }
  },
  /** The whole picture, -1 to 1. */
  KERAS {
    @Override
    public Preprocessing preprocessing(int width, int height) {
      return Preprocessing.keras(width, height);
    }
  },
  /** The middle, ImageNet's mean and deviation: torchvision's evaluation, and timm's. */
  TORCHVISION {
    @Override
    public Preprocessing preprocessing(int width, int height) {
      return Preprocessing.torchvision(width, height);
    }
  },
  /** The middle in the input's proportions, 0 to 1: Edge Impulse, which fits the shortest axis. */
  EDGE_IMPULSE {
    @Override
    public Preprocessing preprocessing(int width, int height) {
      return middleSquare(
          width, height, ResizeRule.ANTIALIASED_BILINEAR, Normalization.zeroToOne());
    }
  },
  /** The whole picture in its proportions, grey below or beside it, -1 to 1: for segmenters. */
  DEEPLAB {
    @Override
    public Preprocessing preprocessing(int width, int height) {
      Preprocessing whole = Preprocessing.keras(width, height);
      return whole.withFit(new Fit.Pad(whole.normalization().mean()));
    }
  },
  /** The whole picture, pixels as they are: 0 to 255. */
  RAW {
    @Override
    public Preprocessing preprocessing(int width, int height) {
      return Preprocessing.keras(width, height).withNormalization(Normalization.none());
    }
  };

  /**
   * The preparation for an input of that size, red first.
   *
   * @throws IllegalArgumentException where a side is out of range
   */
  public abstract Preprocessing preprocessing(int width, int height);

  /** As people write it: {@code teachable-machine}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Preprocessing middleSquare(
      int width, int height, ResizeRule resize, Normalization normalization) {
    return new Preprocessing(
        width,
        height,
        new Fit.ResizeAndCrop(Math.max(width, height)),
        resize,
        normalization,
        ChannelOrder.RGB);
  }
}
