package liviano.vision.drawing;

import java.util.Locale;

/**
 * An opaque sRGB colour.
 *
 * @param red 0 to 255
 * @param green 0 to 255
 * @param blue 0 to 255
 */
public record Colour(int red, int green, int blue) {
  /** The darkest colour. */
  public static final Colour BLACK = new Colour(0, 0, 0);

  /** The lightest colour. */
  public static final Colour WHITE = new Colour(255, 255, 255);

  /**
   * @throws IllegalArgumentException where a sample is outside 0 to 255
   */
  public Colour {
    if (((red | green | blue) & ~0xFF) != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "colour (%d, %d, %d): give samples of 0 to 255", red, green, blue));
    }
  }

  /** Of 0xRRGGBB; higher bits are ignored. */
  public static Colour ofRgb(int rgb) {
    return new Colour(rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF);
  }

  /** As 0xRRGGBB. */
  public int rgb() {
    return red << 16 | green << 8 | blue;
  }

  /** This colour with a share of another over it: 0 is this colour, 1 the other. */
  public Colour mix(Colour other, double share) {
    return new Colour(
        mix(red, other.red, share), mix(green, other.green, share), mix(blue, other.blue, share));
  }

  /** The contrast ratio of WCAG 2, 1 (none) to 21 (black and white). */
  public double contrast(Colour other) {
    double a = luminance() + 0.05;
    double b = other.luminance() + 0.05;
    return Math.max(a, b) / Math.min(a, b);
  }

  /** Black or white, whichever reads better on this colour; the contrast is at least 4.58. */
  public Colour ink() {
    return contrast(BLACK) >= contrast(WHITE) ? BLACK : WHITE;
  }

  /** Such as {@code #1E90FF}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "#%06X", rgb());
  }

  /** Relative luminance, 0 (black) to 1 (white). */
  private double luminance() {
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  }

  private static double linear(int sample) {
    double c = sample / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }

  static int mix(int under, int over, double share) {
    return (int) (under + (over - under) * share + 0.5); // never negative: the cast rounds
  }
}
