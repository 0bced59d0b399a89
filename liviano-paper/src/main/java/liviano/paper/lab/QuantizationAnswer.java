package liviano.paper.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Words;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.paper.experiments.WeightRanges;
import liviano.paper.plot.Axis;
import liviano.paper.plot.LinePlot;
import liviano.paper.plot.Point;
import liviano.paper.plot.Series;
import liviano.vision.Category;
import liviano.vision.eval.TopKAccuracy;

/** How the same network does in integers of several kinds, gathered picture by picture. */
final class QuantizationAnswer implements Answer {
  private static final int TOP = 5;
  private static final int WIDTH = 720;
  private static final int HEIGHT = 440;

  /** Ranges below this are those of channels that give nothing. */
  private static final double NOTHING = 1e-6;

  private final List<String> names;
  private final List<TopKAccuracy> accuracies;
  private final WeightRanges before;
  private final WeightRanges after;
  private int pictures;

  /**
   * @param names of the networks that answer each picture
   * @param before ranges of a layer as it was trained
   * @param after those of the same layer, equalized
   */
  QuantizationAnswer(List<String> names, WeightRanges before, WeightRanges after) {
    this.names = List.copyOf(names);
    this.accuracies = names.stream().map(_ -> new TopKAccuracy(TOP)).toList();
    this.before = before;
    this.after = after;
  }

  /** Counts a picture: each network's answer, and the right class. */
  void add(List<List<Category>> answers, int right) {
    pictures++;
    for (int i = 0; i < answers.size(); i++) {
      accuracies.get(i).add(answers.get(i), right);
    }
  }

  int pictures() {
    return pictures;
  }

  @Override
  public void draw(PictureFolder folder) throws IOException {
    folder.write(
        "quantization",
        new LinePlot(
                "Weights of " + before.layer() + ", batch norm folded",
                Axis.linear("channels, from the smallest range up"),
                Axis.logarithmic("greatest magnitude of the channel's weights"),
                List.of(
                    Series.joined("as trained", sorted(before)),
                    Series.joined("equalized", sorted(after))))
            .in(folder::word)
            .drawing(WIDTH, HEIGHT));
  }

  private static List<Point> sorted(WeightRanges layer) {
    double[] sorted =
        layer.ranges().stream()
            .mapToDouble(range -> range)
            .filter(range -> range > NOTHING)
            .sorted()
            .toArray();
    int none = layer.ranges().size() - sorted.length;
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < sorted.length; i++) {
      points.add(Point.of(none + i, sorted[i]));
    }
    return points;
  }

  @Override
  public void print(Page page) {
    page.heading(String.format(Locale.ROOT, "Eight bits, %s", Words.count(pictures, "picture")));
    Table table = new Table(Align.LEFT, Align.RIGHT, Align.RIGHT);
    table.row("", "top-1", "top-5");
    for (int i = 0; i < names.size(); i++) {
      table.row(
          names.get(i),
          Numbers.percent(accuracies.get(i).accuracy(1)),
          Numbers.percent(accuracies.get(i).accuracy(TOP)));
    }
    page.table("  ", table);
    page.blank();
    page.line(
        String.format(
            Locale.ROOT,
            "%s: the widest channel has %s times the range of the median, equalized %s times.",
            before.layer(),
            Numbers.brief(before.unevenness(), 1),
            Numbers.brief(after.unevenness(), 1)));
  }

  @Override
  public JsonObject.Builder json() {
    return JsonObject.builder()
        .put("pictures", pictures)
        .put(
            "networks",
            JsonArray.of(
                IntStream.range(0, names.size())
                    .mapToObj(
                        i ->
                            JsonObject.builder()
                                .put("name", names.get(i))
                                .put("top1", accuracies.get(i).accuracy(1))
                                .put("top5", accuracies.get(i).accuracy(TOP))
                                .build())
                    .toList()))
        .put("layer", before.layer())
        .put("ranges", ranges(before))
        .put("equalizedRanges", ranges(after));
  }

  private static JsonArray ranges(WeightRanges layer) {
    return JsonArray.ofNumbers(layer.ranges().stream().mapToDouble(range -> range).toArray());
  }
}
