package liviano.paper.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Words;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.paper.experiments.LayerRange;
import liviano.paper.plot.Axis;
import liviano.paper.plot.LinePlot;
import liviano.paper.plot.PlotGrid;
import liviano.paper.plot.Point;
import liviano.paper.plot.Series;

/**
 * The layers of one network with ReLU and with ReLU6, in floats and at eight bits.
 *
 * @param model its name
 * @param seed of its weights where they were drawn by lot; empty where they are trained
 * @param pictures that were measured
 * @param relu the network with ReLU
 * @param relu6 the same with ReLU6, layer by layer
 */
record Relu6Answer(String model, Optional<Long> seed, int pictures, Measured relu, Measured relu6)
    implements Answer {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 400;

  /**
   * What the pictures gave in one network.
   *
   * @param noise of each of the ranges' layers, over all pictures
   */
  record Measured(List<LayerRange> ranges, List<Double> noise) {
    private LayerRange range(int layer) {
      return ranges.get(layer);
    }

    private double decibels(int layer) {
      return range(layer).decibels(noise.get(layer));
    }
  }

  private int layers() {
    return relu6.ranges().size();
  }

  private boolean isLinear(int layer) {
    return relu6.range(layer).linear();
  }

  @Override
  public JsonObject.Builder json() {
    JsonObject.Builder json = JsonObject.builder().put("model", model);
    seed.ifPresent(value -> json.put("seed", value));
    return json.put("pictures", pictures)
        .put(
            "layers",
            JsonArray.of(
                IntStream.range(0, layers())
                    .mapToObj(
                        layer ->
                            JsonObject.builder()
                                .put("layer", relu6.range(layer).layer())
                                .put("linear", isLinear(layer))
                                .put("relu", json(relu, layer))
                                .put("relu6", json(relu6, layer))
                                .build())
                    .toList()));
  }

  private static JsonObject json(Measured network, int layer) {
    LayerRange range = network.range(layer);
    JsonObject.Builder json =
        JsonObject.builder()
            .put("min", range.least())
            .put("max", range.most())
            .put("step", range.step())
            .put("atLeast6", range.clippedShare())
            .put("negativeEnergy", range.negativeShare());
    double decibels = network.decibels(layer);
    return Double.isFinite(decibels) ? json.put("decibels", decibels).build() : json.build();
  }

  @Override
  public void print(Page page) {
    page.heading(
        String.format(
            Locale.ROOT,
            "Ranges of layers with ReLU and with ReLU6, %s",
            Words.count(pictures, "picture")));
    page.line(
        seed.map(
                value ->
                    String.format(
                        Locale.ROOT, "%s with random weights, seed %d: not trained.", model, value))
            .orElse(String.format(Locale.ROOT, "%s, its weights as they are.", model)));
    page.blank();
    Align[] aligns = new Align[8];
    Arrays.fill(aligns, Align.RIGHT);
    aligns[0] = Align.LEFT;
    Table table = new Table(aligns);
    table.row("", "ReLU", "", "", "ReLU6", "", "", "");
    table.row("layer", "range", "step", "dB", "range", "step", "dB", "cut");
    for (int layer = 0; layer < layers(); layer++) {
      table.row(
          relu6.range(layer).layer(),
          range(relu, layer),
          step(relu, layer),
          decibels(relu, layer),
          range(relu6, layer),
          step(relu6, layer),
          decibels(relu6, layer),
          isLinear(layer) ? "linear" : Numbers.percent(relu6.range(layer).clippedShare()));
    }
    page.table(2, table);
    page.blank();
    summary(page);
  }

  private static String range(Measured network, int layer) {
    return String.format(Locale.ROOT, "%.1f", network.range(layer).span());
  }

  private static String step(Measured network, int layer) {
    return String.format(Locale.ROOT, "%.4f", network.range(layer).step());
  }

  private static String decibels(Measured network, int layer) {
    double decibels = network.decibels(layer);
    return Double.isFinite(decibels) ? String.format(Locale.ROOT, "%.1f", decibels) : "";
  }

  private void summary(Page page) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        String.format(
            Locale.ROOT,
            "With ReLU6 no range exceeds 6 and no step 6/255 = 0.0235; with ReLU the widest range"
                + " is %.1f.",
            IntStream.range(0, layers())
                .filter(this::isClamped)
                .mapToDouble(layer -> relu.range(layer).most())
                .max()
                .orElse(0)));
    sentences.add(
        String.format(
            Locale.ROOT,
            "At 8 bits the median layer has %.1f dB with ReLU6 and %.1f with ReLU; the 6 cuts %s of"
                + " the values.",
            median(relu6::decibels, this::isClamped),
            median(relu::decibels, this::isClamped),
            Numbers.percent(clippedShare())));
    if (IntStream.range(0, layers()).anyMatch(this::isLinear)) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "Linear layers have no bound: %.1f is their median range with ReLU6, and %.1f dB are"
                  + " left. They keep what is below 0, %s of their energy (median), which a ReLU"
                  + " would take.",
              median(layer -> relu6.range(layer).span(), this::isLinear),
              median(relu6::decibels, this::isLinear),
              Numbers.percent(
                  median(layer -> relu6.range(layer).negativeShare(), this::isLinear))));
    }
    sentences.add(
        seed.isPresent()
            ? "Random weights show the arithmetic only; what training makes of it, a trained model"
                + " shows."
            : "The weights were trained with one of the two, so this compares ranges, not"
                + " accuracies.");
    sentences.forEach(page::line);
  }

  private boolean isClamped(int layer) {
    return !isLinear(layer);
  }

  /** The share of all values after a ReLU6 that are at 6. */
  private double clippedShare() {
    List<LayerRange> clamped = relu6.ranges().stream().filter(range -> !range.linear()).toList();
    long values = clamped.stream().mapToLong(LayerRange::values).sum();
    long clipped = clamped.stream().mapToLong(LayerRange::clipped).sum();
    return values == 0 ? 0 : (double) clipped / values;
  }

  private double median(IntToDoubleFunction number, IntPredicate which) {
    double[] sorted =
        IntStream.range(0, layers())
            .filter(which)
            .mapToDouble(number)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  @Override
  public void draw(PictureFolder folder) throws IOException {
    LinePlot ranges =
        new LinePlot(
            "",
            Axis.linear("layer with a ReLU, in the network's order"),
            Axis.logarithmic("greatest value"),
            List.of(
                line("ReLU", layer -> relu.range(layer).most()),
                line("ReLU6", layer -> relu6.range(layer).most())));
    LinePlot noise =
        new LinePlot(
            "",
            Axis.linear("layer with a ReLU, in the network's order"),
            Axis.linear("signal over rounding at 8 bits (dB)"),
            List.of(line("ReLU", relu::decibels), line("ReLU6", relu6::decibels)));
    folder.write(
        "relu6",
        new PlotGrid(
                "The same weights with ReLU and with ReLU6",
                2,
                List.of(
                    new PlotGrid.Cell("range", ranges.in(folder::word).drawing(WIDTH, HEIGHT)),
                    new PlotGrid.Cell("eight bits", noise.in(folder::word).drawing(WIDTH, HEIGHT))))
            .in(folder::word)
            .drawing());
  }

  private Series line(String name, IntToDoubleFunction number) {
    int[] clamped =
        IntStream.range(0, layers())
            .filter(layer -> !isLinear(layer) && number.applyAsDouble(layer) > 0)
            .filter(layer -> Double.isFinite(number.applyAsDouble(layer)))
            .toArray();
    return Series.joined(
        name,
        IntStream.range(0, clamped.length)
            .mapToObj(i -> Point.of(i + 1.0, number.applyAsDouble(clamped[i])))
            .toList());
  }
}
