package liviano.cli.shapes;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path of a JSON document, as a file holds it: {@code PATH: KIND}, {@code PATH?: KIND} where it
 * may be missing, and {@code PATH: KIND = VALUE | VALUE} where the values are held too. The path of
 * the document itself is {@code (document)}.
 *
 * @param kind what the value is: several kinds are joined by {@code or}
 * @param values the values in JSON, in the order in which they come first; empty where any will do
 */
record HeldLine(String path, boolean optional, String kind, List<String> values) {
  private static final String DOCUMENT = "(document)";
  private static final String BETWEEN = " | ";
  private static final Pattern LINE = Pattern.compile("(.+?)(\\?)?: ([a-z ]+?)( =( .*)?)?");

  static HeldLine parse(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no line of a shape: " + line);
    }
    String path = parts.group(1);
    String values = parts.group(5) == null ? "" : parts.group(5).substring(1);
    return new HeldLine(
        path.equals(DOCUMENT) ? "" : path,
        parts.group(2) != null,
        parts.group(3),
        parts.group(4) == null ? List.of() : List.of(values.split(Pattern.quote(BETWEEN), -1)));
  }

  @Override
  public String toString() {
    return (path.isEmpty() ? DOCUMENT : path)
        + (optional ? "?" : "")
        + ": "
        + kind
        + (values.isEmpty() ? "" : " = " + String.join(BETWEEN, values));
  }
}
