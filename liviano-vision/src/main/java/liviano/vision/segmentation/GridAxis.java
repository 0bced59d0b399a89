package liviano.vision.segmentation;

import java.util.function.IntToDoubleFunction;

/**
 * The position of each pixel of a picture along one axis of a grid: between two adjacent points, or
 * on one. Positions never decrease from pixel to pixel.
 */
public final class GridAxis {
  private final int[] first;
  private final float[] fraction;
  private final int points;

  private GridAxis(int[] first, float[] fraction, int points) {
    this.first = first;
    this.fraction = fraction;
    this.points = points;
  }

  /**
   * An axis.
   *
   * @param pixels how many
   * @param points of the grid
   * @param position the position of a pixel, in points and fractions of one, clamped to the border;
   *     must not decrease
   */
  public static GridAxis of(int pixels, int points, IntToDoubleFunction position) {
    int[] first = new int[pixels];
    float[] fraction = new float[pixels];
    int last = Math.max(0, points - 2);
    for (int i = 0; i < pixels; i++) {
      double at = Math.clamp(position.applyAsDouble(i), 0, points - 1);
      first[i] = Math.min((int) at, last);
      fraction[i] = (float) (at - first[i]);
    }
    return new GridAxis(first, fraction, points);
  }

  /**
   * The first pixels of an axis whose first and last pixel are on the first and last point.
   *
   * @param count how many
   * @param pixels of the whole axis
   */
  public static GridAxis alignedCorners(int count, int pixels, int points) {
    return of(count, points, i -> aligned(i, pixels, points));
  }

  /** The position of a pixel if the first and the last pixel are on the first and last point. */
  public static double aligned(double pixel, int pixels, int points) {
    return pixels == 1 ? 0 : pixel * (points - 1) / (pixels - 1);
  }

  int pixels() {
    return first.length;
  }

  /** The point before a pixel, or under it. */
  int first(int pixel) {
    return first[pixel];
  }

  /** The point after it. */
  int second(int pixel) {
    return Math.min(first[pixel] + 1, points - 1);
  }

  /** How far the pixel is from the first to the second, 0 to 1. */
  float fraction(int pixel) {
    return fraction[pixel];
  }
}
