package liviano.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import liviano.cli.output.Score;
import liviano.vision.eval.ConfusionMatrix;

/** How well each class is told from the others, as tables of a page. */
public final class ConfusionTables {
  /** A larger matrix has no place on a page. */
  public static final int MOST_COLUMNS = 40;

  private ConfusionTables() {}

  /** Pictures, precision, recall and F1 of each class. */
  public static void classes(HtmlPage page, ConfusionMatrix confusion) {
    page.heading("Classes");
    List<List<String>> rows = new ArrayList<>();
    for (int k = 0; k < confusion.labels().size(); k++) {
      rows.add(
          List.of(
              confusion.labels().get(k),
              String.valueOf(confusion.of(k)),
              measured(confusion, k, Score.percent(confusion.precision(k))),
              measured(confusion, k, Score.percent(confusion.recall(k))),
              measured(confusion, k, String.format(Locale.ROOT, "%.3f", confusion.f1(k)))));
    }
    page.table(List.of("class", "pictures", "precision", "recall", "F1"), rows);
  }

  /** A class of which no picture was measured has no figures. */
  private static String measured(ConfusionMatrix confusion, int label, String figure) {
    return confusion.of(label) == 0 ? "\u2013" : figure;
  }

  /**
   * How often each class was taken for each; nothing of more than {@value #MOST_COLUMNS} classes.
   *
   * @param linked whether a cell with mistakes leads to the part of the page that {@link #cell}
   *     names
   */
  public static void matrix(HtmlPage page, ConfusionMatrix confusion, boolean linked) {
    List<String> labels = confusion.labels();
    if (labels.size() > MOST_COLUMNS) {
      return;
    }
    page.markup("<div class=\"scroll\"><table class=\"matrix\"><thead>");
    List<String> head = new ArrayList<>(List.of("is, taken for"));
    head.addAll(labels);
    page.row("th", head);
    page.markup("</thead><tbody>\n");
    for (int truth = 0; truth < labels.size(); truth++) {
      row(page, confusion, truth, linked);
    }
    page.markup("</tbody></table></div>\n");
  }

  private static void row(HtmlPage page, ConfusionMatrix confusion, int truth, boolean linked) {
    page.markup("<tr><td>" + HtmlPage.escaped(confusion.labels().get(truth)) + "</td>");
    for (int answer = 0; answer < confusion.labels().size(); answer++) {
      long count = confusion.count(truth, answer);
      double share = (double) count / Math.max(1, confusion.of(truth));
      String colour = truth == answer ? "40,140,80" : "200,60,40";
      page.markup(
          String.format(Locale.ROOT, "<td style=\"background:rgba(%s,%.2f)\">", colour, share));
      page.markup(
          linked && count > 0 && truth != answer
              ? "<a href=\"#" + cell(truth, answer) + "\">" + count + "</a>"
              : count == 0 ? "" : String.valueOf(count));
      page.markup("</td>");
    }
    page.markup("</tr>\n");
  }

  /** What a cell is called in links. */
  public static String cell(int truth, int answer) {
    return "cell-" + truth + "-" + answer;
  }
}
