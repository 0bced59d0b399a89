package liviano.json;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * An object: named members, in the order they were written, each name once.
 *
 * <p>The typed accessors throw a {@link JsonException} that names the member where it is missing or
 * of another kind; the optional ones throw only if it is of another kind ({@code null} is one).
 */
public final class JsonObject implements JsonValue {

  private final SequencedMap<String, JsonValue> members;
  private final Place place;

  /** Takes the map over: the caller must not keep it. */
  JsonObject(SequencedMap<String, JsonValue> members, Place place) {
    this.members = Collections.unmodifiableSequencedMap(members);
    this.place = place;
  }

  /** An object with these members, in the map's order. */
  public static JsonObject of(Map<String, ? extends JsonValue> members) {
    Builder builder = builder();
    members.forEach(builder::put);
    return builder.build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The members in their order; unmodifiable. */
  public SequencedMap<String, JsonValue> members() {
    return members;
  }

  public int size() {
    return members.size();
  }

  public boolean has(String key) {
    return members.containsKey(key);
  }

  public Optional<JsonValue> find(String key) {
    return Optional.ofNullable(members.get(key));
  }

  public JsonValue get(String key) {
    JsonValue value = members.get(key);
    if (value == null) {
      throw error("missing member " + Json.quote(key));
    }
    return value;
  }

  public JsonObject object(String key) {
    return Typed.object(get(key), place.member(key));
  }

  public JsonArray array(String key) {
    return Typed.array(get(key), place.member(key));
  }

  public String string(String key) {
    return Typed.string(get(key), place.member(key));
  }

  public boolean bool(String key) {
    return Typed.bool(get(key), place.member(key));
  }

  public double number(String key) {
    return Typed.number(get(key), place.member(key));
  }

  /** The member as an integer of 32 bits, written without fraction or exponent. */
  public int integer(String key) {
    return Typed.integer(get(key), place.member(key));
  }

  /** The member as an integer of 64 bits, written without fraction or exponent. */
  public long longInteger(String key) {
    return Typed.longInteger(get(key), place.member(key));
  }

  public Optional<JsonObject> optionalObject(String key) {
    return optional(key, Typed::object);
  }

  public Optional<JsonArray> optionalArray(String key) {
    return optional(key, Typed::array);
  }

  public Optional<String> optionalString(String key) {
    return optional(key, Typed::string);
  }

  public Optional<Boolean> optionalBool(String key) {
    return optional(key, Typed::bool);
  }

  public OptionalDouble optionalNumber(String key) {
    return has(key) ? OptionalDouble.of(number(key)) : OptionalDouble.empty();
  }

  public OptionalInt optionalInteger(String key) {
    return has(key) ? OptionalInt.of(integer(key)) : OptionalInt.empty();
  }

  public OptionalLong optionalLongInteger(String key) {
    return has(key) ? OptionalLong.of(longInteger(key)) : OptionalLong.empty();
  }

  /**
   * This object, if it has no other members than these: for formats in which an unknown member
   * means a newer version or a typing error.
   *
   * @throws JsonException naming the first other member
   */
  public JsonObject requireOnly(Collection<String> known) {
    for (String key : members.keySet()) {
      if (!known.contains(key)) {
        throw error(
            "unknown member "
                + Json.quote(key)
                + ", known are "
                + String.join(", ", new TreeSet<>(known)));
      }
    }
    return this;
  }

  /** An error at the place of this object, for problems that the caller finds. */
  public JsonException error(String reason) {
    return JsonException.at(place, reason);
  }

  /** An error at the place of a member of this object, for problems that the caller finds. */
  public JsonException error(String key, String reason) {
    return JsonException.at(place.member(key), reason);
  }

  private <T> Optional<T> optional(String key, BiFunction<JsonValue, Place, T> as) {
    return find(key).map(value -> as.apply(value, place.member(key)));
  }

  @Override
  public String kind() {
    return "an object";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonObject that && members.equals(that.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  @Override
  public String toString() {
    return members.toString();
  }

  /** Gathers members in order; a name that comes twice is an {@link IllegalArgumentException}. */
  public static final class Builder {

    private final SequencedMap<String, JsonValue> members = new LinkedHashMap<>();

    private Builder() {}

    public Builder put(String key, JsonValue value) {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(value, "value");
      if (members.putIfAbsent(key, value) != null) {
        throw new IllegalArgumentException("member " + Json.quote(key) + " is already there");
      }
      return this;
    }

    public Builder put(String key, String value) {
      return put(key, new JsonString(value));
    }

    public Builder put(String key, boolean value) {
      return put(key, JsonBoolean.of(value));
    }

    public Builder put(String key, long value) {
      return put(key, JsonNumber.of(value));
    }

    /** Refuses NaN and infinities, as {@link JsonNumber#of(double)}. */
    public Builder put(String key, double value) {
      return put(key, JsonNumber.of(value));
    }

    /** Refuses NaN and infinities, as {@link JsonNumber#of(float)}. */
    public Builder put(String key, float value) {
      return put(key, JsonNumber.of(value));
    }

    public JsonObject build() {
      return new JsonObject(new LinkedHashMap<>(members), Place.ROOT);
    }
  }
}
