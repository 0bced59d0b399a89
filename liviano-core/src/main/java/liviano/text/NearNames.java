package liviano.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The names that somebody may have meant. */
public final class NearNames {

  private static final int MOST = 3;

  /** Longer names are compared by their start: they come from files, and the cost is quadratic. */
  private static final int LENGTH = 100;

  private static final int NAMES = 10_000;

  private NearNames() {}

  /**
   * Up to three names that begin with this one, or are within a third of its length in edits; the
   * nearest first.
   */
  public static List<String> of(String name, Collection<String> names) {
    record Near(String name, int edits) {}
    return names.stream()
        .limit(NAMES)
        .map(other -> new Near(other, edits(cut(name), cut(other))))
        .filter(
            near ->
                near.edits() <= Math.max(2, cut(name).length() / 3)
                    || name.length() > 2 && near.name().startsWith(name))
        .sorted(Comparator.comparingInt(Near::edits))
        .limit(MOST)
        .map(Near::name)
        .toList();
  }

  /** Levenshtein's distance. */
  static int edits(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j < above.length; j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[above.length];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }

  private static String cut(String name) {
    return name.substring(0, Math.min(name.length(), LENGTH));
  }
}
