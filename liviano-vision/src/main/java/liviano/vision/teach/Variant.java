package liviano.vision.teach;

import liviano.vision.Picture;
import liviano.vision.Region;

/** A copy of a picture that is learned from. */
enum Variant {
  /** As it is. */
  WHOLE,
  /** Left and right exchanged. */
  MIRRORED,
  /** A part of four fifths of each side, by lot. */
  CUT,
  /** Such a part, mirrored. */
  MIRRORED_CUT;

  private static final int PLACES = 1 << 16;

  /** The name of what is seen, for the cache. */
  String key(long seed) {
    return this == WHOLE || this == MIRRORED ? name() : name() + seed;
  }

  /** The picture that is seen. */
  Picture of(Picture picture) {
    return this == MIRRORED || this == MIRRORED_CUT ? mirrored(picture) : picture;
  }

  /**
   * The part of that picture that is seen.
   *
   * @param lot decides where it is cut
   */
  Region region(Picture picture, long lot) {
    if (this == WHOLE || this == MIRRORED) {
      return Region.whole(picture);
    }
    int width = Math.max(1, picture.width() * 4 / 5);
    int height = Math.max(1, picture.height() * 4 / 5);
    return new Region(
        (int) ((picture.width() - width) * place(lot) / (PLACES - 1)),
        (int) ((picture.height() - height) * place(lot >>> 16) / (PLACES - 1)),
        width,
        height);
  }

  private static long place(long lot) {
    return lot & (PLACES - 1);
  }

  private static Picture mirrored(Picture picture) {
    int width = picture.width();
    byte[] rgb = picture.pixels().rgb();
    byte[] turned = new byte[rgb.length];
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < width; x++) {
        int to = 3 * (y * width + x);
        int from = 3 * (y * width + width - 1 - x);
        turned[to] = rgb[from];
        turned[to + 1] = rgb[from + 1];
        turned[to + 2] = rgb[from + 2];
      }
    }
    return Picture.ofRgb(width, picture.height(), turned);
  }
}
