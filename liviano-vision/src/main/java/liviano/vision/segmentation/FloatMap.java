package liviano.vision.segmentation;

/**
 * Numbers at each point of a grid.
 *
 * @param values height x width x channels
 * @param height points
 * @param width points
 */
public record FloatMap(float[] values, int height, int width, int channels) {

  /** Numbers in one row of points. */
  int lineLength() {
    return width * channels;
  }

  /** The same seen in a mirror, left to right. */
  public FloatMap mirrored() {
    float[] mirrored = new float[values.length];
    for (int y = 0; y < height; y++) {
      int line = y * width;
      for (int x = 0; x < width; x++) {
        int from = (line + x) * channels;
        int to = (line + width - 1 - x) * channels;
        System.arraycopy(values, from, mirrored, to, channels);
      }
    }
    return new FloatMap(mirrored, height, width, channels);
  }

  /** Bilinear between the points: as many rows and columns as the axes have pixels. */
  public FloatMap resized(GridAxis rows, GridAxis columns) {
    float[] resized = new float[rows.pixels() * columns.pixels() * channels];
    float[] line = new float[lineLength()];
    int at = 0;
    for (int y = 0; y < rows.pixels(); y++) {
      line(rows, y, line);
      for (int x = 0; x < columns.pixels(); x++, at += channels) {
        mix(line, columns, x, resized, at);
      }
    }
    return new FloatMap(resized, rows.pixels(), columns.pixels(), channels);
  }

  /**
   * One line across the grid, between two of its rows.
   *
   * @param y which of the pixels of {@code rows}
   * @param into receives {@link #lineLength()} numbers
   */
  void line(GridAxis rows, int y, float[] into) {
    int above = rows.first(y) * into.length;
    int below = rows.second(y) * into.length;
    float down = rows.fraction(y);
    for (int i = 0; i < into.length; i++) {
      float from = values[above + i];
      into[i] = from + (values[below + i] - from) * down;
    }
  }

  /**
   * The numbers of one pixel, between two points of a line.
   *
   * @param x which of the pixels of {@code columns}
   * @param into receives {@code channels} numbers from {@code at}
   */
  void mix(float[] line, GridAxis columns, int x, float[] into, int at) {
    int left = columns.first(x) * channels;
    int right = columns.second(x) * channels;
    float across = columns.fraction(x);
    for (int c = 0; c < channels; c++) {
      float from = line[left + c];
      into[at + c] = from + (line[right + c] - from) * across;
    }
  }
}
