package liviano.vision.teach;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import liviano.vision.Picture;

/** Short values by which pictures are known again. */
final class Fingerprint {
  /** Of a picture shrunk to 9x8 grey tiles: whether each is brighter than the one to its right. */
  private static final int ROWS = 8;

  private static final int COLUMNS = 9;

  private Fingerprint() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** SHA-256 of a file's bytes. */
  static String digest(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  /**
   * 64 bits that hardly differ between pictures that hardly differ, whatever their sizes and
   * formats (the difference hash of N. Krawetz).
   */
  static long of(Picture picture) {
    int[] grey = tiles(picture);
    long bits = 0;
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column + 1 < COLUMNS; column++) {
        int at = row * COLUMNS + column;
        bits = bits << 1 | (grey[at] > grey[at + 1] ? 1 : 0);
      }
    }
    return bits;
  }

  /** How many bits differ. */
  static int distance(long a, long b) {
    return Long.bitCount(a ^ b);
  }

  /** Mean brightness of each tile, times 1000. */
  private static int[] tiles(Picture picture) {
    byte[] rgb = picture.pixels().rgb();
    int width = picture.width();
    int height = picture.height();
    long[] sums = new long[ROWS * COLUMNS];
    long[] counts = new long[ROWS * COLUMNS];
    for (int y = 0; y < height; y++) {
      int row = (int) ((long) y * ROWS / height) * COLUMNS;
      for (int x = 0; x < width; x++) {
        int at = 3 * (y * width + x);
        int tile = row + (int) ((long) x * COLUMNS / width);
        sums[tile] += 299 * (rgb[at] & 255) + 587 * (rgb[at + 1] & 255) + 114 * (rgb[at + 2] & 255);
        counts[tile]++;
      }
    }
    int[] means = new int[sums.length];
    for (int i = 0; i < sums.length; i++) {
      means[i] = counts[i] == 0 ? 0 : (int) (sums[i] / counts[i]);
    }
    return means;
  }
}
