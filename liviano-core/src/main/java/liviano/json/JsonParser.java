package liviano.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Builds the tree of values, by recursion as deep as the limits allow. */
final class JsonParser {

  private final JsonScanner scanner;
  private final JsonLimits limits;
  private int depth;
  private long values;

  private JsonParser(JsonScanner scanner, JsonLimits limits) {
    this.scanner = scanner;
    this.limits = limits;
  }

  /**
   * @param from the first byte that is read; offsets in errors count from the start of the array
   */
  static JsonValue parse(byte[] utf8, int from, JsonLimits limits) {
    if (utf8.length > limits.maxBytes()) {
      throw Json.tooLong(limits);
    }
    var scanner = new JsonScanner(utf8, from, utf8.length);
    JsonValue value = next(scanner, limits);
    if (scanner.peek() >= 0) {
      throw scanner.unexpected("nothing after the value");
    }
    return value;
  }

  /** The value that comes next; something may stand behind it. */
  static JsonValue next(JsonScanner scanner, JsonLimits limits) {
    return new JsonParser(scanner, limits).element(null, -1);
  }

  private JsonValue member(Place parent, String key, int keyAt) {
    return switch (scanner.peek()) {
      case '{' -> object(new Place(parent, key, -1, keyAt));
      case '[' -> array(new Place(parent, key, -1, keyAt));
      default -> scalar();
    };
  }

  private JsonValue element(Place parent, int index) {
    return switch (scanner.peek()) {
      case '{' -> object(new Place(parent, null, index, scanner.position()));
      case '[' -> array(new Place(parent, null, index, scanner.position()));
      default -> scalar();
    };
  }

  private JsonObject object(Place place) {
    open('{');
    SequencedMap<String, JsonValue> members = new LinkedHashMap<>();
    if (!scanner.accept('}')) {
      do {
        if (scanner.peek() != '"') {
          throw scanner.unexpected("a name in double quotes");
        }
        int keyAt = scanner.position();
        String key = scanner.string();
        scanner.expect(':', "a colon");
        if (members.putIfAbsent(key, member(place, key, keyAt)) != null) {
          throw JsonException.atByte(keyAt, "duplicate member " + Json.quote(key));
        }
      } while (scanner.accept(','));
      scanner.expect('}', "a comma or a closing brace");
    }
    depth--;
    return new JsonObject(members, place);
  }

  private JsonArray array(Place place) {
    open('[');
    List<JsonValue> elements = new ArrayList<>();
    if (!scanner.accept(']')) {
      do {
        elements.add(element(place, elements.size()));
      } while (scanner.accept(','));
      scanner.expect(']', "a comma or a closing bracket");
    }
    depth--;
    return new JsonArray(List.copyOf(elements), place);
  }

  private void open(char mark) {
    count();
    if (++depth > limits.maxDepth()) {
      throw JsonException.atByte(
          scanner.position(), "nested deeper than " + limits.maxDepth() + " levels");
    }
    scanner.accept(mark);
  }

  private JsonValue scalar() {
    count();
    return switch (scanner.peek()) {
      case '"' -> new JsonString(scanner.string());
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> scanner.number();
      case 't' -> word("true", JsonBoolean.TRUE);
      case 'f' -> word("false", JsonBoolean.FALSE);
      case 'n' -> word("null", JsonNull.NULL);
      default -> throw scanner.unexpected("a value");
    };
  }

  private JsonValue word(String word, JsonValue value) {
    scanner.word(word);
    return value;
  }

  private void count() {
    if (++values > limits.maxValues()) {
      throw JsonException.beyond(scanner.position(), "more than " + limits.maxValues() + " values");
    }
  }
}
