package liviano.zoo;

/** How many channels a layer has after the width multiplier. */
public final class Channels {
  private static final int DIVISOR = 8;

  private Channels() {}

  /**
   * The nearest multiple of 8, at least 8, and not less than nine tenths of {@code channels}: the
   * rule of all published MobileNetV2 checkpoints.
   */
  public static int divisible(double channels) {
    int rounded = Math.max(DIVISOR, (int) (channels + DIVISOR / 2.0) / DIVISOR * DIVISOR);
    return rounded < 0.9 * channels ? rounded + DIVISOR : rounded;
  }
}
