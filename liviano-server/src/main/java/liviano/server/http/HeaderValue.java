package liviano.server.http;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The value of a header that has parameters: {@code form-data; name="a"; filename="b.png"}.
 *
 * @param value what stands before the first semicolon
 * @param parameters by name in small letters, without quotes
 */
record HeaderValue(String value, SequencedMap<String, String> parameters) {
  private static final int MOST = 16;

  /** Empty where it has not that form: a parameter without a value, twice, or quotes left open. */
  static Optional<HeaderValue> parse(String text) {
    int end = text.indexOf(';');
    String value = (end < 0 ? text : text.substring(0, end)).strip();
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    int at = end < 0 ? text.length() : end;
    while (at < text.length()) {
      at++; // the semicolon
      int next = endOf(text, at);
      if (next < 0) {
        return Optional.empty();
      }
      String parameter = text.substring(at, next).strip();
      at = next;
      if (parameter.isEmpty()) {
        continue; // a semicolon too many
      }
      int equals = parameter.indexOf('=');
      if (equals < 1 || parameters.size() == MOST) {
        return Optional.empty();
      }
      String name = parameter.substring(0, equals).toLowerCase(Locale.ROOT);
      Optional<String> unquoted = unquoted(parameter.substring(equals + 1));
      if (!name.matches("[!#$%&'*+.^_`|~0-9a-z-]+")
          || unquoted.isEmpty()
          || parameters.putIfAbsent(name, unquoted.get()) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(new HeaderValue(value, parameters));
  }

  /** The semicolon behind a parameter, outside quotes; -1 where quotes are left open. */
  private static int endOf(String text, int from) {
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\' && i + 1 < text.length()) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ';' && !quoted) {
        return i;
      }
    }
    return quoted ? -1 : text.length();
  }

  /**
   * A backslash stands before a quote or another backslash only: browsers of old sent whole paths
   * of Windows.
   */
  private static Optional<String> unquoted(String value) {
    if (!value.startsWith("\"")) {
      return value.isEmpty() || value.indexOf('"') >= 0 ? Optional.empty() : Optional.of(value);
    }
    if (value.length() < 2 || !value.endsWith("\"")) {
      return Optional.empty();
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 1; i < value.length() - 1; i++) {
      char c = value.charAt(i);
      boolean escapes =
          c == '\\' && i + 2 < value.length() && "\"\\".indexOf(value.charAt(i + 1)) >= 0;
      if (c == '"') {
        return Optional.empty();
      }
      plain.append(escapes ? value.charAt(++i) : c);
    }
    return Optional.of(plain.toString());
  }
}
