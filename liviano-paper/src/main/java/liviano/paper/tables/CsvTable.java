package liviano.paper.tables;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import liviano.cli.output.Console;

/** A table for spreadsheets: RFC 4180, plain numbers, the note last. */
final class CsvTable {
  private CsvTable() {}

  static void print(ResultTable table, Console console) {
    line(Stream.concat(table.columns().stream().map(Column::key), Stream.of("note")), console);
    for (TableRow row : table.rows()) {
      line(Stream.concat(row.cells().stream().map(Cell::programs), Stream.of(row.note())), console);
    }
  }

  private static void line(Stream<String> fields, Console console) {
    // The standard's line ends, and UTF-8 wherever it goes.
    console.json(fields.map(CsvTable::quoted).collect(Collectors.joining(",")) + "\r\n");
  }

  private static String quoted(String field) {
    return field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + field.replace("\"", "\"\"") + '"'
        : field;
  }
}
