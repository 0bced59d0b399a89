package liviano.train.data;

import liviano.model.Preprocessing;
import liviano.model.ResizeRule;
import liviano.vision.Picture;
import liviano.vision.Region;

/**
 * Large pictures made smaller before they are kept: of a photograph of 12 million pixels a network
 * of 224 sees little more than of the same one at 448. A picture is made smaller whether there is
 * room to keep it or not, so that the room changes no sample.
 */
final class Shrinking {
  private Shrinking() {}

  /**
   * The picture with a shorter side of {@code side} pixels, antialiased; itself where that is
   * {@link #leaves left} as it is.
   */
  static Picture toShorterSide(Picture picture, int side) {
    if (leaves(picture, side)) {
      return picture;
    }
    double scale = scale(picture, side);
    return Raster.resized(
            picture,
            Region.whole(picture),
            (int) Math.round(picture.width() * scale),
            (int) Math.round(picture.height() * scale),
            ResizeRule.ANTIALIASED_BILINEAR)
        .picture();
  }

  /**
   * Whether a picture stays as it is: its shorter side is not longer, or its longer side would be
   * too long for a resize.
   */
  static boolean leaves(Picture picture, int side) {
    double scale = scale(picture, side);
    return scale >= 1
        || Math.max(picture.width(), picture.height()) * scale > Preprocessing.MAX_SIDE;
  }

  private static double scale(Picture picture, int side) {
    return (double) side / Math.min(picture.width(), picture.height());
  }
}
