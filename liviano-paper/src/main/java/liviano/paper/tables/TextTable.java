package liviano.paper.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import liviano.cli.output.Console;
import liviano.cli.output.Console.Style;
import liviano.cli.output.FittedTable;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Text;
import liviano.paper.language.Phrases;

/**
 * A table for people: aligned columns, notes below. On a terminal no line is wider than it, for
 * which numbers may be shortened and columns left out; elsewhere everything is there in full.
 */
final class TextTable {
  private static final int LINE = 80;

  private TextTable() {}

  static void print(ResultTable english, Console console, Phrases phrases) {
    ResultTable table = english.in(phrases);
    boolean fitted = console.terminal().output();
    int line = fitted ? Math.min(LINE, console.terminal().columns()) : LINE;
    Text.wrap(table.title(), fitted ? line : Integer.MAX_VALUE)
        .forEach(text -> console.line(console.styled(text, Style.STRONG)));
    Notes notes = new Notes(table);
    FittedTable.Lines lines =
        fitted(table, notes).lines(fitted ? console.terminal().columns() : Integer.MAX_VALUE);
    lines.head().forEach(text -> console.line(console.styled(text, Style.FAINT)));
    lines.rows().forEach(console::line);
    List<String> below = new ArrayList<>(notes.lines());
    below.addAll(table.remarks());
    if (!lines.leftOut().isEmpty()) {
      below.add(
          String.format(
              Locale.ROOT,
              "%s %s. %s",
              phrases.of("No room for:"),
              lines.leftOut().stream()
                  .map(index -> phrases.of(table.columns().get(index).key()))
                  .collect(Collectors.joining(", ")),
              phrases.of("--csv, --markdown and --json have everything.")));
    }
    if (!below.isEmpty()) {
      console.line("");
    }
    below.forEach(text -> Text.wrap(text, line).forEach(console::line));
  }

  private static FittedTable fitted(ResultTable table, Notes notes) {
    List<FittedTable.Column> columns =
        new ArrayList<>(table.columns().stream().map(TextTable::column).toList());
    if (!notes.isEmpty()) {
      columns.add(new FittedTable.Column("", Align.LEFT));
    }
    FittedTable fitted = new FittedTable(columns);
    for (TableRow row : table.rows()) {
      List<FittedTable.Cell> cells = new ArrayList<>();
      row.cells().forEach(cell -> cells.add(new FittedTable.Cell(cell.people(), cell.brief())));
      if (!notes.isEmpty()) {
        cells.add(new FittedTable.Cell(notes.mark(row)));
      }
      fitted.row(cells);
    }
    return fitted;
  }

  private static FittedTable.Column column(Column column) {
    return new FittedTable.Column(column.name(), column.align(), column.worth(), column.under());
  }
}
