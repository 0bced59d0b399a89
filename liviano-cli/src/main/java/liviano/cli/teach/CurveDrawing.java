package liviano.cli.teach;

import java.util.List;
import java.util.Locale;
import liviano.vision.teach.CurvePoint;

/** A learning curve as a drawing in a page. */
final class CurveDrawing {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 260;
  private static final int MARGIN = 48;

  /** Room for a number of pictures. */
  private static final int LABEL = 36;

  private CurveDrawing() {}

  /**
   * Accuracy upwards from 0 to 1, pictures to the right, each step of the same length a factor.
   *
   * @param points at least two
   */
  static String svg(List<CurvePoint> points) {
    StringBuilder svg =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\""
                    + " aria-label=\"Accuracy by the number of pictures\">\n",
                WIDTH,
                HEIGHT,
                WIDTH));
    for (int tenth = 0; tenth <= 10; tenth += 2) {
      line(svg, MARGIN, y(tenth / 10.0), WIDTH - MARGIN, y(tenth / 10.0), "#dde2e8");
      text(svg, MARGIN - 6, y(tenth / 10.0) + 4, "end", tenth * 10 + " %");
    }
    StringBuilder path = new StringBuilder();
    double free = 0;
    double end = x(points.getLast(), points);
    for (CurvePoint point : points) {
      double x = x(point, points);
      line(svg, x, y(point.accuracy().low()), x, y(point.accuracy().high()), "#9fb3cc");
      path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y(point.accuracy().share())));
      // The last is the number that was taught with: it has room before those left of it.
      if (point == points.getLast() || x >= free && x + LABEL <= end) {
        text(svg, x, HEIGHT - MARGIN + 18, "middle", String.valueOf(point.pictures()));
        free = x + LABEL;
      }
    }
    svg.append("<polyline fill=\"none\" stroke=\"#2463b0\" stroke-width=\"2\" points=\"")
        .append(path.toString().strip())
        .append("\"/>\n");
    text(svg, WIDTH / 2.0, HEIGHT - 8, "middle", "pictures to learn from");
    return svg.append("</svg>\n").toString();
  }

  private static double x(CurvePoint point, List<CurvePoint> points) {
    double first = Math.log(points.getFirst().pictures());
    double last = Math.log(points.getLast().pictures());
    double share = last > first ? (Math.log(point.pictures()) - first) / (last - first) : 0;
    return MARGIN + share * (WIDTH - 2 * MARGIN);
  }

  private static double y(double share) {
    return HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN);
  }

  private static void line(
      StringBuilder svg, double x1, double y1, double x2, double y2, String colour) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n",
            x1,
            y1,
            x2,
            y2,
            colour));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"12\">%s</text>\n",
            x,
            y,
            anchor,
            text));
  }
}
