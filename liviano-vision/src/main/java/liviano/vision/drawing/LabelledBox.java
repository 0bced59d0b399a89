package liviano.vision.drawing;

import java.util.Locale;
import java.util.Objects;

/**
 * A box to draw. It may reach beyond the picture or lie outside: what is outside is not drawn.
 *
 * @param x of the left edge, in pixels of the picture
 * @param y of the top edge
 * @param width 0 or more
 * @param height 0 or more
 * @param label what it is; may be empty, and may hold any character
 * @param score 0 to 1, written in per cent behind the label
 * @param colour of outline and plate
 */
public record LabelledBox(
    double x, double y, double width, double height, String label, double score, Colour colour) {

  /**
   * @throws IllegalArgumentException where a coordinate is not finite, a side negative, or the
   *     score outside 0 to 1
   */
  public LabelledBox {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(colour, "colour");
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "box '%s' at (%s, %s): give finite numbers", brief(label), x, y));
    }
    if (!(width >= 0 && height >= 0 && Double.isFinite(width) && Double.isFinite(height))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "box '%s' of %s x %s: give finite sides of 0 or more",
              brief(label),
              width,
              height));
    }
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "score %s of box '%s': give 0 to 1", score, brief(label)));
    }
  }

  private static String brief(String label) {
    return label.substring(0, Math.min(label.length(), 40));
  }
}
