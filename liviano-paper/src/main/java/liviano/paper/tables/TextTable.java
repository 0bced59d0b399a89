package liviano.paper.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import liviano.cli.output.Console;
import liviano.cli.output.Console.Style;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;

/** A table for people: aligned columns, notes below. */
final class TextTable {
  private static final int LINE = 80;

  private TextTable() {}

  static void print(ResultTable table, Console console) {
    console.line(console.styled(table.title(), Style.STRONG));
    Notes notes = new Notes(table);
    Table text =
        new Table(
            Stream.concat(table.columns().stream().map(Column::align), Stream.of(Align.LEFT))
                .toArray(Align[]::new));
    text.row(cells(table.columns().stream().map(Column::name), ""));
    for (TableRow row : table.rows()) {
      text.row(cells(row.cells().stream().map(Cell::people), notes.mark(row)));
    }
    List<String> lines = text.lines();
    console.line(console.styled(lines.getFirst(), Style.FAINT));
    lines.subList(1, lines.size()).forEach(console::line);
    if (!notes.isEmpty() || !table.remarks().isEmpty()) {
      console.line("");
    }
    notes.lines().forEach(line -> wrapped(line).forEach(console::line));
    table.remarks().forEach(line -> wrapped(line).forEach(console::line));
  }

  private static String[] cells(Stream<String> cells, String last) {
    return Stream.concat(cells, Stream.of(last)).toArray(String[]::new);
  }

  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > LINE) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
