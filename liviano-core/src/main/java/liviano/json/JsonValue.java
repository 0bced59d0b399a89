package liviano.json;

/**
 * One JSON value. All values are immutable; two values are equal where they say the same, wherever
 * they were read from (the order of an object's members does not count, {@code 1} and {@code 1.0}
 * differ).
 */
public sealed interface JsonValue
    permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

  /** What this value is, with its article, for error messages: {@code "an object"}. */
  String kind();

  /**
   * This value as an object.
   *
   * @throws JsonException if it is none
   */
  default JsonObject asObject() {
    return Typed.object(this, Place.ROOT);
  }

  /**
   * This value as an array.
   *
   * @throws JsonException if it is none
   */
  default JsonArray asArray() {
    return Typed.array(this, Place.ROOT);
  }

  /**
   * The shortest text: no white space, members in their order. The same value gives the same text.
   *
   * @throws JsonException if a string holds half a surrogate pair, or values nest deeper than
   *     {@link JsonLimits#DEEPEST}
   */
  default String toJson() {
    return JsonWriter.compact(this);
  }

  /**
   * Text for people: two spaces a level, arrays of numbers on one line, a line feed at the end.
   *
   * @throws JsonException as {@link #toJson()}
   */
  default String toPrettyJson() {
    return JsonWriter.pretty(this);
  }
}
