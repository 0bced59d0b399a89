package liviano.cli.teach;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import liviano.cli.output.Score;
import liviano.cli.output.Text;
import liviano.vision.eval.ConfusionMatrix;
import liviano.vision.teach.Answer;
import liviano.vision.teach.ClassCount;
import liviano.vision.teach.CurvePoint;
import liviano.vision.teach.Duplicate;
import liviano.vision.teach.Measured;
import liviano.vision.teach.OpenSet;
import liviano.vision.teach.Taught;

/** The report on a model that was taught: one HTML page that needs nothing beside it. */
final class ReportPage {
  private static final int MOST_MISTAKES = 40;
  private static final int MOST_IN_CELL = 12;
  private static final int MOST_LISTED = 100;

  /** A larger matrix is given as the cells in which there are mistakes. */
  private static final int MOST_COLUMNS = 40;

  private static final String STYLE =
      """
      body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;
      color:#1c2430;background:#fff}
      table{border-collapse:collapse;margin:1rem 0}
      th,td{padding:.25rem .6rem;text-align:right;border-bottom:1px solid #dde2e8}
      th:first-child,td:first-child{text-align:left}
      .matrix td,.matrix th{font-size:.85rem;padding:.2rem .4rem}
      .matrix thead th{writing-mode:vertical-rl;text-align:left}
      .big{font-size:2rem;font-weight:600}
      .pictures{display:flex;flex-wrap:wrap;gap:.6rem}
      figure{margin:0;width:8rem;font-size:.75rem;overflow-wrap:anywhere}
      figure img{max-width:6rem;max-height:6rem;display:block}
      .scroll{overflow-x:auto} .note{color:#5a6675} svg{max-width:100%;height:auto}
      """;

  private final Taught taught;
  private final MadeBy madeBy;
  private final Captions captions;
  private final boolean pictures;
  private final Thumbnails thumbnails = new Thumbnails();
  private final StringBuilder page = new StringBuilder();

  /**
   * @param pictures whether the page shows any
   */
  ReportPage(Taught taught, MadeBy madeBy, Captions captions, boolean pictures) {
    this.taught = taught;
    this.madeBy = madeBy;
    this.captions = captions;
    this.pictures = pictures;
  }

  String html() {
    String title = escaped(taught.model().card().title());
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\"><title>")
        .append(title)
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head><body>\n<h1>")
        .append(title)
        .append("</h1>\n");
    paragraph("The last layer was taught; the rest is that of " + taught.base() + ".");
    counts();
    told();
    taught.measured().ifPresent(this::accuracy);
    curve();
    taught.measured().ifPresent(this::classes);
    taught.measured().ifPresent(this::matrix);
    taught.measured().ifPresent(this::mistakes);
    calibration();
    return page.append("</body></html>\n").toString();
  }

  private void counts() {
    heading("Pictures");
    page.append("<table><thead>");
    row("th", List.of("class", "to learn from", "validation", "test"));
    page.append("</thead><tbody>\n");
    for (ClassCount count : taught.classes()) {
      row(
          "td",
          List.of(
              count.label(),
              String.valueOf(count.training()),
              String.valueOf(count.validation()),
              String.valueOf(count.test())));
    }
    page.append("</tbody></table>\n");
  }

  private void told() {
    List<String> lines = new ArrayList<>(taught.notices());
    taught.unreadable().stream().limit(MOST_LISTED).forEach(p -> lines.add(captions.of(p.line())));
    pairs(
        lines, taught.duplicates(), "the same picture, or nearly, to learn from and to measure by");
    pairs(lines, taught.contradictions(), "the same picture in two classes");
    if (!lines.isEmpty()) {
      heading("To look at");
      page.append("<ul>\n");
      lines.forEach(line -> page.append("<li>").append(escaped(line)).append("</li>\n"));
      page.append("</ul>\n");
    }
  }

  private void pairs(List<String> lines, List<Duplicate> pairs, String what) {
    pairs.stream()
        .limit(MOST_LISTED)
        .forEach(
            pair ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "%s: %s = %s",
                        what,
                        captions.of(pair.first().name()),
                        captions.of(pair.second().name()))));
  }

  private String measuredOn() {
    return taught.test().isPresent()
        ? "test pictures, which decided nothing"
        : "validation pictures, which settings were chosen by: on others it may be a little worse";
  }

  private void accuracy(Measured measured) {
    ConfusionMatrix.Interval accuracy = measured.confusion().accuracy();
    heading("Accuracy");
    page.append("<p class=\"big\">").append(Score.percent(accuracy.share())).append("</p>\n");
    paragraph(
        String.format(
            Locale.ROOT,
            "%s %s. With 95 %% certainty the true share lies between %s and %s. Macro F1 is %.3f.",
            measured.confusion(),
            measuredOn(),
            Score.percent(accuracy.low()),
            Score.percent(accuracy.high()),
            measured.confusion().macroF1()));
    if (accuracy.high() - accuracy.low() > 0.2) {
      paragraph("That interval is wide: so few pictures prove little.");
    }
  }

  private void curve() {
    List<CurvePoint> points = taught.curve();
    if (points.size() < 2) {
      return;
    }
    heading("Would more pictures help?");
    Optional<Boolean> help = taught.morePicturesWouldHelp();
    paragraph(
        help.map(
                yes ->
                    yes
                        ? "Yes: accuracy grew to the last, by a point or more since half of the pictures"
                            + " or fewer."
                        : "Hardly: accuracy grew by less than a point since half of the pictures"
                            + " or fewer, or not at the last.")
            .orElse("There are too few pictures to say."));
    page.append(CurveDrawing.svg(points));
  }

  private void classes(Measured measured) {
    ConfusionMatrix confusion = measured.confusion();
    heading("Classes");
    page.append("<table><thead>");
    row("th", List.of("class", "pictures", "precision", "recall", "F1"));
    page.append("</thead><tbody>\n");
    for (int k = 0; k < confusion.labels().size(); k++) {
      row(
          "td",
          List.of(
              confusion.labels().get(k),
              String.valueOf(confusion.of(k)),
              measured(confusion, k, Score.percent(confusion.precision(k))),
              measured(confusion, k, Score.percent(confusion.recall(k))),
              measured(confusion, k, String.format(Locale.ROOT, "%.3f", confusion.f1(k)))));
    }
    page.append("</tbody></table>\n");
  }

  /** A class of which no picture was measured has no figures. */
  private static String measured(ConfusionMatrix confusion, int label, String figure) {
    return confusion.of(label) == 0 ? "\u2013" : figure;
  }

  private void matrix(Measured measured) {
    ConfusionMatrix confusion = measured.confusion();
    List<String> labels = confusion.labels();
    heading("What was taken for what");
    if (labels.size() <= MOST_COLUMNS) {
      page.append("<div class=\"scroll\"><table class=\"matrix\"><thead>");
      List<String> head = new ArrayList<>(List.of("is, taken for"));
      head.addAll(labels);
      row("th", head);
      page.append("</thead><tbody>\n");
      for (int truth = 0; truth < labels.size(); truth++) {
        matrixRow(confusion, truth);
      }
      page.append("</tbody></table></div>\n");
    }
    cells(measured);
  }

  private void matrixRow(ConfusionMatrix confusion, int truth) {
    page.append("<tr><td>").append(escaped(confusion.labels().get(truth))).append("</td>");
    for (int answer = 0; answer < confusion.labels().size(); answer++) {
      long count = confusion.count(truth, answer);
      double share = (double) count / Math.max(1, confusion.of(truth));
      String colour = truth == answer ? "40,140,80" : "200,60,40";
      page.append(
          String.format(Locale.ROOT, "<td style=\"background:rgba(%s,%.2f)\">", colour, share));
      if (count > 0 && truth != answer) {
        page.append("<a href=\"#cell-").append(truth).append('-').append(answer).append("\">");
        page.append(count).append("</a>");
      } else {
        page.append(count == 0 ? "" : String.valueOf(count));
      }
      page.append("</td>");
    }
    page.append("</tr>\n");
  }

  /** The pictures behind each cell with mistakes. */
  private void cells(Measured measured) {
    ConfusionMatrix confusion = measured.confusion();
    List<String> labels = confusion.labels();
    List<Answer> mistakes = measured.mistakes();
    for (int truth = 0; truth < labels.size(); truth++) {
      for (int answer = 0; answer < labels.size(); answer++) {
        if (truth != answer && confusion.count(truth, answer) > 0) {
          int is = truth;
          int taken = answer;
          page.append(
              String.format(
                  Locale.ROOT,
                  "<details id=\"cell-%d-%d\"><summary>%s taken for %s: %d</summary>\n",
                  truth,
                  answer,
                  escaped(labels.get(truth)),
                  escaped(labels.get(answer)),
                  confusion.count(truth, answer)));
          figures(
              mistakes.stream()
                  .filter(mistake -> mistake.truth() == is && mistake.answer() == taken)
                  .limit(MOST_IN_CELL)
                  .toList(),
              labels);
          page.append("</details>\n");
        }
      }
    }
  }

  private void mistakes(Measured measured) {
    List<Answer> worst = measured.mistakes().stream().limit(MOST_MISTAKES).toList();
    if (!worst.isEmpty()) {
      heading("The worst mistakes");
      paragraph("Wrong, and the surest of it. Some may be wrong labels.");
      figures(worst, measured.confusion().labels());
    }
  }

  private void figures(List<Answer> answers, List<String> labels) {
    page.append("<div class=\"pictures\">\n");
    for (Answer answer : answers) {
      page.append("<figure>");
      String address = pictures ? thumbnails.address(answer.picture()) : "";
      if (!address.isEmpty()) {
        page.append("<img alt=\"\" src=\"").append(address).append("\">");
      }
      page.append("<figcaption>")
          .append(
              escaped(
                  String.format(
                      Locale.ROOT,
                      "%s: is %s, taken for %s (%s)",
                      captions.of(answer.picture().name()),
                      labels.get(answer.truth()),
                      labels.get(answer.answer()),
                      Score.percent(answer.probability()))))
          .append("</figcaption></figure>\n");
    }
    page.append("</div>\n");
  }

  private String temperature(Measured validation) {
    return taught.temperature() == 1
        ? String.format(
            Locale.ROOT,
            "On the validation pictures probabilities are off by %s on average; no temperature"
                + " that was tried makes that less.",
            Score.percent(validation.calibrationError()))
        : String.format(
            Locale.ROOT,
            "Logits are divided by a temperature of %.3f. On the validation pictures"
                + " probabilities are off by %s on average, without it by %s.",
            taught.temperature(),
            Score.percent(validation.calibrationError()),
            Score.percent(taught.uncalibratedError()));
  }

  private static String worth(OpenSet open) {
    String found =
        open.found().stream()
            .map(
                each ->
                    String.format(
                        Locale.ROOT,
                        "%s where %s of the others may be lost",
                        Score.percent(each.unknown()),
                        Score.percent(each.lost())))
            .collect(Collectors.joining(", and "));
    return String.format(
        Locale.ROOT,
        " Of pictures of a class that a model was not taught, such a threshold finds %s.%s",
        found,
        open.chosen().orElseThrow().unknown() < 0.5
            ? " That is less than half: teach a class for what should be unknown."
            : "");
  }

  private void calibration() {
    taught
        .validation()
        .ifPresent(
            validation -> {
              heading("How much its probabilities can be believed");
              paragraph(temperature(validation));
            });
    taught
        .openSet()
        .ifPresent(
            open ->
                paragraph(
                    String.format(
                        Locale.ROOT,
                        "A picture is called unknown if its best class has less than %s. %s of the"
                            + " validation pictures, which all show a class, are not.%s",
                        Score.percent(open.threshold()),
                        Score.percent(open.knownKept()),
                        open.chosen().isPresent() ? worth(open) : "")));
    paragraph(
        String.format(
            Locale.ROOT,
            "Multinomial logistic regression, L2 %s, %d iterations.",
            taught.l2(),
            taught.iterations()));
    paragraph(madeBy.words());
  }

  private void heading(String text) {
    page.append("<h2>").append(escaped(text)).append("</h2>\n");
  }

  private void paragraph(String text) {
    page.append("<p>").append(escaped(text)).append("</p>\n");
  }

  private void row(String cell, List<String> texts) {
    page.append("<tr>");
    for (String text : texts) {
      page.append('<').append(cell).append('>').append(escaped(text));
      page.append("</").append(cell).append('>');
    }
    page.append("</tr>\n");
  }

  private static String escaped(String text) {
    return Text.oneLine(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
