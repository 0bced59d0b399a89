package liviano.paper.plot.svg;

import java.awt.Color;
import java.awt.geom.AffineTransform;
import java.util.Locale;

/** Numbers as SVG has them, the same in every country. */
final class SvgNumbers {
  /** Of a place: a thousandth of a point, which cannot be seen. */
  private static final int DIGITS = 3;

  /** Of a factor, by which places are multiplied. */
  private static final int FACTOR_DIGITS = 6;

  private static final double LARGEST = 1e9;

  private SvgNumbers() {}

  /**
   * A place or a length in points.
   *
   * @throws IllegalArgumentException if it is none, or beyond every page
   */
  static String of(double value) {
    return of(value, DIGITS);
  }

  private static String of(double value, int digits) {
    if (!(Math.abs(value) < LARGEST)) {
      throw new IllegalArgumentException("a drawing has no place for the coordinate " + value);
    }
    long unit = Math.round(Math.pow(10, digits));
    long units = Math.round(value * unit);
    StringBuilder text = new StringBuilder(units < 0 ? "-" : "");
    text.append(Math.abs(units) / unit);
    long rest = Math.abs(units) % unit;
    if (rest != 0) {
      text.append('.').append(Long.toString(unit + rest).substring(1).replaceFirst("0+$", ""));
    }
    return text.toString();
  }

  /** A transform. */
  static String matrix(AffineTransform transform) {
    return String.format(
        Locale.ROOT,
        "matrix(%s %s %s %s %s %s)",
        of(transform.getScaleX(), FACTOR_DIGITS),
        of(transform.getShearY(), FACTOR_DIGITS),
        of(transform.getShearX(), FACTOR_DIGITS),
        of(transform.getScaleY(), FACTOR_DIGITS),
        of(transform.getTranslateX()),
        of(transform.getTranslateY()));
  }

  /** A colour without its opacity. */
  static String colour(Color colour) {
    return String.format(Locale.ROOT, "#%06x", colour.getRGB() & 0xffffff);
  }
}
