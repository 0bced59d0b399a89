package liviano.bench.load;

import java.util.LinkedHashMap;
import java.util.Map;

/** Prometheus' text format, as far as a line is a name with labels, a blank and a number. */
final class Metrics {
  private Metrics() {}

  /** The values by name and labels as they are written. */
  static Map<String, Double> parse(String text) {
    Map<String, Double> values = new LinkedHashMap<>();
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(line -> add(line, values));
    return values;
  }

  private static void add(String line, Map<String, Double> values) {
    int name = Math.max(line.indexOf('}') + 1, line.indexOf(' '));
    int blank = line.indexOf('}') < 0 ? line.indexOf(' ') : name;
    if (blank > 0 && blank < line.length()) {
      String number = line.substring(blank).strip().split(" ", 2)[0];
      values.put(line.substring(0, blank), parsed(number));
    }
  }

  private static double parsed(String number) {
    return switch (number) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(number);
    };
  }
}
