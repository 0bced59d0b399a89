package liviano.vision.picture.codec;

/**
 * Decoded samples.
 *
 * @param rgb height x width x 3 bytes, row by row, red first; not modified after construction
 */
public record Pixels(int width, int height, byte[] rgb) {

  /**
   * The longest side of a picture. Resampling takes a time in proportion to rows x input width: a
   * picture one pixel wide and a hundred million high would keep it busy for minutes.
   */
  public static final int MAX_SIDE = 1 << 20;

  /** Black. */
  static Pixels black(int width, int height) {
    return new Pixels(width, height, new byte[3 * width * height]);
  }

  /** Sets the three samples from {@code at} on to 0xRRGGBB. */
  void set(int at, int colour) {
    rgb[at] = (byte) (colour >> 16);
    rgb[at + 1] = (byte) (colour >> 8);
    rgb[at + 2] = (byte) colour;
  }

  /** Copies {@code picture} over these pixels with its top left at (x, y); it must fit. */
  void draw(Pixels picture, int x, int y) {
    for (int row = 0; row < picture.height; row++) {
      System.arraycopy(
          picture.rgb,
          3 * row * picture.width,
          rgb,
          3 * ((y + row) * width + x),
          3 * picture.width);
    }
  }
}
