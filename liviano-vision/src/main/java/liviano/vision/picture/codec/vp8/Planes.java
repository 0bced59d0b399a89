package liviano.vision.picture.codec.vp8;

/**
 * The three planes of a frame: luma in full, and the blue and red differences in half the width and
 * height.
 */
record Planes(Plane luma, Plane blue, Plane red) {

  /** Planes for this number of macroblocks. */
  static Planes of(int columns, int rows) {
    return new Planes(
        Plane.of(16 * columns, 16 * rows),
        Plane.of(8 * columns, 8 * rows),
        Plane.of(8 * columns, 8 * rows));
  }
}
