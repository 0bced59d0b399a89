package liviano.train.data;

import java.util.Locale;

/**
 * By how much colours are changed at random. Factors are drawn evenly from {@code 1 - amount} to
 * {@code 1 + amount}, and applied in an order by lot.
 *
 * @param brightness of the factor of all samples, 0 to 1
 * @param contrast of the factor of the distance from the picture's mean brightness, 0 to 1
 * @param saturation of the factor of the distance from grey, 0 to 1
 * @param hue how far hues are turned either way, as a part of their circle, 0 to 0.5
 */
public record ColourJitter(double brightness, double contrast, double saturation, double hue) {
  /** Colours stay as they are. */
  public static final ColourJitter NONE = new ColourJitter(0, 0, 0, 0);

  /**
   * @throws IllegalArgumentException if an amount is out of range
   */
  public ColourJitter {
    require("brightness", brightness, 1);
    require("contrast", contrast, 1);
    require("saturation", saturation, 1);
    require("hue", hue, 0.5);
  }

  private static void require(String name, double amount, double most) {
    if (!(amount >= 0 && amount <= most)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s jitter %s: give from 0 to %s", name, amount, most));
    }
  }

  /** Whether nothing is changed. */
  boolean isNone() {
    return brightness == 0 && contrast == 0 && saturation == 0 && hue == 0;
  }

  /** Changes the colours of a picture. */
  void apply(Raster raster, Draws draws) {
    for (int step : draws.order(4)) {
      switch (step) {
        case 0 -> vary(brightness, draws, factor -> Tones.brightness(raster, factor));
        case 1 -> vary(contrast, draws, factor -> Tones.contrast(raster, factor));
        case 2 -> vary(saturation, draws, factor -> Tones.saturation(raster, factor));
        default -> {
          double turn = draws.between(-hue, hue);
          if (hue > 0) {
            Hues.turn(raster, (float) turn);
          }
        }
      }
    }
  }

  private interface Change {
    void by(float factor);
  }

  private static void vary(double amount, Draws draws, Change change) {
    float factor = (float) draws.between(1 - amount, 1 + amount);
    if (amount > 0) {
      change.by(factor);
    }
  }
}
