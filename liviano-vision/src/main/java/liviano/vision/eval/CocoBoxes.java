package liviano.vision.eval;

import java.util.Locale;

/** What boxes have in common: their bounds, and how much of one lies in another. */
final class CocoBoxes {
  /** Beyond any picture, and so small that no area or sum of areas overflows. */
  static final double FARTHEST = 1e9;

  private CocoBoxes() {}

  static void require(double x, double y, double width, double height) {
    // Written so that NaN fails.
    boolean sound =
        Math.abs(x) <= FARTHEST
            && Math.abs(y) <= FARTHEST
            && width >= 0
            && width <= FARTHEST
            && height >= 0
            && height <= FARTHEST;
    if (!sound) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "box x %s, y %s, width %s, height %s: lengths must not be negative, nor any beyond 1e9",
              x,
              y,
              width,
              height));
    }
  }

  /**
   * Intersection over union; with a crowd, over the area of the detection alone. 0 where they do
   * not touch, or a box is empty.
   */
  static double overlap(CocoDetection found, CocoAnnotation truth) {
    double width =
        Math.min(found.x() + found.width(), truth.x() + truth.width())
            - Math.max(found.x(), truth.x());
    double height =
        Math.min(found.y() + found.height(), truth.y() + truth.height())
            - Math.max(found.y(), truth.y());
    if (width <= 0 || height <= 0) {
      return 0;
    }
    double common = width * height;
    double whole = found.width() * found.height();
    return common / (truth.crowd() ? whole : whole + truth.width() * truth.height() - common);
  }
}
