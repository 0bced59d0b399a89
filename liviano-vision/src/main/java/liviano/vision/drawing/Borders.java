package liviano.vision.drawing;

/**
 * Finds the pixels of a mask near another class, row by row: a pixel is inside its class where the
 * square of (2 reach + 1)² pixels around it, as far as it lies in the picture, is of one class.
 *
 * <p>Costs the same for any reach: a row's pixels know the length of equal neighbours to the left
 * and to the right, and a column's how many such rows lie above each other.
 */
final class Borders {
  private final int width;
  private final int height;
  private final byte[] mask;
  private final int reach;
  private final int[] depth; // per column: rows up to the last read that are even and of one class
  private int read; // rows read so far

  Borders(int width, int height, byte[] mask, int reach) {
    this.width = width;
    this.height = height;
    this.mask = mask;
    this.reach = reach;
    this.depth = new int[width];
  }

  /**
   * Marks a row's border pixels; rows are to be asked from the top, each once.
   *
   * @param border width values to be set
   */
  void row(int y, boolean[] border) {
    int last = Math.min(height - 1, y + reach);
    while (read <= last) {
      read(read++);
    }
    int needed = last - Math.max(0, y - reach) + 1;
    for (int x = 0; x < width; x++) {
      border[x] = depth[x] < needed;
    }
  }

  private void read(int y) {
    int start = y * width;
    int from = 0; // of the run of equal pixels that holds x
    while (from < width) {
      int to = from + 1;
      while (to < width && mask[start + to] == mask[start + from]) {
        to++;
      }
      for (int x = from; x < to; x++) {
        boolean even = (from == 0 || x - from >= reach) && (to == width || to - 1 - x >= reach);
        boolean same = y > 0 && mask[start + x] == mask[start + x - width];
        depth[x] = even ? (same ? depth[x] + 1 : 1) : 0;
      }
      from = to;
    }
  }
}
