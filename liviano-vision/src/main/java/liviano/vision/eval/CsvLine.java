package liviano.vision.eval;

import java.util.ArrayList;
import java.util.List;

/** A line of a CSV file. */
final class CsvLine {
  private CsvLine() {}

  /**
   * Its fields; a quoted one may hold commas, and quotes written twice.
   *
   * @throws IllegalArgumentException if a quote is not closed
   */
  static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    int at = 0;
    do {
      StringBuilder field = new StringBuilder();
      at = at < line.length() && line.charAt(at) == '"' ? quoted(line, at, field) : at;
      int comma = line.indexOf(',', at);
      int end = comma < 0 ? line.length() : comma;
      fields.add(field.append(line, at, end).toString());
      at = comma < 0 ? line.length() + 1 : comma + 1;
    } while (at <= line.length());
    return fields;
  }

  /** Appends the text between the quotes; returns the place after the closing one. */
  private static int quoted(String line, int open, StringBuilder field) {
    for (int i = open + 1; i < line.length(); i++) {
      if (line.charAt(i) != '"') {
        field.append(line.charAt(i));
      } else if (i + 1 < line.length() && line.charAt(i + 1) == '"') {
        field.append(line.charAt(++i));
      } else {
        return i + 1;
      }
    }
    throw new IllegalArgumentException("a quote is not closed");
  }
}
