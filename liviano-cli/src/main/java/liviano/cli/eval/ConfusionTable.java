package liviano.cli.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import liviano.cli.output.Console;
import liviano.cli.output.Score;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.vision.eval.ConfusionMatrix;

/** A confusion matrix for people. */
final class ConfusionTable {
  /**
   * As many as a terminal shows side by side; of more classes the commonest mistakes are listed.
   */
  private static final int MOST_COLUMNS = 16;

  private static final int MOST_MISTAKES = 20;

  private record Mistake(int truth, int answer, long count) {}

  private ConfusionTable() {}

  /** Prints a row a true class and a column an answer, which are called by their numbers. */
  static void print(ConfusionMatrix confusion, Console console) {
    ConfusionMatrix.Interval accuracy = confusion.accuracy();
    console.line(
        String.format(
            Locale.ROOT,
            "Top-1 lies between %s and %s with 95 %%; macro F1 %.3f",
            Score.percent(accuracy.low()),
            Score.percent(accuracy.high()),
            confusion.macroF1()));
    if (confusion.labels().size() <= MOST_COLUMNS) {
      matrix(confusion).forEach(console::line);
    } else {
      mistakes(confusion).forEach(console::line);
    }
  }

  private static List<String> matrix(ConfusionMatrix confusion) {
    int classes = confusion.labels().size();
    Align[] columns = new Align[classes + 3];
    Arrays.fill(columns, Align.RIGHT);
    columns[1] = Align.LEFT;
    Table table = new Table(columns);
    List<String> head = new ArrayList<>(List.of("", "is, taken for"));
    for (int k = 0; k < classes; k++) {
      head.add(String.valueOf(k));
    }
    head.add("recall");
    table.row(head.toArray(String[]::new));
    for (int truth = 0; truth < classes; truth++) {
      List<String> row = new ArrayList<>();
      row.add(String.valueOf(truth));
      row.add(confusion.labels().get(truth));
      for (int answer = 0; answer < classes; answer++) {
        long count = confusion.count(truth, answer);
        row.add(count == 0 ? "." : String.valueOf(count));
      }
      row.add(confusion.of(truth) == 0 ? "" : Score.percent(confusion.recall(truth)));
      table.row(row.toArray(String[]::new));
    }
    return table.lines();
  }

  private static List<String> mistakes(ConfusionMatrix confusion) {
    int classes = confusion.labels().size();
    List<Mistake> mistakes = new ArrayList<>();
    for (int truth = 0; truth < classes; truth++) {
      for (int answer = 0; answer < classes; answer++) {
        if (truth != answer && confusion.count(truth, answer) > 0) {
          mistakes.add(new Mistake(truth, answer, confusion.count(truth, answer)));
        }
      }
    }
    mistakes.sort(Comparator.comparingLong(Mistake::count).reversed());
    Table table = new Table(Align.RIGHT, Align.LEFT, Align.LEFT);
    mistakes.stream()
        .limit(MOST_MISTAKES)
        .forEach(
            mistake ->
                table.row(
                    String.valueOf(mistake.count()),
                    confusion.labels().get(mistake.truth()),
                    "taken for " + confusion.labels().get(mistake.answer())));
    return table.lines();
  }
}
