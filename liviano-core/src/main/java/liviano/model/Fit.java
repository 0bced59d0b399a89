package liviano.model;

import java.util.Locale;

/** How a picture of any shape comes to fill an input of a fixed shape. */
public sealed interface Fit {

  /** The whole picture is stretched to the input; its aspect ratio is not kept. */
  record Squash() implements Fit {}

  /**
   * The middle of the picture, {@code fraction} of each side, is stretched to the input:
   * TensorFlow's evaluation. The margin on either side is {@code floor((side - side * fraction) /
   * 2)} pixels.
   *
   * @param fraction of each side that is kept, above 0 and at most 1
   */
  record CentralCrop(double fraction) implements Fit {
    /**
     * @throws IllegalArgumentException where {@code fraction} is outside (0, 1]
     */
    public CentralCrop {
      if (!(fraction > 0 && fraction <= 1)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "central crop keeps %s of a side: give a fraction in (0, 1]",
                fraction));
      }
    }
  }

  /**
   * The shorter side is resized to {@code shorterSide} pixels and the longer one in proportion,
   * rounded down; then the input is cut from the middle, rounding half to even: torchvision's
   * evaluation. Where the resized picture is smaller than the input, black pixels surround it.
   *
   * @param shorterSide pixels, 1 to {@value Preprocessing#MAX_SIDE}
   */
  record ResizeAndCrop(int shorterSide) implements Fit {
    /**
     * @throws IllegalArgumentException where {@code shorterSide} is out of range
     */
    public ResizeAndCrop {
      Preprocessing.requireSide("shorter side", shorterSide);
    }
  }

  /**
   * The picture is resized to the largest size that keeps its aspect ratio and fits the input,
   * rounded to the nearest pixel (halves up), and placed at the top left; the rest is filled with
   * {@code colour}.
   *
   * @param colour in the units of 8-bit pixels, 0 to 255, before normalisation; may be fractional
   */
  record Pad(Rgb colour) implements Fit {}

  /**
   * The longer side is resized to {@code longerSide} pixels and the shorter one in proportion,
   * rounded to the nearest pixel (halves up), and placed at the top left; the rest is filled with
   * {@code colour}. Where the resized picture is larger than the input, what lies outside is not
   * seen.
   *
   * @param longerSide pixels, 1 to {@value Preprocessing#MAX_SIDE}
   * @param colour in the units of 8-bit pixels, 0 to 255, before normalisation; may be fractional
   */
  record ResizeAndPad(int longerSide, Rgb colour) implements Fit {
    /**
     * @throws IllegalArgumentException where {@code longerSide} is out of range
     */
    public ResizeAndPad {
      Preprocessing.requireSide("longer side", longerSide);
    }
  }
}
