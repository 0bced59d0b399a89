package liviano.vision.drawing;

import java.lang.foreign.ValueLayout;
import liviano.vision.Picture;

/**
 * A picture that is drawn on. Everything is anti-aliased by its distance to the pixel's centre and
 * clipped to the picture; coordinates are in pixels from the top left corner. For one thread.
 */
final class Canvas {
  private static final double THINNEST_PEN = 1.25; // thinner letters fade

  private final int width;
  private final int height;
  private final byte[] rgb; // height x width x 3

  private Canvas(int width, int height, byte[] rgb) {
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  /** A copy of the picture. */
  static Canvas of(Picture picture) {
    byte[] rgb = picture.samples().toArray(ValueLayout.JAVA_BYTE);
    return new Canvas(picture.width(), picture.height(), rgb);
  }

  /** A page of one colour. */
  static Canvas filled(int width, int height, Colour colour) {
    byte[] rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) colour.red();
      rgb[i + 1] = (byte) colour.green();
      rgb[i + 2] = (byte) colour.blue();
    }
    return new Canvas(width, height, rgb);
  }

  /** What has been drawn. */
  Picture picture() {
    return Picture.ofRgb(width, height, rgb);
  }

  /** Lays another canvas over this one, its top left corner at a pixel; it must fit. */
  void place(Canvas other, int x, int y) {
    for (int row = 0; row < other.height; row++) {
      int to = 3 * ((y + row) * width + x);
      System.arraycopy(other.rgb, 3 * row * other.width, rgb, to, 3 * other.width);
    }
  }

  /**
   * Lays colour over one pixel of the canvas.
   *
   * @param cover 0 (nothing) to 1 (the colour alone)
   */
  void blend(int x, int y, Colour colour, double cover) {
    int at = 3 * (y * width + x);
    rgb[at] = (byte) Colour.mix(rgb[at] & 0xFF, colour.red(), cover);
    rgb[at + 1] = (byte) Colour.mix(rgb[at + 1] & 0xFF, colour.green(), cover);
    rgb[at + 2] = (byte) Colour.mix(rgb[at + 2] & 0xFF, colour.blue(), cover);
  }

  /** Fills a rectangle with round corners. */
  void fill(Rect rect, double corner, Colour colour) {
    for (int y = from(rect.y0(), height); y < to(rect.y1(), height); y++) {
      for (int x = from(rect.x0(), width); x < to(rect.x1(), width); x++) {
        double cover = 0.5 - rect.distance(x + 0.5, y + 0.5, corner);
        if (cover > 0) {
          blend(x, y, colour, Math.min(1, cover));
        }
      }
    }
  }

  /**
   * Draws the outline of a rectangle with round corners; work and memory grow with its length, not
   * with its area.
   *
   * @param pen width of the line, half of it on either side of the rectangle's edge
   * @param opacity 0 to 1
   */
  void outline(Rect rect, double corner, double pen, Colour colour, double opacity) {
    double reach = pen / 2 + 1;
    Rect all = rect.grown(reach);
    double inner = Math.max(reach, corner);
    int top = Math.min(to(rect.y0() + inner, height), to(all.y1(), height));
    int bottom = Math.max(top, from(rect.y1() - inner, height));
    int left = Math.min(to(rect.x0() + reach, width), to(all.x1(), width));
    int right = Math.max(left, from(rect.x1() - reach, width));
    for (int y = from(all.y0(), height); y < to(all.y1(), height); y++) {
      boolean sides = y >= top && y < bottom;
      for (int x = from(all.x0(), width); x < to(all.x1(), width); x++) {
        if (sides && x == left) {
          x = right;
          if (x >= to(all.x1(), width)) {
            break;
          }
        }
        double cover = pen / 2 + 0.5 - Math.abs(rect.distance(x + 0.5, y + 0.5, corner));
        if (cover > 0) {
          blend(x, y, colour, Math.min(1, cover) * opacity);
        }
      }
    }
  }

  /**
   * Writes a line of text.
   *
   * @param x of the first letter's left edge
   * @param baseline y of the letters' foot, set on whole rows
   * @param capital height of the capitals
   */
  void write(Letters.Letter line, double x, double baseline, double capital, Colour colour) {
    double scale = capital / Letters.CAPITAL;
    double pen = Math.max(Letters.PEN * scale, THINNEST_PEN);
    double foot = crisp(baseline, pen);
    Rect page = new Rect(x, foot - 1.5 * capital, x + line.width() * scale, foot + 0.5 * capital);
    Mask mask = new Mask(page.grown(pen), width, height);
    for (Letters.Stroke stroke : line.strokes()) {
      double[] points = stroke.points();
      for (int i = 0; i < points.length; i += 2) {
        int next = Math.min(i + 2, points.length - 2);
        mask.line(
            x + points[i] * scale,
            foot - points[i + 1] * scale,
            x + points[next] * scale,
            foot - points[next + 1] * scale,
            pen / 2);
      }
    }
    mask.lay(this, colour);
  }

  /** The nearest place above where a line of the pen's width covers whole rows. */
  private static double crisp(double baseline, double pen) {
    return Math.floor(baseline) + (Math.round(pen) % 2 == 1 ? 0.5 : 0);
  }

  private static int from(double edge, int side) {
    return (int) Math.clamp(Math.floor(edge - 1), 0, side);
  }

  private static int to(double edge, int side) {
    return (int) Math.clamp(Math.ceil(edge + 1), 0, side);
  }

  /** How much of each pixel the pen has covered, so that strokes that cross are laid on once. */
  private static final class Mask {
    private final int left;
    private final int top;
    private final int right;
    private final int bottom;
    private final float[] cover;

    Mask(Rect page, int width, int height) {
      left = from(page.x0(), width);
      top = from(page.y0(), height);
      right = Math.max(left, to(page.x1(), width));
      bottom = Math.max(top, to(page.y1(), height));
      cover = new float[(right - left) * (bottom - top)];
    }

    /** Draws a straight line with round ends. */
    void line(double x0, double y0, double x1, double y1, double radius) {
      int fromX = Math.max(left, (int) Math.floor(Math.min(x0, x1) - radius - 1));
      int fromY = Math.max(top, (int) Math.floor(Math.min(y0, y1) - radius - 1));
      double toX = Math.min(right, Math.max(x0, x1) + radius + 1);
      double toY = Math.min(bottom, Math.max(y0, y1) + radius + 1);
      double dx = x1 - x0;
      double dy = y1 - y0;
      double squared = dx * dx + dy * dy;
      for (int y = fromY; y < toY; y++) {
        for (int x = fromX; x < toX; x++) {
          double px = x + 0.5 - x0;
          double py = y + 0.5 - y0;
          double along = squared == 0 ? 0 : Math.clamp((px * dx + py * dy) / squared, 0, 1);
          double qx = px - along * dx;
          double qy = py - along * dy;
          double distance = Math.sqrt(qx * qx + qy * qy);
          int at = (y - top) * (right - left) + x - left;
          cover[at] = Math.max(cover[at], (float) Math.clamp(radius + 0.5 - distance, 0, 1));
        }
      }
    }

    void lay(Canvas canvas, Colour colour) {
      for (int i = 0; i < cover.length; i++) {
        if (cover[i] > 0) {
          canvas.blend(left + i % (right - left), top + i / (right - left), colour, cover[i]);
        }
      }
    }
  }
}
