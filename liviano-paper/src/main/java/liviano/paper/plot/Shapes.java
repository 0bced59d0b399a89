package liviano.paper.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** What diagrams are made of. */
public final class Shapes {
  private static final double HATCH = 5;
  private static final double HEAD = 5;

  private Shapes() {}

  /** An outlined area. */
  public static void fill(Graphics2D graphics, Shape shape, Color colour) {
    graphics.setColor(colour);
    graphics.fill(shape);
    graphics.setColor(Style.INK);
    graphics.setStroke(Style.LINE);
    graphics.draw(shape);
  }

  /** Slanted lines over an upright rectangle: what has no non-linearity. */
  public static void hatch(Graphics2D graphics, Rectangle2D area) {
    graphics.setColor(Style.FAINT_INK);
    graphics.setStroke(Style.line(0.5));
    double height = area.getHeight();
    for (double x = area.getX() - height + HATCH; x < area.getMaxX(); x += HATCH) {
      // From the bottom line at x up to the right, as far as it lies inside.
      double start = Math.max(0, area.getX() - x);
      double end = Math.min(height, area.getMaxX() - x);
      if (end > start) {
        graphics.draw(
            new Line2D.Double(x + start, area.getMaxY() - start, x + end, area.getMaxY() - end));
      }
    }
  }

  /** A line through points, its corners rounded, with a head at its end. */
  public static void arrow(Graphics2D graphics, double... xy) {
    Path2D path = new Path2D.Double();
    path.moveTo(xy[0], xy[1]);
    for (int i = 2; i < xy.length - 2; i += 2) {
      corner(path, xy, i);
    }
    int end = xy.length - 2;
    path.lineTo(xy[end], xy[end + 1]);
    graphics.setColor(Style.INK);
    graphics.setStroke(Style.LINE);
    graphics.draw(path);
    head(graphics, xy[end - 2], xy[end - 1], xy[end], xy[end + 1]);
  }

  private static void corner(Path2D path, double[] xy, int i) {
    double before = Math.hypot(xy[i] - xy[i - 2], xy[i + 1] - xy[i - 1]);
    double after = Math.hypot(xy[i + 2] - xy[i], xy[i + 3] - xy[i + 1]);
    double radius = Math.min(6, Math.min(before, after) / 2);
    if (radius < 0.01) {
      return;
    }
    double in = radius / before;
    double out = radius / after;
    path.lineTo(xy[i] + (xy[i - 2] - xy[i]) * in, xy[i + 1] + (xy[i - 1] - xy[i + 1]) * in);
    path.quadTo(
        xy[i],
        xy[i + 1],
        xy[i] + (xy[i + 2] - xy[i]) * out,
        xy[i + 1] + (xy[i + 3] - xy[i + 1]) * out);
  }

  private static void head(Graphics2D graphics, double fromX, double fromY, double x, double y) {
    double angle = Math.atan2(y - fromY, x - fromX);
    Path2D head = new Path2D.Double();
    head.moveTo(x, y);
    head.lineTo(x - HEAD * Math.cos(angle - 0.45), y - HEAD * Math.sin(angle - 0.45));
    head.lineTo(x - HEAD * Math.cos(angle + 0.45), y - HEAD * Math.sin(angle + 0.45));
    head.closePath();
    graphics.fill(head);
  }
}
