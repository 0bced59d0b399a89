package liviano.vision.picture.codec;

/**
 * How a stored picture is turned to stand upright.
 *
 * @param transpose swap rows and columns first
 * @param mirror then mirror left to right
 * @param flip then turn upside down
 */
record Orientation(boolean transpose, boolean mirror, boolean flip) {
  static final Orientation UPRIGHT = new Orientation(false, false, false);

  /**
   * Exif's codes: the sides of the upright picture at which the first stored row and column are.
   */
  static Orientation ofCode(int code) {
    return switch (code) {
      case 2 -> new Orientation(false, true, false);
      case 3 -> new Orientation(false, true, true);
      case 4 -> new Orientation(false, false, true);
      case 5 -> new Orientation(true, false, false);
      case 6 -> new Orientation(true, true, false);
      case 7 -> new Orientation(true, true, true);
      case 8 -> new Orientation(true, false, true);
      default -> UPRIGHT;
    };
  }

  Pixels upright(Pixels stored) {
    if (equals(UPRIGHT)) {
      return stored;
    }
    int width = transpose ? stored.height() : stored.width();
    int height = transpose ? stored.width() : stored.height();
    // Samples from one upright pixel to the one at its right, and below it, in the stored picture.
    int right = 3 * (transpose ? stored.width() : 1);
    int down = 3 * (transpose ? 1 : stored.width());
    int start = (mirror ? (width - 1) * right : 0) + (flip ? (height - 1) * down : 0);
    Pixels upright = Pixels.black(width, height);
    byte[] source = stored.rgb();
    byte[] target = upright.rgb();
    for (int y = 0, to = 0; y < height; y++) {
      int from = start + y * (flip ? -down : down);
      for (int x = 0; x < width; x++, from += mirror ? -right : right) {
        target[to++] = source[from];
        target[to++] = source[from + 1];
        target[to++] = source[from + 2];
      }
    }
    return upright;
  }
}
