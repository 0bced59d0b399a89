package liviano.paper.plot.svg;

import java.awt.Color;
import java.awt.geom.AffineTransform;
import java.util.Locale;

/** Numbers as SVG has them, the same in every country. */
final class SvgNumbers {
  /** Digits behind the point: a thousandth of a point, which nobody sees. */
  private static final int DIGITS = 3;

  private static final long UNIT = 1000;
  private static final double LARGEST = 1e12;

  private SvgNumbers() {}

  /**
   * A number with at most three digits behind the point.
   *
   * @throws IllegalArgumentException if it is none, or beyond every page
   */
  static String of(double value) {
    if (!(Math.abs(value) < LARGEST)) {
      throw new IllegalArgumentException("a drawing has no place for the coordinate " + value);
    }
    long thousandths = Math.round(value * UNIT);
    StringBuilder text = new StringBuilder(thousandths < 0 ? "-" : "");
    text.append(Math.abs(thousandths) / UNIT);
    long rest = Math.abs(thousandths) % UNIT;
    if (rest != 0) {
      String digits = Long.toString(UNIT + rest).substring(1, 1 + DIGITS);
      text.append('.').append(digits.replaceFirst("0+$", ""));
    }
    return text.toString();
  }

  /** A transform, whose factors keep more digits, since they are multiplied. */
  static String matrix(AffineTransform transform) {
    return String.format(
        Locale.ROOT,
        "matrix(%.6f %.6f %.6f %.6f %s %s)",
        transform.getScaleX(),
        transform.getShearY(),
        transform.getShearX(),
        transform.getScaleY(),
        of(transform.getTranslateX()),
        of(transform.getTranslateY()));
  }

  /** A colour without its opacity. */
  static String colour(Color colour) {
    return String.format(Locale.ROOT, "#%06x", colour.getRGB() & 0xffffff);
  }
}
