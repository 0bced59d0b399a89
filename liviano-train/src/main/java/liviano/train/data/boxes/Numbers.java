package liviano.train.data.boxes;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Numbers as data sets write them: decimal, without the words and letters that Java knows. */
final class Numbers {
  private static final Pattern REAL =
      Pattern.compile(
          "[+-]?(?:[0-9]{1,40}(?:\\.[0-9]{0,40})?|\\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,4})?");

  private Numbers() {}

  /** The number; empty where the text is none, or beyond a double. */
  static OptionalDouble real(String text) {
    if (!REAL.matcher(text).matches()) {
      return OptionalDouble.empty();
    }
    double number = Double.parseDouble(text);
    return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
  }
}
