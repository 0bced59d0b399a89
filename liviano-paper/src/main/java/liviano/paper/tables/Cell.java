package liviano.paper.tables;

import java.util.Locale;
import liviano.paper.published.Figure;

/**
 * One cell of a table.
 *
 * @param people what it says to people: {@code 3,504,872}
 * @param programs what it says to programs: {@code 3504872}
 */
public record Cell(String people, String programs) {
  /** Nothing. */
  public static final Cell EMPTY = text("");

  /** The same for both. */
  public static Cell text(String text) {
    return new Cell(text, text);
  }

  /** A whole number. */
  public static Cell number(long number) {
    return new Cell(String.format(Locale.ROOT, "%,d", number), Long.toString(number));
  }

  /** A number with this many digits after the point; for programs with all its digits. */
  public static Cell number(double number, int digits) {
    return new Cell(
        String.format(Locale.ROOT, "%,." + digits + "f", number), Double.toString(number));
  }

  /** A number as it was printed. */
  public static Cell figure(Figure figure) {
    double value = figure.value();
    return new Cell(
        figure.text(),
        value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value));
  }
}
