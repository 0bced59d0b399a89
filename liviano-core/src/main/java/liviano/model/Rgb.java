package liviano.model;

import java.util.Locale;

/**
 * One number for each colour channel, in the units of 8-bit pixels (0 to 255) where it is a colour.
 * Always red, green, blue, whatever the {@link ChannelOrder} of the network.
 */
public record Rgb(float red, float green, float blue) {

  /**
   * @throws IllegalArgumentException where a component is not finite
   */
  public Rgb {
    if (!Float.isFinite(red) || !Float.isFinite(green) || !Float.isFinite(blue)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "channel values (%s, %s, %s): give finite numbers", red, green, blue));
    }
  }

  /** One number for a network that sees grey: their mean, or what all three are. */
  public float grey() {
    return red == green && green == blue ? red : (red + green + blue) / 3;
  }

  /** The same number for all three channels. */
  public static Rgb all(float value) {
    return new Rgb(value, value, value);
  }
}
