package liviano.paper.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import liviano.cli.bench.Benchmark;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Words;
import liviano.json.JsonObject;
import liviano.paper.experiments.SeparableConvolution;
import liviano.paper.plot.Axis;
import liviano.paper.plot.BarPlot;
import liviano.paper.plot.BarPlot.Bars;
import liviano.paper.plot.LinePlot;
import liviano.paper.plot.PlotGrid;
import liviano.paper.plot.PlotGrid.Cell;
import liviano.paper.plot.Point;
import liviano.paper.plot.Series;

/**
 * A convolution against the separable one in its place.
 *
 * @param times empty where nothing was timed
 */
record SeparableAnswer(SeparableConvolution layer, Optional<Times> times) implements Answer {
  private static final List<Integer> KERNELS = List.of(3, 5, 7);
  private static final int LARGEST_OUT = 10; // 2^10 channels

  /**
   * Both, timed.
   *
   * @param standardKernels the providers that served it: {@code vector+scalar}
   */
  record Times(
      Benchmark standard, String standardKernels, Benchmark separable, String separableKernels) {
    double ratio() {
      return standard.medianMs() / separable.medianMs();
    }
  }

  @Override
  public JsonObject.Builder json() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("height", layer.height())
            .put("width", layer.width())
            .put("in", layer.in())
            .put("out", layer.out())
            .put("kernel", layer.kernel())
            .put("standard", standard(json(layer.standard(), layer.standardParameters())).build())
            .put(
                "separable",
                separable(json(layer.separable(), layer.separableParameters())).build())
            .put("ratio", layer.ratio())
            .put("ruleOfThumb", layer.ruleOfThumb());
    times.ifPresent(t -> json.put("timeRatio", t.ratio()));
    return json;
  }

  private static JsonObject.Builder json(long multiplyAdds, long parameters) {
    return JsonObject.builder().put("multiplyAdds", multiplyAdds).put("parameters", parameters);
  }

  private JsonObject.Builder standard(JsonObject.Builder json) {
    times.ifPresent(t -> put(json, t.standard(), t.standardKernels()));
    return json;
  }

  private JsonObject.Builder separable(JsonObject.Builder json) {
    times.ifPresent(t -> put(json, t.separable(), t.separableKernels()));
    return json;
  }

  private static void put(JsonObject.Builder json, Benchmark time, String kernels) {
    json.put("medianMs", time.medianMs())
        .put("gmacPerSecond", time.gmacPerSecond())
        .put("kernels", kernels);
  }

  @Override
  public void print(Page page) {
    int square = layer.kernel() * layer.kernel();
    page.heading(
        String.format(
            Locale.ROOT,
            "A %dx%d convolution of %dx%dx%d to %d channels",
            layer.kernel(),
            layer.kernel(),
            layer.height(),
            layer.width(),
            layer.in(),
            layer.out()));
    page.blank();
    page.table(1, table());
    page.blank();
    page.line(
        String.format(
            Locale.ROOT,
            "The exact ratio is 1/(1/e + 1/k^2) = 1/(1/%d + 1/%d) = %s; the rule of thumb is k^2 ="
                + " %d.",
            layer.out(),
            square,
            two(layer.ratio()),
            square));
  }

  private Table table() {
    List<String> head = List.of("", "Multiply-adds", "Parameters");
    List<String> standard =
        List.of(
            "Standard",
            Words.thousands(layer.standard()),
            Words.thousands(layer.standardParameters()));
    List<String> separable =
        List.of(
            "Separable",
            Words.thousands(layer.separable()),
            Words.thousands(layer.separableParameters()));
    List<String> ratio =
        List.of(
            "Ratio",
            two(layer.ratio()),
            two((double) layer.standardParameters() / layer.separableParameters()));
    if (times.isEmpty()) {
      Table table = new Table(Align.LEFT, Align.RIGHT, Align.RIGHT);
      List.of(head, standard, separable, ratio)
          .forEach(row -> table.row(row.toArray(String[]::new)));
      return table;
    }
    Times t = times.get();
    Table table =
        new Table(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.LEFT);
    table.row(with(head, "ms", "GMAC/s", "Kernels"));
    table.row(with(standard, ms(t.standard()), rate(t.standard()), t.standardKernels()));
    table.row(with(separable, ms(t.separable()), rate(t.separable()), t.separableKernels()));
    return table.row(with(ratio, two(t.ratio()), "", ""));
  }

  private static String[] with(List<String> cells, String... more) {
    List<String> all = new ArrayList<>(cells);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static String ms(Benchmark time) {
    return String.format(Locale.ROOT, "%.3f", time.medianMs());
  }

  private static String rate(Benchmark time) {
    return String.format(Locale.ROOT, "%.1f", time.gmacPerSecond());
  }

  private static String two(double ratio) {
    return String.format(Locale.ROOT, "%.2f", ratio);
  }

  @Override
  public void draw(PictureFolder folder) throws IOException {
    List<Series> lines =
        IntStream.concat(KERNELS.stream().mapToInt(k -> k), IntStream.of(layer.kernel()))
            .distinct()
            .mapToObj(SeparableAnswer::ratios)
            .toList();
    LinePlot ratios =
        new LinePlot(
            "How many times dearer the standard convolution is",
            Axis.logarithmic("output channels e"),
            Axis.linear("1/(1/e + 1/k²)"),
            lines);
    folder.write("ratio", ratios.in(folder::word).drawing());
    List<Cell> cells = new ArrayList<>();
    cells.add(
        new Cell(
            String.format(Locale.ROOT, "%s times fewer", two(layer.ratio())),
            bars("multiply-adds (millions)", layer.standard() * 1e-6, layer.separable() * 1e-6)
                .in(folder::word)
                .drawing(320, 300)));
    times.ifPresent(
        t ->
            cells.add(
                new Cell(
                    String.format(Locale.ROOT, "%s times faster", two(t.ratio())),
                    bars("time (ms)", t.standard().medianMs(), t.separable().medianMs())
                        .in(folder::word)
                        .drawing(320, 300))));
    folder.write("cost", new PlotGrid("", 2, cells).in(folder::word).drawing());
  }

  private static Series ratios(int kernel) {
    List<Point> points =
        IntStream.rangeClosed(0, LARGEST_OUT)
            .map(power -> 1 << power)
            .mapToObj(e -> Point.of(e, new SeparableConvolution(1, 1, 1, e, kernel).ratio()))
            .toList();
    return Series.joined(
        String.format(Locale.ROOT, "k = %d, k² = %d", kernel, kernel * kernel), points);
  }

  private static BarPlot bars(String what, double standard, double separable) {
    return new BarPlot(
        "",
        "",
        Axis.linear(what),
        List.of("standard", "separable"),
        List.of(new Bars(what, List.of(standard, separable))));
  }
}
