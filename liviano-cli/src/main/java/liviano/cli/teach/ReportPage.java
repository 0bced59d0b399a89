package liviano.cli.teach;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import liviano.cli.output.Score;
import liviano.cli.report.ConfusionTables;
import liviano.cli.report.HtmlPage;
import liviano.cli.report.Thumbnails;
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

  private final Taught taught;
  private final MadeBy madeBy;
  private final Captions captions;
  private final boolean pictures;
  private final Thumbnails thumbnails = new Thumbnails();
  private final HtmlPage page;

  /**
   * @param pictures whether the page shows any
   */
  ReportPage(Taught taught, MadeBy madeBy, Captions captions, boolean pictures) {
    this.taught = taught;
    this.madeBy = madeBy;
    this.captions = captions;
    this.pictures = pictures;
    this.page = new HtmlPage(taught.model().card().title());
  }

  String html() {
    paragraph("The last layer was taught; the rest is that of " + taught.base() + ".");
    counts();
    told();
    taught.measured().ifPresent(this::accuracy);
    curve();
    taught.measured().ifPresent(some -> ConfusionTables.classes(page, some.confusion()));
    taught.measured().ifPresent(this::matrix);
    taught.measured().ifPresent(this::mistakes);
    calibration();
    return page.html();
  }

  private void counts() {
    heading("Pictures");
    List<List<String>> rows = new ArrayList<>();
    for (ClassCount count : taught.classes()) {
      rows.add(
          List.of(
              count.label(),
              String.valueOf(count.training()),
              String.valueOf(count.validation()),
              String.valueOf(count.test())));
    }
    page.table(List.of("class", "to learn from", "validation", "test"), rows);
  }

  private void told() {
    List<String> lines = new ArrayList<>(taught.notices());
    taught.unreadable().stream().limit(MOST_LISTED).forEach(p -> lines.add(captions.of(p.line())));
    pairs(
        lines, taught.duplicates(), "the same picture, or nearly, to learn from and to measure by");
    pairs(lines, taught.contradictions(), "the same picture in two classes");
    if (!lines.isEmpty()) {
      heading("To look at");
      page.list(lines);
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
    page.big(Score.percent(accuracy.share()));
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
    page.markup(CurveDrawing.svg(points));
  }

  private void matrix(Measured measured) {
    heading("What was taken for what");
    ConfusionTables.matrix(page, measured.confusion(), true);
    cells(measured);
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
          page.details(
              ConfusionTables.cell(truth, answer),
              String.format(
                  Locale.ROOT,
                  "%s taken for %s: %d",
                  labels.get(truth),
                  labels.get(answer),
                  confusion.count(truth, answer)),
              () ->
                  figures(
                      mistakes.stream()
                          .filter(mistake -> mistake.truth() == is && mistake.answer() == taken)
                          .limit(MOST_IN_CELL)
                          .toList(),
                      labels));
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
    page.figures(
        answers.stream()
            .map(
                answer ->
                    new HtmlPage.Figure(
                        pictures ? thumbnails.address(answer.picture()) : "",
                        String.format(
                            Locale.ROOT,
                            "%s: is %s, taken for %s (%s)",
                            captions.of(answer.picture().name()),
                            labels.get(answer.truth()),
                            labels.get(answer.answer()),
                            Score.percent(answer.probability()))))
            .toList());
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
    page.heading(text);
  }

  private void paragraph(String text) {
    page.paragraph(text);
  }
}
