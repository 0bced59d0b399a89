package liviano.server.observe;

import java.util.ArrayList;
import java.util.List;

/**
 * Names and values of a sample, in order.
 *
 * @param pairs name and value alternately
 */
record Labels(List<String> pairs) implements Comparable<Labels> {
  static final Labels NONE = new Labels(List.of());

  Labels {
    pairs = List.copyOf(pairs);
  }

  static Labels of(String... pairs) {
    return new Labels(List.of(pairs));
  }

  Labels and(String name, String value) {
    List<String> more = new ArrayList<>(pairs);
    more.add(name);
    more.add(value);
    return new Labels(more);
  }

  @Override
  public int compareTo(Labels other) {
    return String.join("\n", pairs).compareTo(String.join("\n", other.pairs));
  }
}
