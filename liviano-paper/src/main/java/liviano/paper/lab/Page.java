package liviano.paper.lab;

import java.util.List;
import liviano.cli.output.Console;
import liviano.cli.output.Console.Style;
import liviano.cli.output.Table;
import liviano.cli.output.Text;
import liviano.paper.language.Phrases;

/** What an experiment prints for people, in their language and in lines of 80 columns. */
final class Page {
  private static final int COLUMNS = 80;

  private final Console console;
  private final Phrases phrases;

  Page(Console console, Phrases phrases) {
    this.console = console;
    this.phrases = phrases;
  }

  /** How wide the terminal is. */
  int columns() {
    return console.terminal().columns();
  }

  /** A word in the reader's language. */
  String word(String english) {
    return phrases.of(english);
  }

  void heading(String english) {
    wrapped("", english).forEach(line -> console.line(console.styled(line, Style.STRONG)));
  }

  void blank() {
    console.line("");
  }

  /** A sentence, in as many lines as it takes. */
  void line(String english) {
    indented("", english);
  }

  /** The same, indented. */
  void indented(String indent, String english) {
    wrapped(indent, english).forEach(console::line);
  }

  private List<String> wrapped(String indent, String english) {
    return Text.wrap(phrases.of(english), COLUMNS - indent.length()).stream()
        .map(line -> indent + line)
        .toList();
  }

  /** Lines that are no sentences, such as matrices. */
  void lines(List<String> lines) {
    lines.forEach(console::line);
  }

  /** A table whose first lines are its head. */
  void table(int head, Table table) {
    List<String> lines = table.map(phrases::of).lines();
    lines.subList(0, head).forEach(line -> console.line(console.styled(line, Style.FAINT)));
    lines.subList(head, lines.size()).forEach(console::line);
  }

  /** A table without a head of its own, indented. */
  void table(String indent, Table table) {
    table.map(phrases::of).lines().forEach(line -> console.line(indent + line));
  }
}
