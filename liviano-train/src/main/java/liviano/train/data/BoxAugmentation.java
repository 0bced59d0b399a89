package liviano.train.data;

import java.util.Locale;

/**
 * How pictures with boxes are changed at random before a detector learns from them, as SSD does.
 *
 * @param expand how probably a picture is made smaller on a plain ground, 0 to 1
 * @param mostExpansion by up to what factor a side of the ground is longer, 1 to 10
 * @param crop whether a part is cut out whose overlap with an object is at least a number by lot
 * @param flip whether half of the pictures are mirrored; not where left and right differ
 * @param colour by how much colours change
 * @see <a href="https://arxiv.org/abs/1512.02325">Liu and others: SSD, sections 2.2 and 3.6</a>
 */
public record BoxAugmentation(
    double expand, double mostExpansion, boolean crop, boolean flip, ColourJitter colour) {
  /** Pictures as in use. */
  public static final BoxAugmentation NONE =
      new BoxAugmentation(0, 1, false, false, ColourJitter.NONE);

  /** The paper's for small objects: expansion by up to 4 for every second one, crops, mirrors. */
  public static final BoxAugmentation SSD =
      new BoxAugmentation(0.5, 4, true, true, new ColourJitter(0.125, 0.5, 0.5, 0.05));

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public BoxAugmentation {
    if (!(expand >= 0 && expand <= 1)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "expansion with probability %s: give 0 to 1", expand));
    }
    if (!(mostExpansion >= 1 && mostExpansion <= 10)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "expansion by up to %s: give 1 to 10", mostExpansion));
    }
  }

  /** The same with another expansion; a probability of 0 for none. */
  public BoxAugmentation withExpansion(double probability, double most) {
    return new BoxAugmentation(probability, most, crop, flip, colour);
  }

  /** The same with crops or without. */
  public BoxAugmentation withCrop(boolean cropped) {
    return new BoxAugmentation(expand, mostExpansion, cropped, flip, colour);
  }

  /** The same with mirrored pictures or without. */
  public BoxAugmentation withFlip(boolean mirrored) {
    return new BoxAugmentation(expand, mostExpansion, crop, mirrored, colour);
  }

  /** The same with other changes of colours. */
  public BoxAugmentation withColour(ColourJitter jitter) {
    return new BoxAugmentation(expand, mostExpansion, crop, flip, jitter);
  }

  /** Whether nothing is changed. */
  boolean isNone() {
    return equals(NONE);
  }
}
