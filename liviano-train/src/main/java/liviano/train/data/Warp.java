package liviano.train.data;

import liviano.model.Rgb;

/**
 * An affine map of a picture onto its own size, bilinear: the pixel at (x, y) from the centre
 * becomes what was at {@code (xx x + xy y + x0, yx x + yy y + y0)}. What comes from outside is
 * filled.
 */
record Warp(double xx, double xy, double x0, double yx, double yy, double y0) {
  /** Turns about the centre, in degrees. */
  static Warp rotation(double degrees) {
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    return new Warp(cos, -sin, 0, sin, cos, 0);
  }

  /** Slants: rows move by {@code across} times their height, columns by {@code down}. */
  static Warp shear(double across, double down) {
    return new Warp(1, across, 0, down, 1, 0);
  }

  /** Moves by pixels. */
  static Warp translation(double across, double down) {
    return new Warp(1, 0, across, 0, 1, down);
  }

  /** The moved picture. */
  Raster of(Raster from, Rgb fill) {
    Raster into = Raster.filled(from.width(), from.height(), fill);
    double middleX = (from.width() - 1) / 2.0;
    double middleY = (from.height() - 1) / 2.0;
    for (int y = 0; y < from.height(); y++) {
      double down = y - middleY;
      for (int x = 0; x < from.width(); x++) {
        double across = x - middleX;
        double sourceX = xx * across + xy * down + x0 + middleX;
        double sourceY = yx * across + yy * down + y0 + middleY;
        copy(from, sourceX, sourceY, into, x, y);
      }
    }
    return into;
  }

  /** A pixel from between four others, none of which is outside by half a pixel or more. */
  private static void copy(Raster from, double sourceX, double sourceY, Raster into, int x, int y) {
    if (sourceX < -0.5
        || sourceY < -0.5
        || sourceX > from.width() - 0.5
        || sourceY > from.height() - 0.5) {
      return;
    }
    double atX = Math.clamp(sourceX, 0, from.width() - 1.0);
    double atY = Math.clamp(sourceY, 0, from.height() - 1.0);
    int left = (int) atX;
    int top = (int) atY;
    int right = Math.min(left + 1, from.width() - 1);
    int bottom = Math.min(top + 1, from.height() - 1);
    float across = (float) (atX - left);
    float down = (float) (atY - top);
    int to = Raster.CHANNELS * (y * into.width() + x);
    for (int channel = 0; channel < Raster.CHANNELS; channel++) {
      float upper =
          between(from.sample(left, top, channel), from.sample(right, top, channel), across);
      float lower =
          between(from.sample(left, bottom, channel), from.sample(right, bottom, channel), across);
      into.rgb()[to + channel] = Raster.rounded(between(upper, lower, down));
    }
  }

  private static float between(float first, float second, float fraction) {
    return first + (second - first) * fraction;
  }
}
