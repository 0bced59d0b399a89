package liviano.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import liviano.text.EncodingException;
import liviano.text.Utf8;

/**
 * Reads JSON as RFC 8259 has it and nothing beyond: no comments, no trailing commas, no NaN, no
 * leading zeros, no byte order mark, nothing after the value, strings of valid UTF-8 and whole
 * surrogate pairs. What the RFC leaves open is refused: a name that comes twice in one object, a
 * number too large for a double. Time and memory are linear in the text.
 *
 * <p>To write, see {@link JsonValue#toJson()}.
 */
public final class Json {

  /** Longest part of a name or string that a message repeats, in characters. */
  static final int QUOTED_LENGTH = 80;

  private Json() {}

  /** {@link #parse(byte[], JsonLimits)} within the default limits. */
  public static JsonValue parse(byte[] utf8) {
    return parse(utf8, JsonLimits.defaults());
  }

  /**
   * Parses one JSON value that fills the bytes.
   *
   * @throws JsonException with the byte's offset, if this is not JSON or is beyond the limits
   */
  public static JsonValue parse(byte[] utf8, JsonLimits limits) {
    return JsonParser.parse(utf8, 0, limits);
  }

  /** {@link #parse(String, JsonLimits)} within the default limits. */
  public static JsonValue parse(String text) {
    return parse(text, JsonLimits.defaults());
  }

  /**
   * Parses one JSON value that fills the text; offsets in errors count bytes of its UTF-8.
   *
   * @throws JsonException if this is not JSON or is beyond the limits
   */
  public static JsonValue parse(String text, JsonLimits limits) {
    if (text.length() > limits.maxBytes()) {
      throw tooLong(limits);
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (!new String(utf8, StandardCharsets.UTF_8).equals(text)) {
      throw JsonException.at(Place.ROOT, "the text holds half a surrogate pair");
    }
    return parse(utf8, limits);
  }

  /**
   * Parses a file, which unlike bytes in memory may begin with a byte order mark; never reads more
   * of it than the limits allow.
   *
   * @throws JsonException with the byte's offset in the file, if this is not JSON, is beyond the
   *     limits, or is in another encoding than UTF-8
   */
  public static JsonValue read(Path file, JsonLimits limits) throws IOException {
    int most = (int) Math.min(limits.maxBytes(), Integer.MAX_VALUE - 16);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      return JsonParser.parse(bytes, Utf8.start(bytes), limits);
    } catch (EncodingException e) {
      throw JsonException.atByte(0, e.getMessage());
    }
  }

  /**
   * A name or string as messages show it: in double quotes, on one line, control characters
   * escaped, cut after 80 characters.
   */
  public static String quote(String text) {
    var quoted = new StringBuilder("\"");
    int length = Math.min(text.length(), QUOTED_LENGTH);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (Character.isISOControl(c) || Character.isSurrogate(c) || isFormat(c)) {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append(length < text.length() ? "\"..." : "\"").toString();
  }

  /** Line separators and the marks that turn the direction of a terminal's text. */
  private static boolean isFormat(char c) {
    int type = Character.getType(c);
    return type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  static JsonException tooLong(JsonLimits limits) {
    return JsonException.beyond(-1, "longer than " + limits.maxBytes() + " bytes");
  }
}
