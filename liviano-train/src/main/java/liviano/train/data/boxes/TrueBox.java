package liviano.train.data.boxes;

import java.util.Locale;

/**
 * An object that a picture is known to show. Edges are parts of the picture's height and width,
 * from 0 at the top and left to 1.
 *
 * @param category the number of its class, from 0; no number is left free for the background
 * @param ymin upper edge
 * @param xmin left edge
 * @param ymax lower edge, above {@code ymin}
 * @param xmax right edge, above {@code xmin}
 * @param difficult whether it is so hard to see that missing it is no mistake
 * @param crowd whether this is a region of many objects rather than one
 */
public record TrueBox(
    int category,
    double ymin,
    double xmin,
    double ymax,
    double xmax,
    boolean difficult,
    boolean crowd) {
  /**
   * @throws IllegalArgumentException if the box is empty, reaches beyond the picture, or is of a
   *     negative class
   */
  public TrueBox {
    // Written so that NaN fails.
    boolean sound = category >= 0 && 0 <= ymin && ymin < ymax && ymax <= 1;
    if (!sound || !(0 <= xmin && xmin < xmax && xmax <= 1)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "box of class %d, rows %s to %s, columns %s to %s: give parts of 1, in order",
              category,
              ymin,
              ymax,
              xmin,
              xmax));
    }
  }

  /** The same with other edges. */
  public TrueBox within(double top, double left, double bottom, double right) {
    return new TrueBox(category, top, left, bottom, right, difficult, crowd);
  }

  /** Part of the picture's height. */
  public double height() {
    return ymax - ymin;
  }

  /** Part of the picture's width. */
  public double width() {
    return xmax - xmin;
  }
}
