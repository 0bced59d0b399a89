package liviano.bench.beside;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import liviano.bench.beside.Turns.Times;
import liviano.cli.SideBySide.Request;
import liviano.cli.output.Console;
import liviano.cli.output.Console.Style;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Text;
import liviano.json.JsonArray;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.json.JsonValue;

/**
 * What a comparison found.
 *
 * @param rows Liviano first
 * @param ratio of Liviano to the best peer, within a turn, the median of the turns
 * @param low a tenth of the turns had a smaller ratio
 * @param high a tenth of the turns had a larger ratio
 */
record Report(
    Request request, List<Row> rows, String bestPeer, double ratio, double low, double high) {

  /**
   * One engine.
   *
   * @param main median milliseconds, or pictures a second
   * @param p95Ms only where single inferences were timed, else 0
   */
  record Row(String name, String version, double main, double p95Ms) {}

  static Report ofTimes(Request request, List<Times> times) {
    List<Row> rows =
        times.stream()
            .map(
                each ->
                    new Row(
                        each.engine().name(),
                        each.engine().version(),
                        each.medianMs(),
                        each.p95Ms()))
            .toList();
    int best = 1;
    for (int i = 2; i < rows.size(); i++) {
      best = rows.get(i).main() < rows.get(best).main() ? i : best;
    }
    return of(request, rows, best, times.getFirst().turnMedians(), times.get(best).turnMedians());
  }

  static Report ofRates(Request request, List<EngineChild> engines, List<double[]> rates) {
    List<Row> rows = new ArrayList<>();
    int best = 1;
    for (int i = 0; i < engines.size(); i++) {
      double rate = Timing.median(rates.get(i));
      rows.add(new Row(engines.get(i).name(), engines.get(i).version(), rate, 0));
      best = i > 1 && rate > rows.get(best).main() ? i : best;
    }
    return of(request, rows, best, rates.getFirst(), rates.get(best));
  }

  private static Report of(
      Request request, List<Row> rows, int best, double[] ours, double[] theirs) {
    double[] ratios = new double[ours.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = ours[i] / theirs[i];
    }
    return new Report(
        request,
        List.copyOf(rows),
        rows.get(best).name(),
        Timing.median(ratios),
        Timing.quantile(0.1, ratios),
        Timing.quantile(0.9, ratios));
  }

  void print(Console console) {
    if (request.json()) {
      console.json(toJson().toPrettyJson());
    } else {
      lines(console);
    }
  }

  private JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder().put("network", request.network());
    request
        .model()
        .recipe()
        .ifPresent(r -> json.put("width", r.width()).put("resolution", r.resolution()));
    return json.put("threads", request.threads())
        .put("precision", Precisions.of(request).ours().title())
        .put("peerPrecision", Precisions.of(request).theirs().title())
        .put("engines", JsonArray.of(rows.stream().map(this::toJson).toList()))
        .put("bestPeer", bestPeer)
        .put("ratioToBestPeer", ratio)
        .put("ratioSpread", JsonArray.of(List.of(number(low), number(high))))
        .build();
  }

  private JsonObject toJson(Row row) {
    JsonObject.Builder json =
        JsonObject.builder().put("name", row.name()).put("version", row.version());
    return request.throughput()
        ? json.put("picturesPerSecond", row.main()).build()
        : json.put("medianMs", row.main()).put("p95Ms", row.p95Ms()).build();
  }

  private static JsonValue number(double value) {
    return JsonNumber.of(value);
  }

  private void lines(Console console) {
    console.line(console.styled(Text.oneLine(title()), Style.STRONG));
    Table table = new Table(Align.LEFT, Align.LEFT, Align.RIGHT, Align.RIGHT);
    if (request.throughput()) {
      table.row("Engine", "Version", "Pictures/s", "");
    } else {
      table.row("Engine", "Version", "Median", "95 % within");
    }
    for (Row row : rows) {
      table.row(
          row.name(),
          row.version(),
          request.throughput() ? number("%.1f", row.main()) : number("%.2f ms", row.main()),
          request.throughput() ? "" : number("%.2f ms", row.p95Ms()));
    }
    List<String> lines = table.lines();
    console.line(console.styled(lines.getFirst(), Style.FAINT));
    lines.subList(1, lines.size()).forEach(console::line);
    console.line(
        number("%.2f", ratio)
            + String.format(
                Locale.ROOT,
                " of %s (%s to %s in eight turns of ten)",
                bestPeer,
                number("%.2f", low),
                number("%.2f", high)));
  }

  private String title() {
    String network =
        request
            .model()
            .recipe()
            .map(
                r ->
                    String.format(
                        Locale.ROOT,
                        "%s, width %s, %dx%d",
                        request.network(),
                        r.width(),
                        r.resolution(),
                        r.resolution()))
            .orElse(request.network());
    String threads = request.threads() == 1 ? "1 thread" : request.threads() + " threads";
    String precision = Precisions.of(request).title();
    return network
        + ", "
        + precision
        + ", "
        + threads
        + (request.throughput() ? ", throughput" : "");
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
