package liviano.paper.tables;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import liviano.cli.output.Console;
import liviano.cli.output.Table.Align;

/** A table for documents: GitHub's Markdown. */
final class MarkdownTable {
  private MarkdownTable() {}

  static void print(ResultTable table, Console console) {
    Notes notes = new Notes(table);
    console.line("**" + escaped(table.title()) + "**");
    console.line("");
    Stream<String> heads = table.columns().stream().map(Column::name);
    console.line(line(notes.isEmpty() ? heads : Stream.concat(heads, Stream.of(""))));
    Stream<String> rule =
        table.columns().stream().map(column -> column.align() == Align.LEFT ? "---" : "---:");
    console.line(line(notes.isEmpty() ? rule : Stream.concat(rule, Stream.of("---"))));
    for (TableRow row : table.rows()) {
      Stream<String> cells = row.cells().stream().map(Cell::people);
      console.line(
          line(notes.isEmpty() ? cells : Stream.concat(cells, Stream.of(notes.mark(row)))));
    }
    Stream.concat(notes.lines().stream(), table.remarks().stream())
        .forEach(
            text -> {
              console.line("");
              console.line(escaped(text));
            });
  }

  private static String line(Stream<String> cells) {
    return cells.map(MarkdownTable::escaped).collect(Collectors.joining(" | ", "| ", " |"));
  }

  /** What would be read as something else. */
  private static String escaped(String text) {
    return text.replace("|", "\\|").replace("*", "\\*").replace("[", "\\[").replace("<", "&lt;");
  }
}
