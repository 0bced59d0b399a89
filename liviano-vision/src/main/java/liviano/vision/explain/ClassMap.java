package liviano.vision.explain;

import java.util.Locale;
import liviano.vision.Box;
import liviano.vision.Category;

/**
 * How much each place of a picture speaks for a class. The mean of the values and the bias make the
 * class's logit: the map is not an estimate; it is the logit before summation.
 *
 * @param category the class and its probability
 * @param logit of the class
 * @param bias of the class: what it has whatever the picture shows
 * @param height rows of the map
 * @param width columns of the map
 * @param values height x width, row by row from the top: above 0 speaks for the class, below 0
 *     against it
 * @param grid the places of the values in the picture
 * @param view the part of the picture that the network saw
 */
public record ClassMap(
    Category category,
    float logit,
    float bias,
    int height,
    int width,
    float[] values,
    Grid grid,
    Box view) {

  /**
   * The places of points in a picture, in pixels from its outer top left corner.
   *
   * @param x of the first column
   * @param y of the first row
   * @param stepX from column to column, above 0
   * @param stepY from row to row, above 0
   */
  public record Grid(double x, double y, double stepX, double stepY) {}

  /**
   * @throws IllegalArgumentException if there are not height x width values, or there are none
   */
  public ClassMap {
    if (height < 1 || width < 1 || (long) height * width != values.length) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d values for a map of %dx%d", values.length, height, width));
    }
    values = values.clone();
  }

  /** A copy. */
  @Override
  public float[] values() {
    return values.clone();
  }

  /** The value in a row and a column. */
  public float at(int row, int column) {
    return values[row * width + column];
  }

  /** The greatest value. */
  public float most() {
    float most = values[0];
    for (float value : values) {
      most = Math.max(most, value);
    }
    return most;
  }

  /** The mean of the values: the logit without the bias. */
  public double mean() {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
