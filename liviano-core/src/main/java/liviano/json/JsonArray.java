package liviano.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * An array. The typed accessors throw a {@link JsonException} that names the element where it is
 * missing or of another kind.
 */
public final class JsonArray implements JsonValue {

  private final List<JsonValue> elements;
  private final Place place;

  /** Takes an immutable list. */
  JsonArray(List<JsonValue> elements, Place place) {
    this.elements = elements;
    this.place = place;
  }

  public static JsonArray of(JsonValue... elements) {
    return new JsonArray(List.of(elements), Place.ROOT);
  }

  public static JsonArray of(Collection<? extends JsonValue> elements) {
    return new JsonArray(List.copyOf(elements), Place.ROOT);
  }

  public static JsonArray ofStrings(Collection<String> values) {
    return of(values.stream().map(JsonString::new).toList());
  }

  public static JsonArray ofIntegers(int... values) {
    return of(Arrays.stream(values).mapToObj(JsonNumber::of).toList());
  }

  public static JsonArray ofLongs(long... values) {
    return of(Arrays.stream(values).mapToObj(JsonNumber::of).toList());
  }

  /** Refuses NaN and infinities, as {@link JsonNumber#of(double)}. */
  public static JsonArray ofNumbers(double... values) {
    return of(Arrays.stream(values).mapToObj(JsonNumber::of).toList());
  }

  /** Refuses NaN and infinities, as {@link JsonNumber#of(float)}. */
  public static JsonArray ofFloats(float... values) {
    return of(IntStream.range(0, values.length).mapToObj(i -> JsonNumber.of(values[i])).toList());
  }

  /** The elements; unmodifiable. */
  public List<JsonValue> elements() {
    return elements;
  }

  public int size() {
    return elements.size();
  }

  public JsonValue get(int index) {
    if (index < 0 || index >= elements.size()) {
      throw error("no element " + index + " among " + elements.size());
    }
    return elements.get(index);
  }

  public JsonObject object(int index) {
    return Typed.object(get(index), place.element(index));
  }

  public JsonArray array(int index) {
    return Typed.array(get(index), place.element(index));
  }

  public String string(int index) {
    return Typed.string(get(index), place.element(index));
  }

  public boolean bool(int index) {
    return Typed.bool(get(index), place.element(index));
  }

  public double number(int index) {
    return Typed.number(get(index), place.element(index));
  }

  /** The element as an integer of 32 bits, written without fraction or exponent. */
  public int integer(int index) {
    return Typed.integer(get(index), place.element(index));
  }

  /** The element as an integer of 64 bits, written without fraction or exponent. */
  public long longInteger(int index) {
    return Typed.longInteger(get(index), place.element(index));
  }

  public List<JsonObject> objects() {
    return each(Typed::object);
  }

  public List<JsonArray> arrays() {
    return each(Typed::array);
  }

  public List<String> strings() {
    return each(Typed::string);
  }

  public int[] integers() {
    int[] integers = new int[size()];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = integer(i);
    }
    return integers;
  }

  public long[] longs() {
    long[] longs = new long[size()];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = longInteger(i);
    }
    return longs;
  }

  public double[] numbers() {
    double[] numbers = new double[size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(i);
    }
    return numbers;
  }

  /** The elements rounded to floats; one beyond the range of a float is an error. */
  public float[] floats() {
    float[] floats = new float[size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) number(i);
      if (!Float.isFinite(floats[i])) {
        throw error(i, "expected a number within a float's range but found " + number(i));
      }
    }
    return floats;
  }

  /** An error at the place of this array, for problems that the caller finds. */
  public JsonException error(String reason) {
    return JsonException.at(place, reason);
  }

  /** An error at the place of an element of this array, for problems that the caller finds. */
  public JsonException error(int index, String reason) {
    return JsonException.at(place.element(Objects.checkIndex(index, size())), reason);
  }

  private <T> List<T> each(BiFunction<JsonValue, Place, T> as) {
    List<T> all = new ArrayList<>(size());
    for (int i = 0; i < size(); i++) {
      all.add(as.apply(elements.get(i), place.element(i)));
    }
    return Collections.unmodifiableList(all);
  }

  @Override
  public String kind() {
    return "an array";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonArray that && elements.equals(that.elements);
  }

  @Override
  public int hashCode() {
    return elements.hashCode();
  }

  @Override
  public String toString() {
    return elements.toString();
  }
}
