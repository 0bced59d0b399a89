package liviano.paper.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Words;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.paper.experiments.Embedding;
import liviano.paper.experiments.ManifoldLoss;
import liviano.paper.experiments.PointCloud;
import liviano.paper.plot.Axis;
import liviano.paper.plot.LinePlot;
import liviano.paper.plot.PlotGrid;
import liviano.paper.plot.PlotGrid.Cell;
import liviano.paper.plot.Point;
import liviano.paper.plot.Series;

/**
 * Figure 1: what ReLU destroys of a spiral.
 *
 * @param losses one a number of channels; at least one
 */
record SpiralAnswer(PointCloud spiral, long seed, List<ManifoldLoss> losses) implements Answer {
  private static final int PANELS_IN_A_ROW = 6;

  /** Enough for a smooth curve. */
  private static final int DRAWN_POINTS = 300;

  @Override
  public JsonObject.Builder json() {
    return JsonObject.builder()
        .put("seed", seed)
        .put("points", spiral.points().size())
        .put("losses", JsonArray.of(losses.stream().map(SpiralAnswer::json).toList()));
  }

  static JsonObject json(ManifoldLoss loss) {
    return JsonObject.builder()
        .put("channels", loss.channels())
        .put("dimensions", loss.dimensions())
        .put("matrices", loss.matrices())
        .put("collapsed", loss.collapsed())
        .put("error", loss.error())
        .put("errorSpread", loss.errorSpread())
        .put("invertible", loss.invertible())
        .put("expectedInvertible", expected(loss))
        .build();
  }

  private static double expected(ManifoldLoss loss) {
    return ManifoldLoss.expectedInvertible(loss.channels(), loss.dimensions());
  }

  @Override
  public void print(Page page) {
    page.heading("A spiral through ReLU, by the channels of the layer");
    page.blank();
    Table table = new Table(Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT);
    table.row("Channels", "Collapsed", "Error", "Invertible", "Expected");
    for (ManifoldLoss loss : losses) {
      table.row(
          String.valueOf(loss.channels()),
          Numbers.percent(loss.collapsed()),
          String.format(Locale.ROOT, "%.3f +- %.3f", loss.error(), loss.errorSpread()),
          Numbers.percent(loss.invertible()),
          Numbers.percent(expected(loss)));
    }
    page.table(1, table);
    page.blank();
    page.line(
        drawn(spiral, losses.getFirst(), seed) + " Errors are the mean over them and its spread.");
  }

  /** What was drawn by lot. */
  static String drawn(PointCloud points, ManifoldLoss loss, long seed) {
    return String.format(
        Locale.ROOT,
        "%s, %s, seed %d.",
        Words.count(points.points().size(), "point"),
        Words.count(loss.matrices(), "random matrix", "random matrices"),
        seed);
  }

  @Override
  public void draw(PictureFolder folder) throws IOException {
    PointCloud smooth = PointCloud.spiral(DRAWN_POINTS);
    List<Cell> panels = new ArrayList<>();
    panels.add(new Cell("input", new SpiralPanel(smooth).drawing()));
    for (ManifoldLoss loss : losses) {
      Embedding embedding = ManifoldLoss.firstEmbedding(loss.channels(), 2, seed);
      panels.add(
          new Cell(
              "n = " + loss.channels(), new SpiralPanel(smooth.throughRelu(embedding)).drawing()));
    }
    folder.write("spirals", new PlotGrid("", PANELS_IN_A_ROW, panels).in(folder::word).drawing());
    LinePlot plot =
        new LinePlot(
            "What ReLU destroys of a spiral",
            Axis.logarithmic("channels n"),
            Axis.linear("share").from(0, 1),
            List.of(
                line("error of the way back", ManifoldLoss::error),
                line("collapsed points", ManifoldLoss::collapsed),
                line("points not invertible", loss -> 1 - loss.invertible())));
    folder.write("loss", plot.in(folder::word).drawing());
  }

  private Series line(String name, ToDoubleFunction<ManifoldLoss> value) {
    return Series.joined(
        name,
        losses.stream().map(loss -> Point.of(loss.channels(), value.applyAsDouble(loss))).toList());
  }
}
