package liviano.json;

/** Values as the type the caller asks for, or a {@link JsonException} that names their place. */
final class Typed {

  private Typed() {}

  static JsonObject object(JsonValue value, Place place) {
    return value instanceof JsonObject object ? object : fail(value, place, "an object");
  }

  static JsonArray array(JsonValue value, Place place) {
    return value instanceof JsonArray array ? array : fail(value, place, "an array");
  }

  static String string(JsonValue value, Place place) {
    return value instanceof JsonString string ? string.value() : fail(value, place, "a string");
  }

  static boolean bool(JsonValue value, Place place) {
    return value instanceof JsonBoolean bool ? bool.value() : fail(value, place, "a boolean");
  }

  static double number(JsonValue value, Place place) {
    return value instanceof JsonNumber number
        ? number.doubleValue()
        : fail(value, place, "a number");
  }

  static long longInteger(JsonValue value, Place place) {
    if (!(value instanceof JsonNumber number)) {
      return fail(value, place, "an integer");
    }
    if (!number.isInteger()) {
      throw JsonException.at(place, "expected an integer of 64 bits but found " + number);
    }
    return number.exact();
  }

  static int integer(JsonValue value, Place place) {
    long exact = longInteger(value, place);
    if (exact != (int) exact) {
      throw JsonException.at(place, "expected an integer of 32 bits but found " + exact);
    }
    return (int) exact;
  }

  private static <T> T fail(JsonValue value, Place place, String expected) {
    throw JsonException.at(place, "expected " + expected + " but found " + value.kind());
  }
}
