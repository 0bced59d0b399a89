package liviano.bench.load;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.json.JsonArray;
import liviano.json.JsonObject;

/**
 * What a number of clients got.
 *
 * @param seconds from the first request to the last answer
 * @param ownCpu processor seconds that the clients took
 * @param serverCpu those of the server; not a number if it does not say
 */
record Round(int clients, Tally tally, double seconds, double ownCpu, double serverCpu) {
  /** As the server names them, in the order of a request. */
  static final List<String> STAGES = List.of("queue", "decode", "prepare", "infer", "answer");

  private static final int FULL = 503;
  private static final double MILLIS = 1e-6;

  /**
   * Measures one round.
   *
   * @throws IOException if the server does not answer at all
   */
  static Round measure(ClosedLoop loop, Probe probe, int clients, double seconds)
      throws IOException, InterruptedException {
    double serverBefore = probe.sample().cpuSeconds();
    double ownBefore = OwnProcess.cpuSeconds();
    long from = System.nanoTime();
    Tally tally = loop.forSeconds(clients, seconds);
    double took = (System.nanoTime() - from) * 1e-9;
    double own = OwnProcess.cpuSeconds() - ownBefore;
    return new Round(clients, tally, took, own, probe.sample().cpuSeconds() - serverBefore);
  }

  double picturesPerSecond() {
    return tally.done() / seconds;
  }

  /** Milliseconds that this share of the answers took at most; 0 without answers. */
  double quantileMs(double share) {
    long[] sorted = tally.sortedNanos();
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted.length == 0 ? 0 : sorted[Math.clamp(index, 0, sorted.length - 1)] * MILLIS;
  }

  /** Percent of all cores that the clients took. */
  double ownPercent() {
    return percent(ownCpu);
  }

  /** Percent of all cores that these processor seconds are. */
  private double percent(double cpu) {
    return 100 * cpu / (seconds * Runtime.getRuntime().availableProcessors());
  }

  private int others() {
    int refused = tally.refused().values().stream().mapToInt(Integer::intValue).sum();
    return refused - tally.refusedWith(FULL) + tally.broken();
  }

  static List<String> table(List<Round> rounds) {
    Align number = Align.RIGHT;
    Table table = new Table(number, number, number, number, number, number, number, number, number);
    table.row(
        "Clients", "Pictures/s", "p50 ms", "p95 ms", "p99 ms", "503", "Other", "Load", "Server");
    for (Round round : rounds) {
      table.row(
          String.valueOf(round.clients()),
          decimal("%.1f", round.picturesPerSecond()),
          decimal("%.1f", round.quantileMs(0.5)),
          decimal("%.1f", round.quantileMs(0.95)),
          decimal("%.1f", round.quantileMs(0.99)),
          String.valueOf(round.tally().refusedWith(FULL)),
          String.valueOf(round.others()),
          decimal("%.1f %%", round.percent(round.ownCpu())),
          decimal("%.1f %%", round.percent(round.serverCpu())));
    }
    return table.lines();
  }

  /** Mean milliseconds of each stage. */
  static List<String> stages(List<Round> rounds) {
    Align number = Align.RIGHT;
    Table table = new Table(number, number, number, number, number, number);
    table.row("Clients", "queue ms", "decode", "prepare", "infer", "answer");
    for (Round round : rounds) {
      String[] cells = new String[1 + STAGES.size()];
      cells[0] = String.valueOf(round.clients());
      for (int i = 0; i < STAGES.size(); i++) {
        cells[i + 1] = decimal("%.2f", round.tally().meanMs(STAGES.get(i)));
      }
      table.row(cells);
    }
    return table.lines();
  }

  JsonObject toJson() {
    JsonObject.Builder stages = JsonObject.builder();
    STAGES.forEach(stage -> stages.put(stage, tally.meanMs(stage)));
    JsonObject.Builder refused = JsonObject.builder();
    for (Map.Entry<Integer, Integer> entry : tally.refused().entrySet()) {
      refused.put(String.valueOf(entry.getKey()), entry.getValue().longValue());
    }
    JsonObject.Builder json =
        JsonObject.builder()
            .put("clients", clients)
            .put("seconds", seconds)
            .put("done", tally.done())
            .put("picturesPerSecond", picturesPerSecond())
            .put("p50Ms", quantileMs(0.5))
            .put("p95Ms", quantileMs(0.95))
            .put("p99Ms", quantileMs(0.99))
            .put("refused", refused.build())
            .put("broken", tally.broken())
            .put("differing", tally.differing())
            .put("ownCpuPercent", percent(ownCpu));
    if (!Double.isNaN(serverCpu)) {
      json.put("serverCpuPercent", percent(serverCpu));
    }
    return json.put("stagesMs", stages.build()).build();
  }

  static JsonArray toJson(List<Round> rounds) {
    return JsonArray.of(rounds.stream().map(Round::toJson).toList());
  }

  /** What is worth a line beside the table. */
  static List<String> remarks(List<Round> rounds) {
    return rounds.stream().flatMap(round -> round.remarks().stream()).toList();
  }

  private List<String> remarks() {
    String broken =
        String.format(
            Locale.ROOT,
            "%d clients: %d requests without an answer, the first: %s",
            clients,
            tally.broken(),
            tally.complaint().orElse(""));
    String differing =
        String.format(
            Locale.ROOT,
            "%d clients: %d answers were not like the first one",
            clients,
            tally.differing());
    return List.of(tally.broken() > 0 ? broken : "", tally.differing() > 0 ? differing : "")
        .stream()
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static String decimal(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }
}
