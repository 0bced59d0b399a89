package liviano.paper.tables;

import liviano.cli.output.Console;

/** A form that a table is printed in. */
public enum TableFormat {
  /** Aligned columns, for people. */
  TEXT(TextTable::print),
  /** For documents. */
  MARKDOWN(MarkdownTable::print),
  /** For spreadsheets: RFC 4180, a line a row, the note last. */
  CSV(CsvTable::print),
  /** For programs. */
  JSON(JsonTable::print);

  private interface Printer {
    void print(ResultTable table, Console console);
  }

  private final Printer printer;

  TableFormat(Printer printer) {
    this.printer = printer;
  }

  /** Prints a table in this form. */
  public void print(ResultTable table, Console console) {
    printer.print(table, console);
  }
}
