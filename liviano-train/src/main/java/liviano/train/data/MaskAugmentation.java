package liviano.train.data;

import java.util.Locale;

/**
 * How pictures with masks are changed at random before a network learns from them, as DeepLab does:
 * made larger or smaller, and a part of the input's size is cut out.
 *
 * @param leastScale beside the size of use, above 0
 * @param mostScale beside the size of use, at least {@code leastScale}, up to 10
 * @param flip whether half of the pictures are mirrored
 * @param colour by how much colours change
 * @see <a href="https://arxiv.org/abs/1706.05587">Chen and others: Rethinking atrous convolution,
 *     section 4.1</a>
 */
public record MaskAugmentation(
    double leastScale, double mostScale, boolean flip, ColourJitter colour) {
  /** The paper's: 0.5 to 2, mirrored. */
  public static final MaskAugmentation DEEPLAB =
      new MaskAugmentation(0.5, 2, true, ColourJitter.NONE);

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public MaskAugmentation {
    if (!(leastScale > 0 && leastScale <= mostScale && mostScale <= 10)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "scales from %s to %s: give numbers above 0, up to 10",
              leastScale,
              mostScale));
    }
  }

  /** The same with mirrored pictures or without. */
  public MaskAugmentation withFlip(boolean mirrored) {
    return new MaskAugmentation(leastScale, mostScale, mirrored, colour);
  }

  /** The same with other changes of colours. */
  public MaskAugmentation withColour(ColourJitter jitter) {
    return new MaskAugmentation(leastScale, mostScale, flip, jitter);
  }
}
