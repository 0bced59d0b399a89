package liviano.paper.plot;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Points over two axes, each with its label where there is room for it.
 *
 * @param title above the plot; empty for none
 * @param series each name with colour and marker of its own
 */
public record ScatterPlot(String title, Axis x, Axis y, List<Series> series) implements Plot {
  /**
   * @throws IllegalArgumentException if there is no series, or a point has no place on an axis
   */
  public ScatterPlot {
    series = List.copyOf(series);
    XyPainter.check(x, y, series);
  }

  /** The same plot in another language. */
  public ScatterPlot in(UnaryOperator<String> words) {
    return new ScatterPlot(
        words.apply(title),
        x.in(words),
        y.in(words),
        series.stream().map(each -> each.in(words)).toList());
  }

  @Override
  public Graphic drawing(int width, int height) {
    return new XyPainter(title, x, y, series, XyPainter.MARKERS).drawing(width, height);
  }
}
