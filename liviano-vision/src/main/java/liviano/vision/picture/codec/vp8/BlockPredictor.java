package liviano.vision.picture.codec.vp8;

import java.util.Arrays;

/** Predicts a whole block of 16x16 luma or 8x8 chroma samples (RFC 6386, section 12.2). */
final class BlockPredictor {
  private BlockPredictor() {}

  /**
   * Fills the block whose top left is (x, y) from the samples above it and at its left.
   *
   * @param side 16 or 8
   */
  static void predict(BlockMode mode, Plane plane, int x, int y, int side) {
    byte[] samples = plane.samples();
    int stride = plane.stride();
    int start = plane.at(x, y);
    byte mean = mode == BlockMode.MEAN ? mean(plane, x, y, side) : 0;
    for (int row = 0, at = start; row < side; row++, at += stride) {
      switch (mode) {
        case MEAN -> Arrays.fill(samples, at, at + side, mean);
        case HORIZONTAL -> Arrays.fill(samples, at, at + side, samples[at - 1]);
        case VERTICAL -> System.arraycopy(samples, start - stride, samples, at, side);
        case TRUE_MOTION -> trueMotion(samples, at, start - stride, side);
      }
    }
  }

  /** Fills a row of samples: left plus above minus corner. */
  static void trueMotion(byte[] samples, int at, int above, int side) {
    int slope = (samples[at - 1] & 0xFF) - (samples[above - 1] & 0xFF);
    for (int i = 0; i < side; i++) {
      samples[at + i] = (byte) Math.clamp((samples[above + i] & 0xFF) + slope, 0, 255);
    }
  }

  /** The mean of those neighbours that lie in the frame; 128 where none do. */
  private static byte mean(Plane plane, int x, int y, int side) {
    int sum = 0;
    int count = 0;
    if (y > 0) {
      sum += sum(plane.samples(), plane.at(x, y - 1), 1, side);
      count += side;
    }
    if (x > 0) {
      sum += sum(plane.samples(), plane.at(x - 1, y), plane.stride(), side);
      count += side;
    }
    return (byte) (count == 0 ? 128 : (sum + count / 2) / count);
  }

  private static int sum(byte[] samples, int from, int step, int count) {
    int sum = 0;
    for (int i = 0, at = from; i < count; i++, at += step) {
      sum += samples[at] & 0xFF;
    }
    return sum;
  }
}
