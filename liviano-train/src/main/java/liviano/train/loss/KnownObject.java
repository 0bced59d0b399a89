package liviano.train.loss;

import java.util.Locale;

/**
 * An object that a picture is known to show, as a detector learns it. Edges are parts of the
 * input's height and width.
 *
 * @param category its class, from 1: 0 is the background
 * @param top upper edge
 * @param left left edge
 * @param bottom lower edge, below {@code top}
 * @param right right edge, beyond {@code left}
 * @param crowd whether it is a region of many objects, of which none is to be learned, and within
 *     which finding something is no mistake
 */
public record KnownObject(
    int category, float top, float left, float bottom, float right, boolean crowd) {
  /**
   * @throws IllegalArgumentException if the box is empty or the class is the background
   */
  public KnownObject {
    // Written so that NaN fails.
    if (!(category > SsdMatching.BACKGROUND && top < bottom && left < right)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "object of class %d, rows %s to %s, columns %s to %s",
              category,
              top,
              bottom,
              left,
              right));
    }
  }

  float area() {
    return (bottom - top) * (right - left);
  }
}
