package liviano.paper.published;

import java.util.Map;

/**
 * A number as it was printed, so that its rounding stays visible: {@code 4.2M} is not 4,200,000.
 *
 * @param text as printed
 * @param value the number that it represents
 */
public record Figure(String text, double value) {
  private static final Map<Character, Double> UNITS = Map.of('K', 1e3, 'M', 1e6, 'B', 1e9);

  /**
   * Reads a figure.
   *
   * @param text digits and a point, and K, M or B for a thousand, a million or a billion
   * @throws NumberFormatException if it is none
   */
  public static Figure of(String text) {
    double unit = UNITS.getOrDefault(text.charAt(text.length() - 1), 1.0);
    String digits = unit == 1 ? text : text.substring(0, text.length() - 1);
    return new Figure(text, Double.parseDouble(digits) * unit);
  }

  @Override
  public String toString() {
    return text;
  }
}
