package liviano.paper.plot;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * Points and lines over two axes.
 *
 * @param mostMarkers a joined series of more points is a line alone
 */
record XyPainter(String title, Axis x, Axis y, List<Series> series, int mostMarkers) {
  static final int MARKERS = Integer.MAX_VALUE;

  static void check(Axis x, Axis y, List<Series> series) {
    if (series.isEmpty()) {
      throw new IllegalArgumentException("a plot needs a series");
    }
    for (Series each : series) {
      x.require(DoubleStream.of(each.xs()));
      y.require(DoubleStream.of(each.ys()));
    }
  }

  Graphic drawing(int width, int height) {
    ChartFrame frame = new ChartFrame(title, x.title(), y.title(), names(), this::mark);
    return new Graphic(
        width, height, graphics -> frame.paint(graphics, width, height, this::chart));
  }

  /** One a colour: series of one name are of one kind. */
  private List<String> names() {
    return series.stream().map(Series::name).distinct().toList();
  }

  private int kind(Series each) {
    return names().indexOf(each.name());
  }

  private void mark(Graphics2D graphics, int kind) {
    List<Series> alike = series.stream().filter(each -> kind(each) == kind).toList();
    Series first = alike.stream().filter(Series::joined).findFirst().orElse(alike.getFirst());
    if (first.joined()) {
      graphics.setColor(Style.colour(kind));
      graphics.setStroke(stroke(first));
      graphics.draw(new Line2D.Double(-ChartFrame.MARK / 2.0, 0, ChartFrame.MARK / 2.0, 0));
    }
    if (marked(first)) {
      graphics.setColor(Style.colour(kind));
      Markers.of(kind).paint(graphics, 0, 0);
    }
  }

  private void chart(Graphics2D graphics, int left, int top, int width, int height) {
    Axes axes =
        Axes.of(
            x,
            statistics(Series::xs),
            y,
            statistics(Series::ys),
            new Rectangle2D.Double(left, top, width, height));
    axes.paint(graphics, Ticks.across(x, axes.x(), values(Series::xs)));
    List<Point2D> places = new ArrayList<>();
    List<Line2D> lines = new ArrayList<>();
    for (Series each : series) {
      List<Point2D> own =
          each.points().stream()
              .<Point2D>map(
                  point -> new Point2D.Double(axes.x().place(point.x()), axes.y().place(point.y())))
              .toList();
      paint(graphics, each, own);
      places.addAll(own);
      for (int i = 1; each.joined() && i < own.size(); i++) {
        lines.add(new Line2D.Double(own.get(i - 1), own.get(i)));
      }
    }
    label(graphics, left + width, lines, places);
  }

  private void paint(Graphics2D graphics, Series each, List<Point2D> places) {
    graphics.setColor(Style.colour(kind(each)));
    if (each.joined() && places.size() > 1) {
      Path2D way = new Path2D.Double();
      way.moveTo(places.getFirst().getX(), places.getFirst().getY());
      places.stream().skip(1).forEach(place -> way.lineTo(place.getX(), place.getY()));
      graphics.setStroke(stroke(each));
      graphics.draw(way);
    }
    if (marked(each)) {
      Markers marker = Markers.of(kind(each));
      places.forEach(place -> marker.paint(graphics, place.getX(), place.getY()));
    }
  }

  private DoubleSummaryStatistics statistics(Function<Series, double[]> values) {
    return values(values).summaryStatistics();
  }

  private DoubleStream values(Function<Series, double[]> values) {
    return series.stream().map(values).flatMapToDouble(DoubleStream::of);
  }

  private boolean marked(Series each) {
    return !each.joined() || each.points().size() <= mostMarkers;
  }

  /** Without markers the lines differ by their dashes. */
  private BasicStroke stroke(Series each) {
    return marked(each) || kind(each) % 2 == 0 ? Style.line(1.4) : Style.dashed(1.6);
  }

  private void label(Graphics2D graphics, int canvas, List<Line2D> lines, List<Point2D> places) {
    List<String> labels =
        series.stream().flatMap(each -> each.points().stream()).map(Point::label).toList();
    graphics.setColor(Style.INK);
    new PointLabels(canvas, lines, places).paint(graphics, labels);
  }
}
