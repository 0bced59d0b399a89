package liviano.paper.tables;

import java.util.Locale;
import liviano.cli.output.Table.Align;

/**
 * A column of a table.
 *
 * @param name its head for people; short, and not always another than its neighbours'
 * @param key its head for programs; another than all others
 */
public record Column(String name, String key, Align align) {

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
}
