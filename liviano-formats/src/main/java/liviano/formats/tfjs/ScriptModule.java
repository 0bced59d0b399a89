package liviano.formats.tfjs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.json.Json;
import liviano.json.JsonLimits;
import liviano.json.JsonValue;

/**
 * What a JavaScript file assigns to {@code module.exports}: bundlers pack a model's JSON and its
 * weights, as base64, that way. No script is run: the value is read as a literal of numbers,
 * strings, arrays and objects, and anything else there is refused.
 */
public final class ScriptModule {
  /** A shard of 4 MiB is 5.6 MB in base64. */
  private static final int MAX_BYTES = 16 << 20;

  /** Bundlers call the module's object as they like: {@code module.exports}, {@code e.exports}. */
  private static final Pattern EXPORTS =
      Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]{0,63}\\.exports=(?=[\\[{\"])");

  /** Numbers as scripts write them: of JSON, but the digits before or after the point may lack. */
  private static final Pattern NUMBER =
      Pattern.compile("(-?)(\\d{0,400})(?:\\.(\\d{0,400}))?([eE][+-]?\\d{1,9})?");

  private static final Pattern WORD = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]{0,255}");

  private final String script;
  private final StringBuilder json = new StringBuilder();
  private int at;

  private ScriptModule(String script, int at) {
    this.script = script;
    this.at = at;
  }

  /**
   * The exported value.
   *
   * @throws MalformedModelException if the file exports no literal; it does not name the file
   * @throws UnsupportedModelException if it is longer than 16 MiB, likewise
   * @throws liviano.json.JsonException if the value nests deeper than the limits, or has more
   *     values
   * @throws IOException if it cannot be read
   */
  public static JsonValue json(Path file, JsonLimits limits) throws IOException {
    ScriptModule module = open(file);
    module.value();
    return Json.parse(module.json.toString(), limits);
  }

  /**
   * The bytes that the exported text stands for in base64.
   *
   * @throws MalformedModelException if the file exports no such text; it does not name the file
   * @throws UnsupportedModelException if it is longer than 16 MiB, likewise
   * @throws IOException if it cannot be read
   */
  public static byte[] base64(Path file) throws IOException {
    ScriptModule module = open(file);
    int end = module.script.indexOf('"', module.at + 1);
    if (module.peek() != '"' || end < 0) {
      throw module.malformed("a text in base64 is expected");
    }
    try {
      return Base64.getDecoder().decode(module.script.substring(module.at + 1, end));
    } catch (IllegalArgumentException e) {
      throw module.malformed("the text there is not base64");
    }
  }

  /** At the value; the first export is taken, as each of these files has one module. */
  private static ScriptModule open(Path file) throws IOException {
    long bytes = Files.size(file);
    if (bytes > MAX_BYTES) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT, "it has %d bytes; at most %d are read of a script", bytes, MAX_BYTES));
    }
    String script = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    Matcher exports = EXPORTS.matcher(script);
    if (!exports.find()) {
      throw new MalformedModelException("it exports no object, array or text");
    }
    return new ScriptModule(script, exports.end());
  }

  /** Copies the value at hand as JSON. Iterative: nesting is bounded by whoever parses the JSON. */
  private void value() {
    int open = 0;
    do {
      char c = peek();
      switch (c) {
        case '{', '[' -> {
          open++;
          copy();
        }
        case '}', ']' -> {
          open--;
          copy();
        }
        case ',', ':', ' ', '\n', '\r', '\t' -> copy();
        case '"' -> text();
        case '!' -> truth();
        default -> {
          if (c == '-' || c == '.' || c >= '0' && c <= '9') {
            number();
          } else {
            word();
          }
        }
      }
    } while (open > 0);
  }

  private void copy() {
    json.append(script.charAt(at++));
  }

  /** {@code !0} and {@code !1}, as minifiers write true and false. */
  private void truth() {
    at++;
    char c = peek();
    if (c != '0' && c != '1') {
      throw malformed("a value is no literal");
    }
    json.append(c == '0');
    at++;
  }

  /** A key without quotes, or one of the three words that are values. */
  private void word() {
    Matcher word = WORD.matcher(script).region(at, script.length());
    if (!word.lookingAt()) {
      throw malformed("a value is no literal");
    }
    at = word.end();
    if (at < script.length() && script.charAt(at) == ':') {
      json.append(Json.quote(word.group()));
      return;
    }
    switch (word.group()) {
      case "null", "true", "false" -> json.append(word.group());
      default -> {
        at = word.start();
        throw malformed("a value is no literal");
      }
    }
  }

  private void number() {
    Matcher number = NUMBER.matcher(script).region(at, script.length());
    boolean found = number.lookingAt();
    String fraction = found && number.group(3) != null ? number.group(3) : "";
    if (!found || number.group(2).isEmpty() && fraction.isEmpty()) {
      throw malformed("a number is broken");
    }
    json.append(number.group(1));
    json.append(number.group(2).isEmpty() ? "0" : number.group(2));
    if (!fraction.isEmpty()) {
      json.append('.').append(fraction);
    }
    json.append(number.group(4) == null ? "" : number.group(4));
    at = number.end();
  }

  /** A text in double quotes; of escapes those that JSON has too. */
  private void text() {
    int start = at++;
    while (peek() != '"') {
      if (peek() == '\\') {
        at++;
        if ("\"\\/bfnrtu".indexOf(peek()) < 0) {
          throw malformed("a text has an escape that JSON lacks");
        }
      }
      at++;
    }
    json.append(script, start, ++at);
  }

  private char peek() {
    if (at >= script.length()) {
      throw malformed("it ends within what it exports");
    }
    return script.charAt(at);
  }

  private MalformedModelException malformed(String what) {
    return new MalformedModelException(
        String.format(Locale.ROOT, "what it exports, at character %d: %s", at, what));
  }
}
