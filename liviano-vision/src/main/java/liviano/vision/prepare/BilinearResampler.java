package liviano.vision.prepare;

import liviano.vision.Picture;
import liviano.vision.Region;

/**
 * TensorFlow's resize_bilinear: two taps an axis, without antialiasing, in float32 and in its order
 * of operations: along the row first, as {@code left + (right - left) * fraction}, then down.
 */
final class BilinearResampler implements Resampler {
  private final BilinearPlan plan;
  private final byte[] rgb;
  private final int pictureWidth;
  private final Region source;

  /** The source pixels of a row that are needed. */
  private final int[] pixels;

  /** The source pixels left and right of each resized one. */
  private final int[] left;

  private final int[] right;

  /** The two source rows that were blended last; a picture that grows uses each many times. */
  private float[][] upper;

  private float[][] lower;
  private int upperRow = -1;
  private int lowerRow = -1;

  BilinearResampler(BilinearPlan plan, Picture picture, Region source) {
    this.plan = plan;
    this.rgb = picture.pixels().rgb();
    this.pictureWidth = picture.width();
    this.source = source;
    int width = plan.across().length;
    this.pixels = new int[plan.columns().needed()];
    this.left = new int[width];
    this.right = new int[width];
    this.upper = new float[3][width];
    this.lower = new float[3][width];
  }

  @Override
  public void row(int y, float[][] into) {
    int first = plan.rows().first()[y];
    int second = plan.rows().second()[y];
    if (first != upperRow && first == lowerRow) {
      swap();
    }
    if (first != upperRow) {
      blend(first, upper);
      upperRow = first;
    }
    if (second == first) {
      for (int channel = 0; channel < 3; channel++) {
        System.arraycopy(upper[channel], 0, into[channel], 0, left.length);
      }
      return;
    }
    if (second != lowerRow) {
      blend(second, lower);
      lowerRow = second;
    }
    for (int channel = 0; channel < 3; channel++) {
      down(upper[channel], lower[channel], plan.rows().fraction()[y], into[channel]);
    }
  }

  private void swap() {
    float[][] values = upper;
    upper = lower;
    lower = values;
    int row = upperRow;
    upperRow = lowerRow;
    lowerRow = row;
  }

  /** One source row, resized along itself. */
  private void blend(int row, float[][] into) {
    int start = 3 * ((source.y() + row) * pictureWidth + source.x());
    plan.columns().read(rgb, start, pixels);
    plan.columns().pick(pixels, 0, left);
    plan.columns().pick(pixels, 1, right);
    for (int channel = 0; channel < 3; channel++) {
      across(left, right, 8 * channel, plan.across(), into[channel]);
    }
  }

  /**
   * One channel of a row.
   *
   * @param shift of its bits in a pixel
   */
  private static void across(int[] left, int[] right, int shift, float[] fractions, float[] into) {
    for (int i = 0; i < fractions.length; i++) {
      float from = left[i] >> shift & 0xFF;
      float to = right[i] >> shift & 0xFF;
      into[i] = from + (to - from) * fractions[i];
    }
  }

  private static void down(float[] upper, float[] lower, float fraction, float[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = upper[i] + (lower[i] - upper[i]) * fraction;
    }
  }
}
