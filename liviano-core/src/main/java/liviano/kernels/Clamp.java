package liviano.kernels;

/**
 * The range a result is held in: {@code x < min ? min : x}, then {@code x > max ? max : x}. NaN
 * passes through.
 *
 * @param min the least value, or negative infinity
 * @param max the greatest value, or positive infinity
 */
public record Clamp(float min, float max) {
  public static final Clamp NONE = new Clamp(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
  public static final Clamp RELU = new Clamp(0, Float.POSITIVE_INFINITY);
  public static final Clamp RELU6 = new Clamp(0, 6);

  public Clamp {
    if (!(min <= max)) {
      throw new IllegalArgumentException("clamp from " + min + " to " + max + " is empty");
    }
  }

  /** Whether it changes nothing. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** This range, and then another: one range that gives the same numbers. */
  public Clamp then(Clamp other) {
    return isNone() ? other : new Clamp(other.apply(min), other.apply(max));
  }

  /** Both as machine code reads them: the least value in the lower 32 bits. */
  public long bits() {
    return Float.floatToRawIntBits(min) & 0xffff_ffffL | (long) Float.floatToRawIntBits(max) << 32;
  }

  /** {@code x} held in the range. */
  public float apply(float x) {
    float atLeast = x < min ? min : x;
    return atLeast > max ? max : atLeast;
  }
}
