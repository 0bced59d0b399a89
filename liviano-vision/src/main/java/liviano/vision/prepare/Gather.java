package liviano.vision.prepare;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Copies the source pixels of a resized row into contiguous arrays, tap by tap: first the first
 * source pixel of every resized one, then the second ones, and so on. The arithmetic that follows
 * runs over adjacent numbers, in loops that a JIT compiler turns into vector instructions; only
 * this class picks single pixels.
 *
 * <p>A pixel is an int: red in bits 0 to 7, green in 8 to 15, blue in 16 to 23, the rest undefined.
 *
 * <p>Immutable.
 */
final class Gather {
  /** Where the pixels that are needed begin, bytes from their row's start, ascending. */
  private final int[] needed;

  /** By tap, then by resized pixel: which of those that are needed. */
  private final int[][] taps;

  /**
   * @param pixels by tap, then by resized pixel: the source pixel in its row
   */
  Gather(int[][] pixels) {
    int[] distinct = distinct(pixels);
    taps = new int[pixels.length][];
    for (int tap = 0; tap < pixels.length; tap++) {
      int[] from = pixels[tap];
      int[] to = new int[from.length];
      for (int i = 0; i < to.length; i++) {
        to[i] = Arrays.binarySearch(distinct, from[i]);
      }
      taps[tap] = to;
    }
    needed = distinct;
    for (int i = 0; i < needed.length; i++) {
      needed[i] *= 3;
    }
  }

  /** All numbers that occur, ascending. */
  private static int[] distinct(int[][] pixels) {
    int count = pixels[0].length;
    int[] all = new int[pixels.length * count];
    for (int tap = 0; tap < pixels.length; tap++) {
      System.arraycopy(pixels[tap], 0, all, tap * count, count);
    }
    Arrays.sort(all);
    int kept = 0;
    for (int pixel : all) {
      if (kept == 0 || all[kept - 1] != pixel) {
        all[kept++] = pixel;
      }
    }
    return Arrays.copyOf(all, kept);
  }

  /** Source pixels of a row that are needed. */
  int needed() {
    return needed.length;
  }

  /**
   * Reads the pixels of a source row that are needed, each once.
   *
   * @param start of the row in {@code rgb}
   * @param row receives {@link #needed()} pixels
   */
  void read(byte[] rgb, int start, int[] row) {
    if (start + needed[needed.length - 1] + Integer.BYTES <= rgb.length) {
      fours(rgb, start, needed, row);
    } else {
      threes(rgb, start, needed, row);
    }
  }

  /**
   * Reads four bytes for a pixel; the last belongs to the next pixel. A byte buffer does that as
   * fast as a variable handle does, without a handle's cost for a program's first picture.
   */
  private static void fours(byte[] rgb, int start, int[] needed, int[] row) {
    ByteBuffer bytes = ByteBuffer.wrap(rgb).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < needed.length; i++) {
      row[i] = bytes.getInt(start + needed[i]);
    }
  }

  /** Where the fourth byte of the last pixel would lie behind the picture. */
  private static void threes(byte[] rgb, int start, int[] needed, int[] row) {
    for (int i = 0; i < needed.length; i++) {
      int at = start + needed[i];
      row[i] = rgb[at] & 0xFF | (rgb[at + 1] & 0xFF) << 8 | (rgb[at + 2] & 0xFF) << 16;
    }
  }

  /**
   * The source pixels of one tap.
   *
   * @param row that was read
   * @param into receives a pixel for each resized one
   */
  void pick(int[] row, int tap, int[] into) {
    pick(row, taps[tap], into);
  }

  private static void pick(int[] row, int[] tap, int[] into) {
    for (int i = 0; i < tap.length; i++) {
      into[i] = row[tap[i]];
    }
  }
}
