package liviano.paper.plot;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Points and lines over two axes.
 *
 * @param mostMarkers a joined series of more points is a line alone
 */
record XyPainter(String title, Axis x, Axis y, List<Series> series, int mostMarkers) {
  static final int MARKERS = Integer.MAX_VALUE;

  private static final int MARKER_SIZE = 7;

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
      Charts.shape(kind).paint(graphics, 0, 0, MARKER_SIZE);
    }
  }

  private void chart(Graphics2D graphics, int left, int top, int width, int height) {
    XYChart chart = new XYChartBuilder().width(width).height(height).build();
    dress(chart.getStyler());
    roundTicks(chart);
    for (int i = 0; i < series.size(); i++) {
      add(chart, i);
    }
    Graphics2D own = (Graphics2D) graphics.create();
    own.translate(left, top);
    chart.paint(own, width, height);
    label(own, chart);
    own.dispose();
  }

  private void dress(XYStyler style) {
    Charts.dress(style);
    style.setMarkerSize(MARKER_SIZE);
    Charts.xAxis(style, x, statistics(Series::xs));
    Charts.yAxis(style, y, statistics(Series::ys));
  }

  private DoubleSummaryStatistics statistics(Function<Series, double[]> values) {
    return series.stream().map(values).flatMapToDouble(DoubleStream::of).summaryStatistics();
  }

  private boolean marked(Series each) {
    return !each.joined() || each.points().size() <= mostMarkers;
  }

  /** Without markers the lines differ by their dashes. */
  private BasicStroke stroke(Series each) {
    return marked(each) || kind(each) % 2 == 0 ? Style.line(1.4) : Style.dashed(1.6);
  }

  /**
   * XChart puts its ticks at the data where that is evenly spaced, at 0, 3, 6, ... 99 for a hundred
   * points, and at round numbers where it is not: one invisible point makes them uneven.
   */
  private void roundTicks(XYChart chart) {
    DoubleSummaryStatistics data = statistics(Series::xs);
    double off = data.getMin() + (data.getMax() - data.getMin()) * 0.381966;
    double[] somewhere = {series.getFirst().points().getFirst().y()};
    XYSeries hidden = chart.addSeries("hidden", new double[] {off}, somewhere);
    hidden.setMarker(SeriesMarkers.NONE);
    hidden.setLineStyle(SeriesLines.NONE);
  }

  private void add(XYChart chart, int index) {
    Series each = series.get(index);
    XYSeries drawn = chart.addSeries("" + index, each.xs(), each.ys());
    int kind = kind(each);
    drawn.setMarker(marked(each) ? Charts.shape(kind) : SeriesMarkers.NONE);
    drawn.setMarkerColor(Style.colour(kind));
    drawn.setLineColor(Style.colour(kind));
    drawn.setLineStyle(each.joined() ? stroke(each) : SeriesLines.NONE);
  }

  /** After the chart, because it knows only then where its points lie. */
  private void label(Graphics2D graphics, XYChart chart) {
    List<Point2D> places = new ArrayList<>();
    List<Line2D> lines = new ArrayList<>();
    for (Series each : series) {
      Point2D last = null;
      for (Point point : each.points()) {
        Point2D place =
            new Point2D.Double(
                chart.getScreenXFromChart(point.x()), chart.getScreenYFromChart(point.y()));
        if (each.joined() && last != null) {
          lines.add(new Line2D.Double(last, place));
        }
        places.add(place);
        last = place;
      }
    }
    List<String> labels =
        series.stream().flatMap(each -> each.points().stream()).map(Point::label).toList();
    if (labels.stream().anyMatch(label -> !label.isEmpty())) {
      graphics.setColor(Style.INK);
      new PointLabels(chart.getWidth(), lines, places).paint(graphics, labels);
    }
  }
}
