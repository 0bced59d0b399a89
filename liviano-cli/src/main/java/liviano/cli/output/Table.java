package liviano.cli.output;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Rows of text in aligned columns, two blanks apart. */
public final class Table {
  /** The alignment of a column's text. */
  public enum Align {
    /** Words. */
    LEFT,
    /** Numbers. */
    RIGHT
  }

  /** In fewer columns nothing can be read. */
  private static final int LEAST_ROOM = 8;

  private final List<Align> columns;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these columns. */
  public Table(Align... columns) {
    this.columns = List.of(columns);
  }

  /**
   * Adds a row.
   *
   * @param cells plain text, one a column; control characters are escaped
   */
  public Table row(String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a row of %d cells in a table of %d columns",
              cells.length,
              columns.size()));
    }
    rows.add(List.of(cells).stream().map(Text::oneLine).toList());
    return this;
  }

  /** The same table with each cell's text changed, to another language say. */
  public Table map(UnaryOperator<String> change) {
    Table changed = new Table(columns.toArray(Align[]::new));
    rows.forEach(row -> changed.row(row.stream().map(change).toArray(String[]::new)));
    return changed;
  }

  /** The rows as lines, without trailing blanks. */
  public List<String> lines() {
    int[] widths = new int[columns.size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], Text.width(row.get(column)));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  /**
   * The rows as lines that are no wider than so many columns, where that can be: what is too long
   * in the last column goes on below, between words if it has any.
   */
  public List<String> lines(int most) {
    int last = columns.size() - 1;
    int before = 2 * last;
    for (int column = 0; column < last; column++) {
      before += width(column);
    }
    int room = most - before;
    if (room < LEAST_ROOM) {
      return lines();
    }
    Table wrapped = new Table(columns.toArray(Align[]::new));
    for (List<String> row : rows) {
      List<String> parts = Text.wrap(row.get(last), room);
      wrapped.rows.add(with(row.subList(0, last), parts.getFirst()));
      parts.stream()
          .skip(1)
          .forEach(part -> wrapped.rows.add(with(Collections.nCopies(last, ""), part)));
    }
    return wrapped.lines();
  }

  private static List<String> with(List<String> cells, String last) {
    List<String> row = new ArrayList<>(cells);
    row.add(last);
    return row;
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> Text.width(row.get(column))).max().orElse(0);
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = row.get(column);
      String blanks = " ".repeat(widths[column] - Text.width(cell));
      line.append(column == 0 ? "" : "  ");
      line.append(columns.get(column) == Align.LEFT ? cell + blanks : blanks + cell);
    }
    return line.toString().stripTrailing();
  }
}
