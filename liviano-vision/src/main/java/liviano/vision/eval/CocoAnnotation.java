package liviano.vision.eval;

import java.util.Locale;

/**
 * One object, or one crowd of objects, that a picture is known to show.
 *
 * @param id of this annotation, its own in the data set
 * @param x left edge of its box, in pixels
 * @param y upper edge
 * @param area of the object itself in square pixels, as the file gives it: it, not the box, tells
 *     small objects from large ones
 * @param crowd whether this is a region of many objects, within which detections are neither right
 *     nor wrong
 */
public record CocoAnnotation(
    long id,
    long imageId,
    int categoryId,
    double x,
    double y,
    double width,
    double height,
    double area,
    boolean crowd) {
  /**
   * @throws IllegalArgumentException where a number is not finite, a length negative, or either out
   *     of all proportion
   */
  public CocoAnnotation {
    CocoBoxes.require(x, y, width, height);
    if (!(area >= 0 && area <= CocoBoxes.FARTHEST * CocoBoxes.FARTHEST)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "area %s: give a number from 0", area));
    }
  }
}
