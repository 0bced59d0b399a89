package liviano.paper.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Words;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.paper.experiments.LayerActivity;
import liviano.paper.plot.Axis;
import liviano.paper.plot.LinePlot;
import liviano.paper.plot.PlotGrid;
import liviano.paper.plot.Point;
import liviano.paper.plot.Series;

/**
 * Shares of positive channels, and figure 7 of the paper drawn of them.
 *
 * @param pictures that were measured
 * @param panels one a network
 */
record ActivationsAnswer(int pictures, List<Panel> panels) implements Answer {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 400;

  /**
   * The layers of one network.
   *
   * @param key the network's in JSON
   * @param title the same for people
   */
  record Panel(String key, String title, List<LayerActivity> layers) {}

  @Override
  public JsonObject.Builder json() {
    JsonObject.Builder json = JsonObject.builder().put("pictures", pictures);
    panels.forEach(panel -> json.put(panel.key(), toJson(panel.layers())));
    return json;
  }

  @Override
  public void print(Page page) {
    panels.forEach(panel -> print(page, panel.title(), panel.layers()));
  }

  private static JsonArray toJson(List<LayerActivity> layers) {
    return JsonArray.of(
        layers.stream()
            .map(
                layer ->
                    JsonObject.builder()
                        .put("block", layer.block())
                        .put("inputChannels", layer.narrow())
                        .put("channels", layer.channels())
                        .put("positions", layer.positions())
                        .put("threshold", layer.threshold())
                        .put("mean", layer.meanShare())
                        .put("deviation", layer.deviation())
                        .put("min", layer.leastShare())
                        .put("max", layer.mostShare())
                        .put("belowThreshold", layer.belowShare())
                        .build())
            .toList());
  }

  private void print(Page page, String title, List<LayerActivity> layers) {
    page.heading(
        String.format(
            Locale.ROOT,
            "Positive channels after each expansion, %s, %s",
            title,
            Words.count(pictures, "picture")));
    Table table =
        new Table(
            Align.LEFT,
            Align.RIGHT,
            Align.RIGHT,
            Align.RIGHT,
            Align.RIGHT,
            Align.RIGHT,
            Align.RIGHT,
            Align.RIGHT);
    table.row("block", "channels", "threshold", "min", "mean", "max", "deviation", "below");
    for (LayerActivity layer : layers) {
      table.row(
          layer.block(),
          String.format(Locale.ROOT, "%d -> %d", layer.narrow(), layer.channels()),
          Numbers.percent(layer.threshold()),
          Numbers.percent(layer.leastShare()),
          Numbers.percent(layer.meanShare()),
          Numbers.percent(layer.mostShare()),
          Numbers.percent(layer.deviation()),
          below(layer));
    }
    page.table("  ", table);
    long touched = layers.stream().filter(layer -> layer.below() > 0).count();
    page.indented(
        "  ",
        String.format(
            Locale.ROOT,
            "%d of %d layers stay above the threshold at every position.",
            layers.size() - touched,
            layers.size()));
    page.blank();
  }

  /** The share of positions below the threshold; few are not none. */
  private static String below(LayerActivity layer) {
    if (layer.below() == 0) {
      return "none";
    }
    return layer.belowShare() < 0.001 ? "< 0.1 %" : Numbers.percent(layer.belowShare());
  }

  @Override
  public void draw(PictureFolder folder) throws IOException {
    PlotGrid grid =
        new PlotGrid(
            "Positive channels after each expansion",
            panels.size(),
            panels.stream()
                .map(
                    one ->
                        new PlotGrid.Cell(
                            one.title(), plot(one).in(folder::word).drawing(WIDTH, HEIGHT)))
                .toList());
    folder.write("activations", grid.in(folder::word).drawing());
  }

  private static LinePlot plot(Panel panel) {
    List<Series> lines = new ArrayList<>();
    lines.add(line(panel, "max", LayerActivity::mostShare));
    lines.add(line(panel, "mean", LayerActivity::meanShare));
    lines.add(line(panel, "min", LayerActivity::leastShare));
    lines.add(line(panel, "threshold 1/t", LayerActivity::threshold));
    return new LinePlot(
        "",
        Axis.linear("expansion layer"),
        Axis.linear("positive channels (share)").from(0, 1),
        lines);
  }

  private static Series line(Panel panel, String name, ToDoubleFunction<LayerActivity> share) {
    List<LayerActivity> layers = panel.layers();
    return Series.joined(
        name,
        IntStream.range(0, layers.size())
            .mapToObj(i -> Point.of(i + 1.0, share.applyAsDouble(layers.get(i))))
            .toList());
  }
}
