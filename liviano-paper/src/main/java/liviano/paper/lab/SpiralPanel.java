package liviano.paper.lab;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import liviano.paper.experiments.PointCloud;
import liviano.paper.plot.Graphic;
import liviano.paper.plot.Style;

/**
 * A curve in the plane, coloured along its way, so that the eye sees which of its points have met.
 *
 * @param curve points of two dimensions
 */
record SpiralPanel(PointCloud curve) {
  private static final int SIDE = 170;
  private static final double MARGIN = 0.9;

  /** From the curve's start to its end: dark to light, and all colours apart for most eyes. */
  private static final List<Color> WAY =
      List.of(
          new Color(0x3b, 0x0f, 0x70),
          new Color(0x2a, 0x5c, 0x9e),
          new Color(0x14, 0x93, 0x8a),
          new Color(0x6c, 0xbb, 0x3c),
          new Color(0xf2, 0xb1, 0x1c),
          new Color(0xd9, 0x4a, 0x1e));

  Graphic drawing() {
    return new Graphic(SIDE, SIDE, this::paint);
  }

  private void paint(Graphics2D graphics) {
    double middle = SIDE / 2.0;
    graphics.setColor(Style.GUIDE);
    graphics.setStroke(Style.LINE);
    graphics.draw(new Line2D.Double(0, middle, SIDE, middle));
    graphics.draw(new Line2D.Double(middle, 0, middle, SIDE));
    graphics.draw(new Rectangle2D.Double(0.5, 0.5, SIDE - 1.0, SIDE - 1.0));
    List<double[]> points = curve.points();
    double largest =
        points.stream()
            .mapToDouble(point -> Math.max(Math.abs(point[0]), Math.abs(point[1])))
            .max()
            .orElseThrow();
    double scale = largest > 0 ? middle * MARGIN / largest : 0;
    graphics.setStroke(new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    for (int i = 1; i < points.size(); i++) {
      double[] from = points.get(i - 1);
      double[] to = points.get(i);
      graphics.setColor(colour((double) i / points.size()));
      graphics.draw(
          new Line2D.Double(
              middle + scale * from[0],
              middle - scale * from[1],
              middle + scale * to[0],
              middle - scale * to[1]));
    }
  }

  /**
   * @param share of the way, from 0 to 1
   */
  private static Color colour(double share) {
    double place = share * (WAY.size() - 1);
    int before = Math.min((int) place, WAY.size() - 2);
    double part = place - before;
    Color from = WAY.get(before);
    Color to = WAY.get(before + 1);
    return new Color(
        mix(from.getRed(), to.getRed(), part),
        mix(from.getGreen(), to.getGreen(), part),
        mix(from.getBlue(), to.getBlue(), part));
  }

  private static int mix(int from, int to, double part) {
    return (int) Math.round(from + (to - from) * part);
  }
}
