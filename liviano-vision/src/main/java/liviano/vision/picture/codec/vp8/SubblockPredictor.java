package liviano.vision.picture.codec.vp8;

import java.util.Arrays;

/**
 * Predicts 4x4 luma samples (RFC 6386, section 12.3).
 *
 * <p>The neighbours form one edge of 13 samples: at the left from the bottom up (0 to 3), the
 * corner (4), above (5 to 8) and above to the right (9 to 12). Each mode but the mean and {@code
 * TRUE_MOTION} gives a sample the value of the smoothed edge at one position, counted in half
 * samples: position 2k is samples k-1, k, k+1 weighted 1:2:1, position 2k+1 the mean of k and k+1.
 * The edge's ends are repeated.
 */
final class SubblockPredictor {
  private static final int CORNER = 4;
  private static final int EDGE = 13;
  private static final int FIRST_POSITION = -1;
  private static final int LAST_POSITION = 2 * (EDGE - 1);

  /** By mode, the position of each sample, row by row; unused for the two modes without. */
  private static final byte[][] POSITIONS = positions();

  private final int[] edge = new int[EDGE];

  /** By position, from {@link #FIRST_POSITION}. */
  private final byte[] smoothed = new byte[LAST_POSITION - FIRST_POSITION + 1];

  private static byte[][] positions() {
    SubblockMode[] modes = SubblockMode.values();
    byte[][] positions = new byte[modes.length][16];
    for (SubblockMode mode : modes) {
      for (int i = 0; i < 16; i++) {
        int position = position(mode, i % 4, i / 4);
        positions[mode.ordinal()][i] = (byte) Math.max(FIRST_POSITION, position);
      }
    }
    return positions;
  }

  /**
   * The position for sample (x, y). A line of steep slope moves by half a sample of the edge that
   * it meets head on; where it meets the other edge, it moves by two.
   */
  private static int position(SubblockMode mode, int x, int y) {
    int corner = 2 * CORNER;
    return switch (mode) {
      case MEAN, TRUE_MOTION -> 0;
      case VERTICAL -> corner + 2 + 2 * x;
      case HORIZONTAL -> corner - 2 - 2 * y;
      case DOWN_LEFT -> corner + 4 + 2 * (x + y);
      case DOWN_RIGHT -> corner + 2 * (x - y);
      case VERTICAL_RIGHT -> {
        int position = corner + 1 + 2 * x - y;
        yield position < corner ? 2 * position - corner : position;
      }
      case HORIZONTAL_DOWN -> {
        int position = corner - 1 + x - 2 * y;
        yield position > corner ? 2 * position - corner : position;
      }
      case VERTICAL_LEFT -> {
        // The last two of the bottom right would lie between; the format moves them on.
        int position = corner + 3 + 2 * x + y;
        yield position > corner + 10 ? 2 * position - (corner + 10) : position;
      }
      case HORIZONTAL_UP -> corner - 3 - x - 2 * y;
    };
  }

  /**
   * Fills the samples at {@code samples[at]}.
   *
   * @param aboveRight the index of the four samples above to the right
   */
  void predict(int mode, byte[] samples, int at, int stride, int aboveRight) {
    readEdge(samples, at, stride, aboveRight);
    if (mode == SubblockMode.MEAN.ordinal()) {
      fillMean(samples, at, stride);
    } else if (mode == SubblockMode.TRUE_MOTION.ordinal()) {
      for (int y = 0; y < 4; y++) {
        BlockPredictor.trueMotion(samples, at + y * stride, at - stride, 4);
      }
    } else {
      smooth();
      byte[] positions = POSITIONS[mode];
      for (int i = 0; i < 16; i++) {
        samples[at + i / 4 * stride + i % 4] = smoothed[positions[i] - FIRST_POSITION];
      }
    }
  }

  private void readEdge(byte[] samples, int at, int stride, int aboveRight) {
    for (int i = 0; i < CORNER; i++) {
      edge[i] = samples[at + (3 - i) * stride - 1] & 0xFF;
      edge[CORNER + 1 + i] = samples[at - stride + i] & 0xFF;
      edge[CORNER + 5 + i] = samples[aboveRight + i] & 0xFF;
    }
    edge[CORNER] = samples[at - stride - 1] & 0xFF;
  }

  private void fillMean(byte[] samples, int at, int stride) {
    int sum = 4;
    for (int i = 0; i < 4; i++) {
      sum += edge[i] + edge[CORNER + 1 + i];
    }
    for (int y = 0; y < 4; y++) {
      Arrays.fill(samples, at + y * stride, at + y * stride + 4, (byte) (sum >> 3));
    }
  }

  private void smooth() {
    int before = edge[0];
    for (int k = 0; k < EDGE; k++) {
      int here = edge[k];
      int after = edge[Math.min(k + 1, EDGE - 1)];
      smoothed[2 * k - FIRST_POSITION] = (byte) (before + 2 * here + after + 2 >> 2);
      if (k < EDGE - 1) {
        smoothed[2 * k + 1 - FIRST_POSITION] = (byte) (here + after + 1 >> 1);
      }
      before = here;
    }
    smoothed[0] = (byte) edge[0];
  }
}
