package liviano.vision.picture.codec.vp8;

import java.util.Arrays;

/**
 * The dequantised coefficients of one macroblock: 24 blocks of 16, of luma (16, row by row), blue
 * (4) and red (4).
 */
final class Residuals {
  static final int BLUE = 16;
  static final int RED = 20;
  private static final int BLOCKS = 24;

  /**
   * 24 x 16, each block row by row; 16 bits wide, and wrapping where a damaged file goes beyond.
   */
  final short[] coefficients = new short[16 * BLOCKS];

  /** Which transform each block needs. */
  private final byte[] contents = new byte[BLOCKS];

  private static final byte NOTHING = 0;
  private static final byte MEAN = 1;
  private static final byte ALL = 2;

  private boolean empty = true;

  void clear() {
    if (!empty) {
      Arrays.fill(coefficients, (short) 0);
      Arrays.fill(contents, NOTHING);
      empty = true;
    }
  }

  /**
   * Says that a block has been read.
   *
   * @param end the position behind its last token, in zigzag order
   */
  void filled(int block, int end) {
    byte content = end > 1 ? ALL : coefficients[16 * block] != 0 ? MEAN : NOTHING;
    contents[block] = content;
    empty &= content == NOTHING;
  }

  /** Whether no block changes the prediction. */
  boolean isEmpty() {
    return empty;
  }

  /** Adds a block to the prediction at {@code samples[to]}. */
  void add(int block, byte[] samples, int to, int stride) {
    switch (contents[block]) {
      case ALL -> InverseTransform.add(coefficients, 16 * block, samples, to, stride);
      case MEAN -> InverseTransform.addMean(coefficients[16 * block], samples, to, stride);
      default -> {}
    }
  }
}
