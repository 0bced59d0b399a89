package liviano.formats.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.json.JsonArray;
import liviano.json.JsonNull;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.json.JsonValue;

/**
 * The settings of a layer. One that is missing or null has the value that Keras gives it.
 *
 * @param config as it stands in the configuration
 */
record LayerSettings(JsonObject config) {

  /** What stands there, unless it is null. */
  Optional<JsonValue> find(String key) {
    return config.find(key).filter(value -> !(value instanceof JsonNull));
  }

  boolean flag(String key, boolean otherwise) {
    return find(key).isPresent() ? config.bool(key) : otherwise;
  }

  String text(String key, String otherwise) {
    return find(key).isPresent() ? config.string(key) : otherwise;
  }

  float number(String key, double otherwise) {
    return (float) (find(key).isPresent() ? config.number(key) : otherwise);
  }

  /** A whole number, also where it is written with a fraction of 0. */
  int integer(String key, int otherwise) {
    return find(key).map(value -> integer(key, value)).orElse(otherwise);
  }

  /** Whole numbers: one, or a list of them. */
  List<Integer> integers(String key, List<Integer> otherwise) {
    return find(key).map(value -> integers(key, value)).orElse(otherwise);
  }

  /** Rows and columns: two whole numbers, or one for both. */
  Pair pair(String key, Pair otherwise) {
    return find(key).map(value -> pair(key, value)).orElse(otherwise);
  }

  Pair pair(String key, JsonValue value) {
    List<Integer> numbers = integers(key, value);
    if (numbers.isEmpty() || numbers.size() > 2) {
      throw config.error(key, "one or two numbers are needed, there are " + numbers.size());
    }
    return new Pair(numbers.getFirst(), numbers.getLast());
  }

  /** Before and after rows, before and after columns: one number for all, two, or two pairs. */
  Sides sides(String key, Sides otherwise) {
    if (find(key).isEmpty()) {
      return otherwise;
    }
    if (config.get(key) instanceof JsonArray list
        && list.size() == 2
        && list.get(0) instanceof JsonArray) {
      Pair rows = pair(key, list.get(0));
      Pair columns = pair(key, list.get(1));
      return new Sides(rows.rows(), rows.columns(), columns.rows(), columns.columns());
    }
    Pair both = pair(key, config.get(key));
    return new Sides(both.rows(), both.rows(), both.columns(), both.columns());
  }

  /** Numbers: one, or lists of them in any nesting. */
  List<Float> numbers(String key) {
    List<Float> numbers = new ArrayList<>();
    find(key).ifPresent(value -> addTo(numbers, key, value));
    return numbers;
  }

  private void addTo(List<Float> numbers, String key, JsonValue value) {
    switch (value) {
      case JsonNumber number -> numbers.add((float) number.doubleValue());
      case JsonArray list -> list.elements().forEach(element -> addTo(numbers, key, element));
      default -> throw config.error(key, "expected numbers but found " + value.kind());
    }
  }

  private List<Integer> integers(String key, JsonValue value) {
    return value instanceof JsonArray list
        ? list.elements().stream().map(element -> integer(key, element)).toList()
        : List.of(integer(key, value));
  }

  private int integer(String key, JsonValue value) {
    if (value instanceof JsonNumber number) {
      double given = number.doubleValue();
      if (given == Math.rint(given) && Math.abs(given) <= Integer.MAX_VALUE) {
        return (int) given;
      }
    }
    throw config.error(key, "expected a whole number of 32 bits");
  }

  /** Two whole numbers: of rows and of columns. */
  record Pair(int rows, int columns) {
    static final Pair ONE = new Pair(1, 1);
    static final Pair TWO = new Pair(2, 2);
  }

  /** Whole numbers for the four sides of a map. */
  record Sides(int top, int bottom, int left, int right) {
    static final Sides ONE = new Sides(1, 1, 1, 1);
    static final Sides NONE = new Sides(0, 0, 0, 0);

    int least() {
      return Math.min(Math.min(top, bottom), Math.min(left, right));
    }

    @Override
    public String toString() {
      return "[[" + top + ", " + bottom + "], [" + left + ", " + right + "]]";
    }
  }
}
