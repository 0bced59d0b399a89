package liviano.paper.tables;

import liviano.cli.output.Console;
import liviano.paper.language.Phrases;

/** A form that a table is printed in. */
public enum TableFormat {
  /** Aligned columns, for people. */
  TEXT(TextTable::print),
  /** For documents. */
  MARKDOWN((table, console, phrases) -> MarkdownTable.print(table.in(phrases), console)),
  /** For spreadsheets: RFC 4180, a line a row, the note last. */
  CSV((table, console, _) -> CsvTable.print(table, console)),
  /** For programs. */
  JSON((table, console, _) -> JsonTable.print(table, console));

  private interface Printer {
    void print(ResultTable table, Console console, Phrases phrases);
  }

  private final Printer printer;

  TableFormat(Printer printer) {
    this.printer = printer;
  }

  /**
   * Prints a table in this form.
   *
   * @param phrases of the reader's language, for the forms that people read
   */
  public void print(ResultTable table, Console console, Phrases phrases) {
    printer.print(table, console, phrases);
  }
}
