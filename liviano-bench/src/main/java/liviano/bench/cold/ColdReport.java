package liviano.bench.cold;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import liviano.bench.beside.Timing;
import liviano.bench.cold.ColdProcess.Run;
import liviano.cli.SideBySide.ColdRequest;
import liviano.cli.output.Console;
import liviano.cli.output.Console.Style;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Text;
import liviano.json.JsonArray;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;

/**
 * What whole processes took.
 *
 * @param runs of each program, turn by turn
 */
record ColdReport(ColdRequest request, SequencedMap<String, List<Run>> runs) {
  /** This command, as the launcher starts it. */
  static final String COMMAND = "liviano";

  /** A plain program on this library, without a class cache. */
  static final String LIBRARY = "liviano-library";

  /** A plain program on ONNX Runtime, without a class cache. */
  static final String PEER = "onnxruntime";

  /** The same with one. */
  static final String CACHED_PEER = "onnxruntime-cached";

  /** How the wall times of two programs in the same turn compare. */
  private record Ratio(double median, double low, double high) {
    JsonArray spread() {
      return JsonArray.of(List.of(JsonNumber.of(low), JsonNumber.of(high)));
    }
  }

  void print(Console console) {
    if (request.json()) {
      console.json(toJson().toPrettyJson());
    } else {
      lines(console);
    }
  }

  private JsonObject toJson() {
    Ratio command = ratio(COMMAND, PEER);
    Ratio library = ratio(LIBRARY, PEER);
    JsonObject.Builder json =
        JsonObject.builder()
            .put("model", request.model().card().title())
            .put("starts", request.starts())
            .put(
                "engines",
                JsonArray.of(
                    runs.entrySet().stream()
                        .map(each -> toJson(each.getKey(), each.getValue()))
                        .toList()))
            .put("bestPeer", PEER)
            .put("ratioToBestPeer", command.median())
            .put("ratioSpread", command.spread())
            .put("libraryRatioToBestPeer", library.median())
            .put("libraryRatioSpread", library.spread());
    if (runs.containsKey(CACHED_PEER)) {
      json.put("ratioToCachedPeer", ratio(COMMAND, CACHED_PEER).median());
    }
    return json.build();
  }

  private static JsonObject toJson(String name, List<Run> runs) {
    JsonObject.Builder stages = JsonObject.builder();
    medianStages(runs).forEach(stages::put);
    return JsonObject.builder()
        .put("name", name)
        .put("wallMs", median(runs, Run::wallMs))
        .put("cpuMs", median(runs, Run::cpuMs))
        .put("residentMiB", residentMib(runs))
        .put("stagesMs", stages.build())
        .put("answer", runs.getLast().answer())
        .build();
  }

  private static double residentMib(List<Run> runs) {
    return median(runs, run -> run.residentKib() / 1024.0);
  }

  private static SequencedMap<String, Double> medianStages(List<Run> runs) {
    SequencedMap<String, Double> medians = new LinkedHashMap<>();
    for (String stage : runs.getFirst().stages().keySet()) {
      medians.put(stage, median(runs, run -> run.stages().getOrDefault(stage, 0.0)));
    }
    return medians;
  }

  private Ratio ratio(String ours, String theirs) {
    double[] ratios = new double[request.starts()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = runs.get(ours).get(i).wallMs() / runs.get(theirs).get(i).wallMs();
    }
    return new Ratio(
        Timing.median(ratios), Timing.quantile(0.1, ratios), Timing.quantile(0.9, ratios));
  }

  private static double median(List<Run> runs, ToDoubleFunction<Run> what) {
    return Timing.median(runs.stream().mapToDouble(what).toArray());
  }

  private void lines(Console console) {
    console.line(
        console.styled(
            Text.oneLine(
                String.format(
                    Locale.ROOT,
                    "%s, from the start of a process to its end, %d starts",
                    request.model().card().title(),
                    request.starts())),
            Style.STRONG));
    Table table = new Table(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.LEFT);
    table.row("Program", "Wall", "CPU", "Resident", "Stages, ms");
    for (Map.Entry<String, List<Run>> each : runs.entrySet()) {
      List<Run> starts = each.getValue();
      table.row(
          each.getKey(),
          number("%.0f ms", median(starts, Run::wallMs)),
          number("%.0f ms", median(starts, Run::cpuMs)),
          number("%.0f MiB", residentMib(starts)),
          medianStages(starts).entrySet().stream()
              .map(stage -> stage.getKey() + " " + number("%.0f", stage.getValue()))
              .collect(Collectors.joining(", ")));
    }
    List<String> lines = table.lines();
    console.line(console.styled(lines.getFirst(), Style.FAINT));
    lines.subList(1, lines.size()).forEach(console::line);
    for (Map.Entry<String, List<Run>> each : runs.entrySet()) {
      console.line(Text.oneLine(each.getKey() + ": " + each.getValue().getLast().answer()));
    }
    ratioLine(console, COMMAND, PEER);
    ratioLine(console, LIBRARY, PEER);
    if (runs.containsKey(CACHED_PEER)) {
      ratioLine(console, COMMAND, CACHED_PEER);
    }
  }

  private void ratioLine(Console console, String ours, String theirs) {
    Ratio ratio = ratio(ours, theirs);
    console.line(
        String.format(
            Locale.ROOT,
            "%.2f of %s by %s (%.2f to %.2f in eight turns of ten)",
            ratio.median(),
            theirs,
            ours,
            ratio.low(),
            ratio.high()));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
