package liviano.paper.tables;

import java.util.List;
import java.util.Locale;
import liviano.paper.language.Phrases;

/**
 * A table, ready to be printed in any form.
 *
 * @param id as the command calls it
 * @param title for people
 * @param remarks what is to be said of all rows
 */
public record ResultTable(
    String id, String title, List<Column> columns, List<TableRow> rows, List<String> remarks) {

  public ResultTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    remarks = List.copyOf(remarks);
    if (columns.stream().map(Column::key).distinct().count() < columns.size()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "table %s: two columns of one key", id));
    }
    for (TableRow row : rows) {
      if (row.cells().size() != columns.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "table %s: a row of %d cells for %d columns",
                id,
                row.cells().size(),
                columns.size()));
      }
    }
  }

  /** The same table for people who read another language; programs read the same as before. */
  public ResultTable in(Phrases phrases) {
    return new ResultTable(
        id,
        phrases.of(title),
        columns.stream().map(column -> column.in(phrases)).toList(),
        rows.stream()
            .map(
                row ->
                    new TableRow(
                        row.cells().stream().map(cell -> cell.in(phrases)).toList(),
                        row.facts(),
                        phrases.of(row.note())))
            .toList(),
        remarks.stream().map(phrases::of).toList());
  }
}
