package liviano.train.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.cli.CommandException;
import liviano.cli.output.Score;
import liviano.cli.output.Words;
import liviano.cli.report.ConfusionTables;
import liviano.cli.report.HtmlPage;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.json.JsonString;
import liviano.json.JsonValue;
import liviano.paper.plot.Svg;
import liviano.vision.eval.ConfusionMatrix;

/**
 * The page about a run: one HTML file that needs nothing beside it, fit to be handed on. Folders of
 * data are named without where they lie.
 */
final class ReportPage {
  private static final int MOST_MISTAKES = 20;
  private static final int LAST_EPOCHS = 10;

  private final RunReport report;
  private final RunConfig config;
  private final List<EpochMetrics> rows;
  private final HtmlPage page;

  ReportPage(RunReport report, RunConfig config, List<EpochMetrics> rows) {
    this.report = report;
    this.config = config;
    this.rows = List.copyOf(rows);
    this.page = new HtmlPage(report.title());
  }

  String html() {
    page.paragraph(about());
    if (!report.notices().isEmpty()) {
      page.list(report.notices().stream().map(this::withoutPlaces).toList());
    }
    results();
    course();
    report
        .answers()
        .filter(some -> some.confusion().pictures() > 0)
        .ifPresent(some -> answers(some.part(), some.confusion()));
    for (RunReport.Grid table : report.tables()) {
      page.heading(table.title());
      page.table(table.head(), table.rows());
    }
    for (RunReport.Gallery gallery : report.galleries()) {
      page.heading(gallery.title());
      List<HtmlPage.Figure> figures =
          gallery.figures().stream()
              .map(one -> new HtmlPage.Figure(one.address(), withoutPlaces(one.caption())))
              .toList();
      if (gallery.large()) {
        page.largeFigures(figures);
      } else {
        page.figures(figures);
      }
    }
    configuration();
    return page.html();
  }

  /** Whoever is handed the page need not know where the data lie. */
  private String withoutPlaces(String text) {
    String told = text;
    for (String place : config.data().values()) {
      told = told.replace(place, name(place));
    }
    return told;
  }

  private String about() {
    String network = config.networkWords();
    double seconds = rows.stream().mapToDouble(EpochMetrics::seconds).sum();
    return String.format(
        Locale.ROOT,
        "Trained for %s%s: %s of %d in %s.",
        config.task(),
        network.isEmpty() ? "" : ", " + network,
        Words.count(rows.size(), "epoch"),
        config.epochs(),
        EpochLine.duration(Duration.ofSeconds(Math.round(seconds))));
  }

  private void results() {
    List<List<String>> cells = new ArrayList<>();
    MetricsLog.best(rows)
        .ifPresent(
            best ->
                cells.add(
                    List.of(
                        "best " + config.score() + " on the validation part",
                        String.format(
                            Locale.ROOT,
                            "%s (epoch %d)",
                            EpochLine.number(best.score().orElseThrow()),
                            best.epoch()))));
    report.results().forEach((name, figure) -> cells.add(List.of(name, figure)));
    if (!cells.isEmpty()) {
      page.heading("Results");
      page.table(List.of(), cells);
    }
  }

  private void answers(String part, ConfusionMatrix confusion) {
    ConfusionMatrix.Interval accuracy = confusion.accuracy();
    page.heading("Accuracy on the " + part + " part");
    page.big(Score.percent(accuracy.share()));
    page.paragraph(
        String.format(
            Locale.ROOT,
            "%s pictures. With 95 %% certainty the true share lies between %s and %s. Macro F1 is"
                + " %.3f.",
            confusion,
            Score.percent(accuracy.low()),
            Score.percent(accuracy.high()),
            confusion.macroF1()));
    ConfusionTables.classes(page, confusion);
    page.heading("What was taken for what");
    if (confusion.labels().size() <= ConfusionTables.MOST_COLUMNS) {
      ConfusionTables.matrix(page, confusion, false);
    } else {
      mistakes(confusion);
    }
  }

  /** The cells with the most mistakes: of many classes no more can be shown. */
  private void mistakes(ConfusionMatrix confusion) {
    record Cell(int truth, int answer, long count) {}
    List<String> labels = confusion.labels();
    List<Cell> cells = new ArrayList<>();
    for (int truth = 0; truth < labels.size(); truth++) {
      for (int answer = 0; answer < labels.size(); answer++) {
        if (truth != answer && confusion.count(truth, answer) > 0) {
          cells.add(new Cell(truth, answer, confusion.count(truth, answer)));
        }
      }
    }
    if (!cells.isEmpty()) {
      cells.sort(Comparator.comparingLong(Cell::count).reversed());
      page.table(
          List.of("is", "taken for", "pictures"),
          cells.stream()
              .limit(MOST_MISTAKES)
              .map(
                  cell ->
                      List.of(
                          labels.get(cell.truth()),
                          labels.get(cell.answer()),
                          String.valueOf(cell.count())))
              .toList());
    }
  }

  private void course() {
    if (rows.isEmpty()) {
      return;
    }
    page.heading("Course");
    try {
      Curves.of(rows, config.score()).drawing().map(Svg::element).ifPresent(page::markup);
    } catch (CommandException e) {
      page.paragraph("No curves: " + e.getMessage() + ".");
    }
    if (rows.size() > LAST_EPOCHS) {
      page.paragraph("The last epochs, and the best:");
    }
    Optional<EpochMetrics> best = MetricsLog.best(rows);
    page.table(
        List.of("epoch", "loss", "validation loss", config.score(), "rate", "pictures/s", "time"),
        rows.stream()
            .filter(row -> row.epoch() > rows.size() - LAST_EPOCHS || best.equals(Optional.of(row)))
            .map(ReportPage::epoch)
            .toList());
  }

  private static List<String> epoch(EpochMetrics row) {
    return List.of(
        String.valueOf(row.epoch()),
        EpochLine.number(row.trainLoss()),
        EpochLine.number(row.validationLoss()),
        EpochLine.number(row.score()),
        EpochLine.rate(row.rate()),
        String.format(Locale.ROOT, "%.1f", row.picturesPerSecond()),
        EpochLine.duration(Duration.ofSeconds(Math.round(row.seconds()))));
  }

  private void configuration() {
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.of("task", config.task()));
    config.data().forEach((part, place) -> cells.add(List.of("data: " + part, name(place))));
    flatten(cells, "network", config.network());
    flatten(cells, "recipe", config.recipe());
    flatten(cells, "options", config.options());
    cells.add(List.of("seed", String.valueOf(config.seed())));
    cells.add(List.of("workers", String.valueOf(config.workers())));
    cells.add(List.of("Liviano", config.madeBy().liviano()));
    if (!config.madeBy().libtorch().isEmpty()) {
      cells.add(List.of("libtorch", config.madeBy().libtorch()));
    }
    cells.add(List.of("machine", config.madeBy().machine()));
    page.heading("Configuration");
    page.table(List.of(), cells);
  }

  private static String name(String place) {
    Path name = Path.of(place).getFileName();
    return name == null ? place : name.toString();
  }

  /** Members of members as lines of their own, such as {@code recipe: optimizer.momentum}. */
  private static void flatten(List<List<String>> cells, String owner, JsonObject json) {
    json.members().forEach((name, value) -> flatten(cells, owner + ": " + name, value));
  }

  private static void flatten(List<List<String>> cells, String name, JsonValue value) {
    switch (value) {
      case JsonObject object ->
          object.members().forEach((key, inside) -> flatten(cells, name + "." + key, inside));
      case JsonString text -> cells.add(List.of(name, text.value()));
      case JsonArray array -> cells.add(List.of(name, array.toJson()));
      default -> cells.add(List.of(name, value.toString()));
    }
  }
}
