package liviano.cli.teach;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.cli.output.Console;
import liviano.cli.output.Score;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Words;
import liviano.vision.eval.ConfusionMatrix;
import liviano.vision.teach.ClassCount;
import liviano.vision.teach.Duplicate;
import liviano.vision.teach.Measured;
import liviano.vision.teach.OpenSet;
import liviano.vision.teach.Taught;

/** What is said on the terminal of a model that was taught. */
final class TaughtText {
  private static final int MOST_CLASSES = 40;
  private static final int MOST_PAIRS = 5;

  /** Fewer pictures prove little. */
  private static final int FEW = 30;

  private final Taught taught;
  private final Console console;

  TaughtText(Taught taught, Console console) {
    this.taught = taught;
    this.console = console;
  }

  /** Prints counts first, then how good the model is, then where it is. */
  void print(Path model, Optional<Path> report) {
    printCounts();
    told(taught.duplicates(), "the same picture, or nearly, to learn from and to measure by");
    told(taught.contradictions(), "the same picture in two classes");
    Table table = new Table(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT);
    table.row("", "accuracy", "95 % between", "macro F1", "pictures");
    taught.validation().ifPresent(some -> row(table, "Validation", some));
    taught.test().ifPresent(some -> row(table, "Test", some));
    if (taught.measured().isPresent()) {
      table.lines().forEach(console::line);
    }
    taught.measured().ifPresent(some -> sayHowMuchItProves(some.confusion()));
    taught.openSet().ifPresent(this::printOpenSet);
    console.line(
        String.format(
            Locale.ROOT,
            "%s: %s, taught on %s",
            model,
            Words.count(taught.classes().size(), "class", "classes"),
            taught.base()));
    report.ifPresent(folder -> console.line("report: " + folder.resolve("index.html")));
  }

  private void printCounts() {
    Table table = new Table(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT);
    table.row("class", "to learn from", "validation", "test");
    List<ClassCount> classes = taught.classes();
    classes.stream()
        .limit(MOST_CLASSES)
        .forEach(
            count ->
                table.row(
                    count.label(),
                    Words.thousands(count.training()),
                    Words.thousands(count.validation()),
                    Words.thousands(count.test())));
    table.lines().forEach(console::line);
    if (classes.size() > MOST_CLASSES) {
      console.line("and " + (classes.size() - MOST_CLASSES) + " more classes");
    }
  }

  private void told(List<Duplicate> pairs, String what) {
    if (!pairs.isEmpty()) {
      console.notice(String.format(Locale.ROOT, "%s: %s", Words.count(pairs.size(), "pair"), what));
      pairs.stream()
          .limit(MOST_PAIRS)
          .forEach(
              pair -> console.notice("  " + pair.first().name() + " = " + pair.second().name()));
    }
  }

  private static void row(Table table, String part, Measured measured) {
    ConfusionMatrix.Interval accuracy = measured.confusion().accuracy();
    table.row(
        part,
        Score.percent(accuracy.share()),
        Score.percent(accuracy.low()) + " and " + Score.percent(accuracy.high()),
        String.format(Locale.ROOT, "%.3f", measured.confusion().macroF1()),
        measured.confusion().toString());
  }

  private void sayHowMuchItProves(ConfusionMatrix confusion) {
    if (confusion.pictures() < FEW) {
      console.line(
          String.format(
              Locale.ROOT,
              "%s prove little: measure with at least %d",
              Words.count(confusion.pictures(), "picture"),
              FEW));
    }
  }

  private void printOpenSet(OpenSet open) {
    console.line(
        String.format(
            Locale.ROOT,
            "Unknown below %.3f: keeps %s of pictures of the classes",
            open.threshold(),
            Score.percent(open.knownKept())));
    open.chosen()
        .ifPresent(
            found ->
                console.line(
                    String.format(
                        Locale.ROOT,
                        "  finds %s of pictures of a class that was left out",
                        Score.percent(found.unknown()))));
  }
}
