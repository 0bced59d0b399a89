package liviano.paper.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Words;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.paper.experiments.ManifoldLoss;
import liviano.paper.experiments.PointCloud;
import liviano.paper.plot.Axis;
import liviano.paper.plot.LinePlot;
import liviano.paper.plot.Point;
import liviano.paper.plot.Series;

/**
 * What the width multiplier does to a layer with ReLU.
 *
 * @param layer its channels at width 1
 * @param clouds points of several dimensions; at least one
 * @param rows one a width; at least one
 */
record WidthAnswer(int layer, long seed, List<PointCloud> clouds, List<Narrowed> rows)
    implements Answer {
  /**
   * The layer at one width.
   *
   * @param losses one a cloud
   */
  record Narrowed(double width, int channels, List<ManifoldLoss> losses) {}

  @Override
  public JsonObject.Builder json() {
    List<JsonObject> widths =
        rows.stream()
            .map(
                row ->
                    JsonObject.builder()
                        .put("width", row.width())
                        .put("channels", row.channels())
                        .put(
                            "losses",
                            JsonArray.of(row.losses().stream().map(SpiralAnswer::json).toList()))
                        .build())
            .toList();
    return JsonObject.builder()
        .put("seed", seed)
        .put("points", clouds.getFirst().points().size())
        .put("layer", layer)
        .put("widths", JsonArray.of(widths));
  }

  @Override
  public void print(Page page) {
    page.heading(
        String.format(
            Locale.ROOT,
            "What a layer of %s still holds after ReLU as its width shrinks",
            Words.count(layer, "channel")));
    page.blank();
    Align[] aligns = new Align[2 + 2 * clouds.size()];
    Arrays.fill(aligns, Align.RIGHT);
    Table table = new Table(aligns);
    List<String> spaces = new ArrayList<>(List.of("", ""));
    List<String> head = new ArrayList<>(List.of("Width", "Channels"));
    for (PointCloud cloud : clouds) {
      spaces.addAll(List.of("d = " + cloud.dimensions(), ""));
      head.addAll(List.of("invertible", "error"));
    }
    table.row(spaces.toArray(String[]::new));
    table.row(head.toArray(String[]::new));
    for (Narrowed row : rows) {
      List<String> cells =
          new ArrayList<>(List.of(String.valueOf(row.width()), String.valueOf(row.channels())));
      for (ManifoldLoss loss : row.losses()) {
        cells.add(Numbers.percent(loss.invertible()));
        cells.add(String.format(Locale.ROOT, "%.3f", loss.error()));
      }
      table.row(cells.toArray(String[]::new));
    }
    page.table(2, table);
    page.blank();
    page.line("A linear layer holds d dimensions in d channels; with ReLU it needs about 2d.");
    page.line(SpiralAnswer.drawn(clouds.getFirst(), rows.getFirst().losses().getFirst(), seed));
  }

  @Override
  public void draw(PictureFolder folder) throws IOException {
    List<Series> lines =
        IntStream.range(0, clouds.size())
            .mapToObj(
                i ->
                    Series.joined(
                        "d = " + clouds.get(i).dimensions(),
                        rows.stream()
                            .map(row -> Point.of(row.channels(), row.losses().get(i).invertible()))
                            .toList()))
            .toList();
    LinePlot plot =
        new LinePlot(
            "Points that ReLU leaves recoverable, by width",
            Axis.logarithmic("channels of the layer"),
            Axis.linear("share").from(0, 1),
            lines);
    folder.write("width", plot.in(folder::word).drawing());
  }
}
