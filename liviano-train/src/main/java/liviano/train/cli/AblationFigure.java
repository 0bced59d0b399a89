package liviano.train.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import liviano.paper.language.Phrases;
import liviano.paper.plot.Axis;
import liviano.paper.plot.Graphic;
import liviano.paper.plot.LinePlot;
import liviano.paper.plot.PlotGrid;
import liviano.paper.plot.Point;
import liviano.paper.plot.Series;
import liviano.train.run.EpochMetrics;

/**
 * Both sides of figure 6: validation accuracy over the epochs, the mean over the seeds.
 *
 * @param courses of each network, one a seed, of epochs
 * @param phrases in the reader's language
 */
record AblationFigure(Map<AblationForm, List<List<EpochMetrics>>> courses, Phrases phrases) {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 400;

  Graphic drawing() {
    return new PlotGrid(
            "",
            2,
            List.of(
                new PlotGrid.Cell(
                    phrases.of("6a, bottlenecks"),
                    plot(AblationForm.BOTTLENECKS, "linear bottleneck")),
                new PlotGrid.Cell(
                    phrases.of("6b, shortcuts"),
                    plot(AblationForm.SHORTCUTS, "shortcut between bottlenecks"))))
        .drawing();
  }

  /**
   * One side.
   *
   * @param paper what the paper's network is called there
   */
  private Graphic plot(List<AblationForm> forms, String paper) {
    List<Series> series = new ArrayList<>();
    for (AblationForm form : forms) {
      List<Point> points = points(courses.get(form));
      if (!points.isEmpty()) {
        String name = form == AblationForm.PAPER ? paper : form.words();
        series.add(Series.joined(phrases.of(name), points));
      }
    }
    Axis accuracy = Axis.linear(phrases.of("validation accuracy"));
    return new LinePlot("", Axis.linear(phrases.of("epoch")), accuracy, series)
        .drawing(WIDTH, HEIGHT);
  }

  /** Up to the epoch that all seeds have reached. */
  private static List<Point> points(List<List<EpochMetrics>> seeds) {
    int epochs = seeds.stream().mapToInt(List::size).min().orElse(0);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < epochs; i++) {
      int epoch = i;
      OptionalDouble mean =
          seeds.stream().mapToDouble(rows -> rows.get(epoch).score().orElse(Double.NaN)).average();
      if (Double.isFinite(mean.orElse(Double.NaN))) {
        points.add(Point.of(epoch + 1, mean.getAsDouble()));
      }
    }
    return points;
  }
}
