package liviano.vision.picture.codec.vp8;

import java.util.Arrays;

/**
 * The samples of one plane, padded to whole macroblocks, with the row above and the column at the
 * left that prediction takes for granted: 127 above, the corner included, and 129 at the left (RFC
 * 6386, section 12.2).
 *
 * @param samples the row above, the rows, and four more samples: see {@link #aboveRight}
 */
record Plane(byte[] samples, int stride) {
  private static final int SPARE = 4;

  /** A plane of {@code width} x {@code height} samples, beside the row and the column. */
  static Plane of(int width, int height) {
    int stride = width + 1;
    int count = Math.addExact(Math.multiplyExact(stride, height + 1), SPARE);
    byte[] samples = new byte[count];
    Arrays.fill(samples, 0, stride, (byte) 127);
    for (int y = 1; y <= height; y++) {
      samples[y * stride] = (byte) 129;
    }
    Arrays.fill(samples, count - SPARE, count, (byte) 127);
    return new Plane(samples, stride);
  }

  /** The index of sample (x, y); -1 is the column at the left, or the row above. */
  int at(int x, int y) {
    return (y + 1) * stride + x + 1;
  }

  /**
   * The index of four samples, 127 at first, that hold what lies above the macroblock at the right
   * of the one being predicted.
   */
  int aboveRight() {
    return samples.length - SPARE;
  }
}
