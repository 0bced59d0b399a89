package liviano.json;

/**
 * A finite number: either an integer, exact to 64 bits, or a double.
 *
 * <p>A number is an integer if it was written as one, without fraction or exponent, and fits a
 * long; {@code 1e2}, {@code 1.0} and {@code -0} are doubles.
 */
public final class JsonNumber implements JsonValue {

  // The integer itself or the bits of the double: COCO holds sixty million of these.
  private final long bits;
  private final boolean integer;

  private JsonNumber(long bits, boolean integer) {
    this.bits = bits;
    this.integer = integer;
  }

  public static JsonNumber of(long value) {
    return new JsonNumber(value, true);
  }

  /**
   * A double.
   *
   * @throws IllegalArgumentException if it is not finite, which JSON cannot say
   */
  public static JsonNumber of(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("JSON has no number for " + value);
    }
    return new JsonNumber(Double.doubleToRawLongBits(value), false);
  }

  /**
   * A float by its shortest decimal: 0.1f is written as 0.1, not as 0.10000000149011612.
   *
   * @throws IllegalArgumentException if it is not finite, which JSON cannot say
   */
  public static JsonNumber of(float value) {
    return of(Float.isFinite(value) ? Double.parseDouble(Float.toString(value)) : (double) value);
  }

  /** Whether this is an integer, exact to 64 bits. */
  public boolean isInteger() {
    return integer;
  }

  /**
   * The integer.
   *
   * @throws JsonException if this number was not written as an integer of 64 bits
   */
  public long longValue() {
    return Typed.longInteger(this, Place.ROOT);
  }

  /** The number as a double; integers beyond 2^53 are rounded. */
  public double doubleValue() {
    return integer ? (double) bits : Double.longBitsToDouble(bits);
  }

  /** The integer; meaningless unless {@link #isInteger()}. */
  long exact() {
    return bits;
  }

  @Override
  public String kind() {
    return "a number";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonNumber that && bits == that.bits && integer == that.integer;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(bits) ^ Boolean.hashCode(integer);
  }

  /** The number in JSON. */
  @Override
  public String toString() {
    return integer ? Long.toString(bits) : Double.toString(doubleValue());
  }
}
