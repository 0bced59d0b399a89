package liviano.paper.figures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import liviano.paper.plot.Axis;
import liviano.paper.plot.Graphic;
import liviano.paper.plot.PlotGrid;
import liviano.paper.plot.Point;
import liviano.paper.plot.ScatterPlot;
import liviano.paper.plot.Series;
import liviano.paper.published.Count;
import liviano.paper.published.History;
import liviano.paper.published.Measures;

/**
 * How networks grew and shrank: published accuracy over counted multiply-adds and depth, and both
 * over the years. A network without a figure (LeNet-5 of ImageNet, NASNet-A of layers in sequence)
 * is left out where it is needed.
 */
final class HistoryFigure {
  private static final int WIDTH = 520;
  private static final int HEIGHT = 380;
  private static final int SMALL_SINCE = 2017;
  private static final Axis TOP_1 = Axis.linear("ImageNet top-1 (%), published");
  private static final Axis MILLIONS = Axis.logarithmic("multiply-adds (millions)");
  private static final Axis LAYERS = Axis.logarithmic("layers with weights");
  private static final Axis YEARS = Axis.years(1996, 2020);

  private HistoryFigure() {}

  /** A network's numbers; empty where there are none. */
  private record Entry(
      String name, int year, OptionalDouble top1, OptionalDouble layers, OptionalDouble millions) {}

  static Graphic drawing(UnaryOperator<String> words) {
    List<Entry> entries = History.LINES.stream().map(HistoryFigure::entry).toList();
    return new PlotGrid(
            "From LeNet-5 to MobileNetV2",
            2,
            List.of(
                cell(
                    "accuracy and cost",
                    MILLIONS.from(100, 20_000),
                    TOP_1,
                    entries,
                    Entry::millions,
                    Entry::top1,
                    words),
                cell(
                    "accuracy and depth",
                    LAYERS,
                    TOP_1,
                    entries,
                    Entry::layers,
                    Entry::top1,
                    words),
                cell(
                    "depth by year",
                    YEARS,
                    LAYERS,
                    entries,
                    HistoryFigure::year,
                    Entry::layers,
                    words),
                cell(
                    "cost by year",
                    YEARS,
                    MILLIONS,
                    entries,
                    HistoryFigure::year,
                    Entry::millions,
                    words)))
        .in(words)
        .drawing();
  }

  private static Entry entry(History.Line line) {
    Double top1 = line.row().published().accuracy().get(Measures.TOP_1);
    return new Entry(
        line.row().name(),
        line.year(),
        top1 == null ? OptionalDouble.empty() : OptionalDouble.of(top1),
        line.layers().equals("-")
            ? OptionalDouble.empty()
            : OptionalDouble.of(Integer.parseInt(line.layers())),
        OptionalDouble.of(Count.of(line.row()).multiplyAdds() / 1e6));
  }

  private static OptionalDouble year(Entry entry) {
    return OptionalDouble.of(entry.year());
  }

  private static PlotGrid.Cell cell(
      String caption,
      Axis x,
      Axis y,
      List<Entry> entries,
      Function<Entry, OptionalDouble> toX,
      Function<Entry, OptionalDouble> toY,
      UnaryOperator<String> words) {
    Map<String, List<Point>> kinds = new LinkedHashMap<>();
    for (Entry entry : entries) {
      OptionalDouble atX = toX.apply(entry);
      OptionalDouble atY = toY.apply(entry);
      if (atX.isPresent() && atY.isPresent()) {
        kinds
            .computeIfAbsent(kind(entry), kind -> new ArrayList<>())
            .add(new Point(atX.getAsDouble(), atY.getAsDouble(), entry.name()));
      }
    }
    List<Series> series =
        kinds.entrySet().stream()
            .map(kind -> Series.scattered(kind.getKey(), kind.getValue()))
            .toList();
    return new PlotGrid.Cell(
        caption, new ScatterPlot("", x, y, series).in(words).drawing(WIDTH, HEIGHT));
  }

  private static String kind(Entry entry) {
    return entry.year() < SMALL_SINCE ? "larger and deeper" : "for phones";
  }
}
