package liviano.cli.pictures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import liviano.cli.output.Console;
import liviano.cli.output.Console.Style;
import liviano.cli.output.Score;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;

/** Lines of a score in per cent, its bar, and words, with the bars in colour. */
public final class ScoreTable {
  private final Console console;
  private final Table table;
  private final List<String> bars = new ArrayList<>();

  /**
   * @param columns of words
   */
  public ScoreTable(Console console, int columns) {
    this.console = console;
    Align[] aligns = new Align[2 + columns];
    Arrays.fill(aligns, Align.LEFT);
    aligns[0] = Align.RIGHT;
    this.table = new Table(aligns);
  }

  /**
   * @param score from 0 to 1
   */
  public void row(double score, String... words) {
    row(Score.percent(score), Score.bar(score, console.terminal().charset()), words);
  }

  /** A row without a score, and the text in its place. */
  public void row(String insteadOfScore, String... words) {
    row(insteadOfScore, "", words);
  }

  private void row(String score, String bar, String[] words) {
    String[] cells = new String[2 + words.length];
    cells[0] = String.format(Locale.ROOT, "%9s", score);
    // Padded, so that words stand in one column from picture to picture.
    cells[1] = bar + " ".repeat(Score.CELLS - bar.length());
    System.arraycopy(words, 0, cells, 2, words.length);
    table.row(cells);
    bars.add(bar);
  }

  public void print() {
    List<String> lines = table.lines();
    for (int i = 0; i < lines.size(); i++) {
      console.line(withColour(lines.get(i), bars.get(i)));
    }
  }

  private String withColour(String line, String bar) {
    int at = line.indexOf(bar);
    return line.substring(0, at)
        + (bar.isEmpty() ? "" : console.styled(bar, Style.GOOD))
        + line.substring(at + bar.length());
  }
}
