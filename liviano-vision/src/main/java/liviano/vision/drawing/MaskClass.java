package liviano.vision.drawing;

import java.util.Locale;
import java.util.Objects;

/**
 * A class of a mask that is painted and named in the legend. Classes that are not given, such as
 * the background or VOC's void, leave the picture as it is.
 *
 * @param index its value in the mask, 0 to 255
 * @param name for the legend
 * @param colour of area, border and swatch
 */
public record MaskClass(int index, String name, Colour colour) {

  /**
   * @throws IllegalArgumentException where the index is outside 0 to 255
   */
  public MaskClass {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(colour, "colour");
    if (index < 0 || index > 255) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "class '%s' has index %d: give 0 to 255", name, index));
    }
  }
}
