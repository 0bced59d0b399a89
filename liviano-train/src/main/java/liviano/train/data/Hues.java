package liviano.train.data;

/** Turns the hues of a picture, leaving the value and the saturation of HSV as they are. */
final class Hues {
  private static final int SECTORS = 6;

  private Hues() {}

  /**
   * Turns all hues.
   *
   * @param turn part of the circle; 1/3 makes red green
   */
  static void turn(Raster raster, float turn) {
    byte[] rgb = raster.rgb();
    float shift = (turn - (float) Math.floor(turn)) * SECTORS;
    for (int i = 0; i < rgb.length; i += Raster.CHANNELS) {
      turn(rgb, i, shift);
    }
  }

  /**
   * One pixel.
   *
   * @param shift in sixths of the circle, 0 to 6
   */
  private static void turn(byte[] rgb, int at, float shift) {
    int red = rgb[at] & 0xFF;
    int green = rgb[at + 1] & 0xFF;
    int blue = rgb[at + 2] & 0xFF;
    int most = Math.max(red, Math.max(green, blue));
    int spread = most - Math.min(red, Math.min(green, blue));
    if (spread == 0) {
      return; // grey has no hue
    }
    float hue = hue(red, green, blue, most, spread) + shift;
    rgb[at] = channel(hue + 5, most, spread);
    rgb[at + 1] = channel(hue + 3, most, spread);
    rgb[at + 2] = channel(hue + 1, most, spread);
  }

  /** In sixths of the circle from red, 0 to 6. */
  private static float hue(int red, int green, int blue, int most, int spread) {
    if (most == red) {
      float hue = (green - blue) / (float) spread;
      return hue < 0 ? hue + SECTORS : hue;
    }
    return most == green ? 2 + (blue - red) / (float) spread : 4 + (red - green) / (float) spread;
  }

  /** A channel by the distance of the hue from where the channel is least. */
  private static byte channel(float hue, int most, int spread) {
    float place = hue % SECTORS;
    float part = Math.clamp(Math.min(place, 4 - place), 0f, 1f);
    return Raster.rounded(most - spread * part);
  }
}
