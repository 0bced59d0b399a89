package liviano.paper.tables;

import java.util.Locale;
import liviano.cli.output.Words;
import liviano.paper.language.Phrases;
import liviano.paper.published.Figure;

/**
 * One cell of a table.
 *
 * @param people what it says to people: {@code 3,504,872}
 * @param programs what it says to programs: {@code 3504872}
 * @param brief what it says to people who have little room: {@code 3.50 M}
 */
public record Cell(String people, String programs, String brief) {
  /** Nothing. */
  public static final Cell EMPTY = text("");

  /** The same for both. */
  public static Cell text(String text) {
    return new Cell(text, text, text);
  }

  /** The same cell in another language. */
  Cell in(Phrases phrases) {
    return new Cell(phrases.of(people), programs, phrases.of(brief));
  }

  /** A whole number. */
  public static Cell number(long number) {
    return new Cell(Words.thousands(number), Long.toString(number), Words.compact(number));
  }

  /** A number with this many digits after the point; for programs with all its digits. */
  public static Cell number(double number, int digits) {
    String people = String.format(Locale.ROOT, "%,." + digits + "f", number);
    return new Cell(people, Double.toString(number), people);
  }

  /** A number as it was printed. */
  public static Cell figure(Figure figure) {
    double value = figure.value();
    return new Cell(
        figure.text(),
        value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value),
        figure.text());
  }

  /** The same cell, with other words where there is little room. */
  public Cell withBrief(String text) {
    return new Cell(people, programs, text);
  }
}
