package liviano.json;

import java.util.Objects;

/** A string, its escapes already resolved. */
public record JsonString(String value) implements JsonValue {

  public JsonString {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String kind() {
    return "a string";
  }

  @Override
  public String toString() {
    return Json.quote(value);
  }
}
