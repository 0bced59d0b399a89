package liviano.vision;

import java.util.Locale;

/**
 * A rectangle of whole pixels, its origin at the picture's top left.
 *
 * @param x of its left column, at least 0
 * @param y of its top row, at least 0
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 */
public record Region(int x, int y, int width, int height) {

  /**
   * @throws IllegalArgumentException where the rectangle is empty or starts outside any picture
   */
  public Region {
    if (x < 0 || y < 0 || width < 1 || height < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "region %dx%d at (%d, %d): give a positive size and an origin of 0 or more",
              width,
              height,
              x,
              y));
    }
  }

  /** All of a picture. */
  public static Region whole(Picture picture) {
    return new Region(0, 0, picture.width(), picture.height());
  }

  /** Returns this region, having checked that it lies within the picture. */
  public Region within(Picture picture) {
    if ((long) x + width > picture.width() || (long) y + height > picture.height()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "region %dx%d at (%d, %d) reaches beyond the picture of %dx%d pixels",
              width,
              height,
              x,
              y,
              picture.width(),
              picture.height()));
    }
    return this;
  }
}
