package liviano.json;

import java.util.Collection;
import java.util.Locale;
import java.util.function.Consumer;

/** Writes values as text; the same value always gives the same text. */
final class JsonWriter {

  private final StringBuilder out = new StringBuilder();
  private final boolean pretty;
  private int depth;

  private JsonWriter(boolean pretty) {
    this.pretty = pretty;
  }

  static String compact(JsonValue value) {
    var writer = new JsonWriter(false);
    writer.value(value);
    return writer.out.toString();
  }

  static String pretty(JsonValue value) {
    var writer = new JsonWriter(true);
    writer.value(value);
    return writer.out.append('\n').toString();
  }

  private void value(JsonValue value) {
    switch (value) {
      case JsonObject object ->
          list(
              '{',
              object.members().entrySet(),
              true,
              '}',
              member -> {
                string(member.getKey());
                out.append(pretty ? ": " : ":");
                value(member.getValue());
              });
      case JsonArray array ->
          list('[', array.elements(), !pretty || !isNumbers(array), ']', this::value);
      case JsonString string -> string(string.value());
      case JsonNumber number -> out.append(number);
      case JsonBoolean bool -> out.append(bool.value());
      case JsonNull _ -> out.append("null");
    }
  }

  private <T> void list(
      char open, Collection<T> items, boolean lines, char close, Consumer<T> write) {
    if (++depth > JsonLimits.DEEPEST) {
      throw JsonException.at(
          Place.ROOT, "values nested deeper than " + JsonLimits.DEEPEST + " levels");
    }
    out.append(open);
    boolean first = true;
    for (T item : items) {
      if (!first) {
        out.append(pretty && !lines ? ", " : ",");
      }
      first = false;
      newLine(lines);
      write.accept(item);
    }
    depth--;
    newLine(lines && !items.isEmpty());
    out.append(close);
  }

  private void newLine(boolean wanted) {
    if (pretty && wanted) {
      out.append('\n').repeat("  ", depth);
    }
  }

  private static boolean isNumbers(JsonArray array) {
    return array.elements().stream().allMatch(element -> element instanceof JsonNumber);
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else if (!Character.isSurrogate(c)) {
            out.append(c);
          } else if (Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1))) {
            out.append(c).append(text.charAt(++i));
          } else {
            throw JsonException.at(
                Place.ROOT, "string with half a surrogate pair: " + Json.quote(text));
          }
        }
      }
    }
    out.append('"');
  }
}
