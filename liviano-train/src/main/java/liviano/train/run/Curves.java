package liviano.train.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import liviano.cli.CommandException;
import liviano.paper.plot.Axis;
import liviano.paper.plot.Graphic;
import liviano.paper.plot.LinePlot;
import liviano.paper.plot.PictureFile;
import liviano.paper.plot.PlotGrid;
import liviano.paper.plot.Point;
import liviano.paper.plot.Series;

/**
 * The course of a run as one picture: both losses, the score, the learning rate, each over the
 * epochs. What was never measured has no plot.
 */
final class Curves {
  private static final int WIDTH = 420;
  private static final int HEIGHT = 320;

  /** More points are not told apart in that width. */
  private static final int MOST_POINTS = 200;

  private final List<EpochMetrics> rows;
  private final String score;

  private Curves(List<EpochMetrics> rows, String score) {
    this.rows = rows;
    this.score = score;
  }

  /**
   * @param rows at least one
   * @param score what the score is called
   */
  static Curves of(List<EpochMetrics> rows, String score) {
    return new Curves(List.copyOf(rows), score);
  }

  /**
   * Writes {@code curves.png} and {@code curves.svg}, each whole or not at all.
   *
   * @throws CommandException if this system has no fonts
   * @throws IOException if they cannot be written
   */
  void write(RunFiles files) throws IOException {
    Optional<Graphic> drawing = drawing();
    if (drawing.isPresent()) {
      PictureFile.at(files.curvesPng()).write(drawing.get());
      PictureFile.at(files.curvesSvg()).write(drawing.get());
    }
  }

  /** Empty where there is no number to draw. */
  Optional<Graphic> drawing() {
    List<PlotGrid.Cell> cells = new ArrayList<>();
    plot("Loss", "loss", losses()).ifPresent(cells::add);
    plot("On the validation part", score, scores()).ifPresent(cells::add);
    plot("Learning rate", "learning rate", rates()).ifPresent(cells::add);
    return cells.isEmpty()
        ? Optional.empty()
        : Optional.of(new PlotGrid("", cells.size(), cells).drawing());
  }

  private Optional<PlotGrid.Cell> plot(String title, String y, List<Series> series) {
    if (series.isEmpty()) {
      return Optional.empty();
    }
    LinePlot plot = new LinePlot(title, epochs(), Axis.linear(y), series);
    return Optional.of(new PlotGrid.Cell("", plot.drawing(WIDTH, HEIGHT)));
  }

  private Axis epochs() {
    return Axis.linear("epoch").from(0, Math.max(2, rows.size()));
  }

  private List<Series> losses() {
    List<Series> series = new ArrayList<>();
    series("training", row -> OptionalDouble.of(row.trainLoss())).ifPresent(series::add);
    series("validation", EpochMetrics::validationLoss).ifPresent(series::add);
    return series;
  }

  /** The course, and its best point, with its number. */
  private List<Series> scores() {
    List<Series> series = new ArrayList<>();
    series(score, EpochMetrics::score).ifPresent(series::add);
    MetricsLog.best(rows)
        .filter(best -> Double.isFinite(best.score().orElseThrow()))
        .ifPresent(best -> series.add(bestOf(best)));
    return series;
  }

  private static Series bestOf(EpochMetrics best) {
    double value = best.score().orElseThrow();
    String label = String.format(Locale.ROOT, "%.3f", value);
    return Series.scattered("best", List.of(new Point(best.epoch(), value, label)));
  }

  private List<Series> rates() {
    return series("learning rate", row -> OptionalDouble.of(row.rate())).stream().toList();
  }

  /** A point an epoch where there is a number, thinned out in long runs; the last stays. */
  private Optional<Series> series(String name, Function<EpochMetrics, OptionalDouble> of) {
    int every = Math.ceilDiv(rows.size(), MOST_POINTS);
    List<Point> points = new ArrayList<>();
    for (int i = (rows.size() - 1) % every; i < rows.size(); i += every) {
      double value = of.apply(rows.get(i)).orElse(Double.NaN);
      if (Double.isFinite(value)) {
        points.add(Point.of(rows.get(i).epoch(), value));
      }
    }
    return points.isEmpty() ? Optional.empty() : Optional.of(Series.joined(name, points));
  }
}
