package liviano.json;

import java.util.function.Supplier;

/**
 * The digits of a number while it is read, and the float or double that they mean. Used again for
 * the next number, so that reading many allocates nothing.
 */
final class JsonDecimal {
  /** So many digits always fit a long. */
  private static final int DIGITS = 18;

  /** Integers up to here are exact as doubles. */
  private static final long EXACT = 1L << 53;

  /** Powers of ten up to here are exact as doubles. */
  private static final int EXACT_POWER = 22;

  private static final double[] POWERS = powers();

  /** Bits of a double beyond those of a float; half of their range is halfway between floats. */
  private static final int BEYOND_FLOAT = 29;

  /**
   * How far the double that {@link #near} computes may be from the number, in units of its last
   * place: half a unit each by the digits, the power of ten and their product makes less than 2.
   */
  private static final long ERROR = 8;

  private boolean negative;
  private long digits;
  private int count; // of digits after leading zeros
  private long shift; // power of ten by which the digits are multiplied

  /** Powers of ten to twice those that are exact, each rounded correctly. */
  private static double[] powers() {
    double[] powers = new double[2 * EXACT_POWER + 1];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = Double.parseDouble("1e" + i);
    }
    return powers;
  }

  void begin(boolean isNegative) {
    negative = isNegative;
    digits = 0;
    count = 0;
    shift = 0;
  }

  void digit(int digit) {
    if (count < DIGITS) {
      digits = 10 * digits + digit;
    }
    count += digits == 0 ? 0 : 1;
  }

  void shift(int powers) {
    shift += powers;
  }

  /** The number as an exponent; beyond any that matters, where it is beyond. */
  int clamped() {
    int most = 1_000_000;
    int value = count > DIGITS ? most : (int) Math.min(digits, most);
    return negative ? -value : value;
  }

  /** Whether {@link #integer} is all of a number that has neither fraction nor exponent. */
  boolean isShort() {
    return count <= DIGITS;
  }

  long integer() {
    return negative ? -digits : digits;
  }

  /**
   * The nearest double.
   *
   * @param text of the number, asked for where its digits alone do not tell
   */
  double toDouble(Supplier<String> text) {
    boolean exact = isShort() && digits <= EXACT && Math.abs(shift) <= EXACT_POWER;
    return exact ? near() : Double.parseDouble(text.get());
  }

  /**
   * The nearest float: not that of the nearest double, which may be halfway between two floats
   * where the number is not.
   *
   * @param text of the number, asked for where its digits alone do not tell
   */
  float toFloat(Supplier<String> text) {
    if (!isShort() || Math.abs(shift) >= POWERS.length) {
      return Float.parseFloat(text.get());
    }
    double near = near();
    long beyond = Double.doubleToRawLongBits(near) & (1L << BEYOND_FLOAT) - 1;
    boolean halfway = Math.abs(beyond - (1L << BEYOND_FLOAT - 1)) <= ERROR;
    boolean tiny = digits != 0 && Math.abs(near) < 2 * Float.MIN_NORMAL;
    return halfway || tiny ? Float.parseFloat(text.get()) : (float) near;
  }

  /** Exact where digits and power of ten are; else within {@link #ERROR}. */
  private double near() {
    double power = POWERS[(int) Math.abs(shift)];
    double value = shift < 0 ? digits / power : digits * power;
    return negative ? -value : value;
  }
}
