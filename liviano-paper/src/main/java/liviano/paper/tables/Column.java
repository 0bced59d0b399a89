package liviano.paper.tables;

import java.util.Locale;
import java.util.Optional;
import liviano.cli.output.FittedTable;
import liviano.cli.output.Table.Align;
import liviano.paper.language.Phrases;

/**
 * A column of a table.
 *
 * @param name its head for people; short, and not always another than its neighbours'
 * @param key its head for programs; another than all others
 * @param worth where there is little room, a column of less worth is left out first
 * @param under the head of the column whose cells these may then stand below
 */
public record Column(String name, String key, Align align, int worth, Optional<String> under) {

  private Column(String name, String key, Align align) {
    this(name, key, align, FittedTable.Column.KEPT, Optional.empty());
  }

  /** A column of words. */
  public static Column words(String name) {
    return new Column(name, name.toLowerCase(Locale.ROOT), Align.LEFT);
  }

  /** A column of numbers. */
  public static Column numbers(String name) {
    return numbers(name, name.toLowerCase(Locale.ROOT));
  }

  /** A column of numbers whose head for people does not say enough. */
  public static Column numbers(String name, String key) {
    return new Column(name, key, Align.RIGHT);
  }

  /** The same column, with its head in another language. */
  Column in(Phrases phrases) {
    return new Column(phrases.of(name), key, align, worth, under.map(phrases::of));
  }

  /** The same column, left out where there is no room, before those of more worth. */
  public Column ofWorth(int newWorth) {
    return new Column(name, key, align, newWorth, under);
  }

  /** The same column, whose cells stand below those of another where there is little room. */
  public Column below(String other) {
    return new Column(name, key, align, worth, Optional.of(other));
  }
}
