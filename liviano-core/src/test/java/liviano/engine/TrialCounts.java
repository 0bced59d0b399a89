package liviano.engine;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** What came of many trials. */
final class TrialCounts {
  private static final int KINDS = 60;

  private final Map<String, Integer> counts = new TreeMap<>();
  private final Map<String, Integer> reasons = new TreeMap<>();

  void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  /** Names and numbers of a reason left out, so that like ones count together. */
  void refused(String when, Class<?> by, String reason, boolean pristine) {
    count("refused when " + when + (pristine ? ", unchanged" : ", changed"));
    String kind =
        reason
            .replaceAll("(layer |value |output |tensor |at ).*?: ", "$1...: ")
            .replaceAll("'[^']*'|\"[^\"]*\"|-?[0-9][0-9.,Ex-]*", "...");
    reasons.merge(
        when + ", " + by.getSimpleName() + kind.substring(0, Math.min(kind.length(), 100)),
        1,
        Integer::sum);
  }

  int of(String what) {
    return counts.getOrDefault(what, 0);
  }

  void print() {
    counts.forEach((what, count) -> System.out.println(count + " " + what));
    System.out.println(reasons.size() + " kinds of reason");
    reasons.entrySet().stream()
        .sorted(Comparator.comparing((Map.Entry<String, Integer> e) -> e.getValue()).reversed())
        .limit(KINDS)
        .forEach(e -> System.out.println("  " + e.getValue() + " " + e.getKey()));
  }
}
