package liviano.paper.plot;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Lines over two axes: courses of training, sweeps of a setting. A line of few points shows them.
 *
 * @param title above the plot; empty for none
 * @param series each name a colour of its own
 */
public record LinePlot(String title, Axis x, Axis y, List<Series> series) implements Plot {
  private static final int MOST_MARKERS = 16;

  /**
   * @throws IllegalArgumentException if there is no series, or a point has no place on an axis
   */
  public LinePlot {
    series = series.stream().map(line -> Series.joined(line.name(), line.points())).toList();
    XyPainter.check(x, y, series);
  }

  /** The same plot in another language. */
  public LinePlot in(UnaryOperator<String> words) {
    return new LinePlot(
        words.apply(title),
        x.in(words),
        y.in(words),
        series.stream().map(each -> each.in(words)).toList());
  }

  @Override
  public Graphic drawing(int width, int height) {
    return new XyPainter(title, x, y, series, MOST_MARKERS).drawing(width, height);
  }
}
