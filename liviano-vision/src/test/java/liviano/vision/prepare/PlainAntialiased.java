package liviano.vision.prepare;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import liviano.vision.Picture;
import liviano.vision.Region;

/**
 * What {@link AntialiasedResampler} must equal in every bit, pixel by pixel: Pillow's resize, a
 * filter as wide as the shrinking factor, along rows first and then down columns, each pass in
 * fixed point with 22 fractional bits and rounded to 8 bits.
 */
final class PlainAntialiased implements PlainPreprocessing.Rows {
  private static final int FRACTION_BITS = 22;

  /**
   * Rows held at most. Beyond (shrinking by more than a hundred) the rows that two windows share
   * are resized twice; a picture of a million rows must not need a ring of that length.
   */
  private static final int MAX_RING = 512;

  private static final int HALF = 1 << FRACTION_BITS - 1;

  private final byte[] rgb;
  private final int pictureWidth;
  private final Region source;
  private final Window[] columns;
  private final Placement.Span rows;
  private final Filter filter;

  /** Source rows resized along themselves; row r stands in slot r % ring.length. */
  private final byte[][] ring;

  /** The source row in each slot of the ring. */
  private final int[] held;

  private final int[] sums;

  PlainAntialiased(Picture picture, Placement placement, Filter filter) {
    this.rgb = picture.pixels().rgb();
    this.pictureWidth = picture.width();
    this.source = placement.source();
    this.rows = placement.rows();
    this.filter = filter;
    this.columns = new Window[placement.columns().count()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = Window.of(placement.columns(), filter, i);
    }
    this.sums = new int[3 * columns.length];
    double window = 2 * filter.support * Math.max(1, (double) rows.length() / rows.resized()) + 2;
    this.ring = new byte[(int) Math.min(MAX_RING, window)][sums.length];
    this.held = new int[ring.length];
    Arrays.fill(held, -1);
  }

  /** An even function that is zero beyond {@code support}. */
  enum Filter {
    TRIANGLE(1, x -> 1 - x),
    /** Keys' cubic convolution with a = -0.5. */
    CUBIC(2, x -> x < 1 ? (1.5 * x - 2.5) * x * x + 1 : ((-0.5 * x + 2.5) * x - 4) * x + 2);

    private final double support;
    private final DoubleUnaryOperator curve;

    Filter(double support, DoubleUnaryOperator curve) {
      this.support = support;
      this.curve = curve;
    }

    double at(double x) {
      double distance = Math.abs(x);
      return distance < support ? curve.applyAsDouble(distance) : 0;
    }
  }

  /**
   * What makes one resized pixel.
   *
   * @param first source pixel
   * @param weights in fixed point of the source pixels from {@code first} on
   */
  private record Window(int first, int[] weights) {

    /** The window of the i-th seen pixel of an axis. */
    static Window of(Placement.Span span, Filter filter, int i) {
      double scale = (double) span.length() / span.resized();
      double stretch = Math.max(1, scale);
      double support = filter.support * stretch;
      double centre = (span.from() + i + 0.5) * scale;
      int first = (int) Math.max(0, centre - support + 0.5);
      int end = (int) Math.min(span.length(), centre + support + 0.5);
      double[] exact = new double[end - first];
      double sum = 0;
      for (int k = 0; k < exact.length; k++) {
        exact[k] = filter.at((k + first - centre + 0.5) * (1 / stretch));
        sum += exact[k];
      }
      int[] weights = new int[exact.length];
      for (int k = 0; k < weights.length; k++) {
        double weight = (sum != 0 ? exact[k] / sum : exact[k]) * (1 << FRACTION_BITS);
        weights[k] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
      }
      return new Window(first, weights);
    }
  }

  @Override
  public void row(int y, float[] into) {
    Window window = Window.of(rows, filter, y);
    Arrays.fill(sums, HALF);
    for (int k = 0; k < window.weights.length; k++) {
      byte[] line = line(window.first + k);
      int weight = window.weights[k];
      for (int i = 0; i < sums.length; i++) {
        sums[i] += (line[i] & 0xFF) * weight;
      }
    }
    for (int i = 0; i < sums.length; i++) {
      into[i] = clamp(sums[i] >> FRACTION_BITS);
    }
  }

  /** One source row, resized along itself; held from earlier where the ring is long enough. */
  private byte[] line(int row) {
    int slot = row % ring.length;
    if (held[slot] != row) {
      resize(row, ring[slot]);
      held[slot] = row;
    }
    return ring[slot];
  }

  /** One source row, resized along itself. */
  private void resize(int row, byte[] into) {
    int start = 3 * ((source.y() + row) * pictureWidth + source.x());
    for (int i = 0; i < columns.length; i++) {
      int red = HALF;
      int green = HALF;
      int blue = HALF;
      int at = start + 3 * columns[i].first;
      for (int weight : columns[i].weights) {
        red += (rgb[at] & 0xFF) * weight;
        green += (rgb[at + 1] & 0xFF) * weight;
        blue += (rgb[at + 2] & 0xFF) * weight;
        at += 3;
      }
      into[3 * i] = (byte) clamp(red >> FRACTION_BITS);
      into[3 * i + 1] = (byte) clamp(green >> FRACTION_BITS);
      into[3 * i + 2] = (byte) clamp(blue >> FRACTION_BITS);
    }
  }

  private static int clamp(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
