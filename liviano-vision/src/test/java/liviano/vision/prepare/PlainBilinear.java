package liviano.vision.prepare;

import liviano.model.ResizeRule;
import liviano.vision.Picture;
import liviano.vision.Region;

/**
 * What {@link BilinearResampler} must equal in every bit, pixel by pixel: TensorFlow's
 * resize_bilinear, two taps an axis, without antialiasing, in float32 and in its order of
 * operations: along the row first, as {@code left + (right - left) * fraction}, then down.
 */
final class PlainBilinear implements PlainPreprocessing.Rows {
  private final byte[] rgb;
  private final int pictureWidth;
  private final Region source;
  private final Taps columns;
  private final Taps rows;

  /** The two source rows that were blended last; a picture that grows uses each many times. */
  private float[] upper;

  private float[] lower;
  private int upperRow = -1;
  private int lowerRow = -1;

  /**
   * @param rule one of TensorFlow's
   */
  PlainBilinear(Picture picture, Placement placement, ResizeRule rule) {
    this.rgb = picture.pixels().rgb();
    this.pictureWidth = picture.width();
    this.source = placement.source();
    this.columns = Taps.of(placement.columns(), rule);
    this.rows = Taps.of(placement.rows(), rule);
    this.upper = new float[3 * placement.columns().count()];
    this.lower = new float[3 * placement.columns().count()];
  }

  /**
   * For each seen pixel of an axis its two source pixels, and how far it is from the first to the
   * second.
   */
  private record Taps(int[] first, int[] second, float[] fraction) {
    static Taps of(Placement.Span span, ResizeRule rule) {
      int count = span.count();
      Taps taps = new Taps(new int[count], new int[count], new float[count]);
      boolean corners = rule == ResizeRule.TENSORFLOW_ALIGNED_BILINEAR && span.resized() > 1;
      int less = corners ? 1 : 0;
      float scale = (span.length() - less) / (float) (span.resized() - less);
      boolean halfPixelCentres = rule == ResizeRule.TENSORFLOW_BILINEAR;
      for (int i = 0; i < count; i++) {
        float target = span.from() + i;
        float at = halfPixelCentres ? (target + 0.5f) * scale - 0.5f : target * scale;
        float floor = (float) Math.floor(at);
        taps.first[i] = Math.clamp((long) floor, 0, span.length() - 1);
        taps.second[i] = Math.clamp((long) Math.ceil(at), 0, span.length() - 1);
        taps.fraction[i] = at - floor;
      }
      return taps;
    }
  }

  @Override
  public void row(int y, float[] into) {
    int first = rows.first[y];
    int second = rows.second[y];
    float fraction = rows.fraction[y];
    if (first != upperRow && first == lowerRow) {
      swap();
    }
    if (first != upperRow) {
      blend(first, upper);
      upperRow = first;
    }
    if (second == first) {
      System.arraycopy(upper, 0, into, 0, upper.length);
      return;
    }
    if (second != lowerRow) {
      blend(second, lower);
      lowerRow = second;
    }
    for (int i = 0; i < upper.length; i++) {
      into[i] = upper[i] + (lower[i] - upper[i]) * fraction;
    }
  }

  private void swap() {
    float[] values = upper;
    upper = lower;
    lower = values;
    int row = upperRow;
    upperRow = lowerRow;
    lowerRow = row;
  }

  /** One source row, resized along itself. */
  private void blend(int row, float[] into) {
    int start = 3 * ((source.y() + row) * pictureWidth + source.x());
    int[] first = columns.first;
    int[] second = columns.second;
    float[] fractions = columns.fraction;
    for (int i = 0, to = 0; i < fractions.length; i++, to += 3) {
      int a = start + 3 * first[i];
      int b = start + 3 * second[i];
      float fraction = fractions[i];
      float red = rgb[a] & 0xFF;
      float green = rgb[a + 1] & 0xFF;
      float blue = rgb[a + 2] & 0xFF;
      into[to] = red + ((rgb[b] & 0xFF) - red) * fraction;
      into[to + 1] = green + ((rgb[b + 1] & 0xFF) - green) * fraction;
      into[to + 2] = blue + ((rgb[b + 2] & 0xFF) - blue) * fraction;
    }
  }
}
