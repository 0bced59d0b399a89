package liviano.paper.lab;

import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.function.UnaryOperator;
import liviano.paper.plot.Graphic;
import liviano.paper.plot.Lettering;
import liviano.paper.plot.Style;

/**
 * The filters of a standard, a depthwise and a pointwise convolution as boxes: their side, their
 * depth in channels, and how many there are.
 */
final class FiltersFigure {
  private static final int WIDTH = 720;
  private static final int ROW = 130;
  private static final int SHOWN = 3;

  private FiltersFigure() {}

  static Graphic drawing(UnaryOperator<String> words) {
    return new Graphic(
        WIDTH,
        3 * ROW + 20,
        graphics -> {
          row(graphics, 0, words.apply("standard: e filters of k x k x d"), 48, 60, "e");
          row(graphics, 1, words.apply("depthwise: d filters of k x k x 1"), 48, 8, "d");
          row(graphics, 2, words.apply("pointwise: e filters of 1 x 1 x d"), 14, 60, "e");
        });
  }

  private static void row(
      Graphics2D graphics, int index, String words, int side, int depth, String count) {
    double top = 20 + index * ROW;
    for (int i = 0; i < SHOWN; i++) {
      box(graphics, 300 + i * 125, top + 75, side, depth, i);
    }
    graphics.setColor(Style.INK);
    Lettering.centred(graphics, Style.text(), words, 150, top + 60);
    Lettering.centred(graphics, Style.text(), "... " + count, 300 + SHOWN * 125 + 10, top + 60);
  }

  /** A box whose front's lower left corner is there; its depth goes to the right and up. */
  private static void box(
      Graphics2D graphics, double x, double y, double side, double depth, int kind) {
    double back = depth * 0.6;
    face(graphics, kind, 0.35, x, y, side, 0, 0, -side);
    face(graphics, kind, 0.2, x, y - side, side, 0, back, -back);
    face(graphics, kind, 0.55, x + side, y, 0, -side, back, -back);
  }

  /** A parallelogram with two of its sides. */
  private static void face(
      Graphics2D graphics,
      int kind,
      double strength,
      double x,
      double y,
      double ax,
      double ay,
      double bx,
      double by) {
    Path2D path = new Path2D.Double();
    path.moveTo(x, y);
    path.lineTo(x + ax, y + ay);
    path.lineTo(x + ax + bx, y + ay + by);
    path.lineTo(x + bx, y + by);
    path.closePath();
    graphics.setColor(Style.tint(Style.colour(kind), strength));
    graphics.fill(path);
    graphics.setColor(Style.INK);
    graphics.draw(path);
  }
}
