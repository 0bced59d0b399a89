package liviano.vision.prepare;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import liviano.vision.Picture;
import liviano.vision.Region;

/**
 * The windows of {@link AntialiasedResampler}.
 *
 * @param columns the window of each seen pixel of a resized row
 * @param taps the same laid out for whole rows; absent where the picture shrinks so much that the
 *     table would be long
 * @param rows from the source's rows to the input's
 * @param ahead the window of each seen row; empty where they are so long that each is made when its
 *     turn comes
 * @param shared source rows that may make one resized row, and so are worth holding
 */
record AntialiasedPlan(
    Window[] columns,
    Optional<Taps> taps,
    Placement.Span rows,
    Filter filter,
    Window[] ahead,
    int shared)
    implements ResizePlan {
  static final int FRACTION_BITS = 22;

  /** Weights in a table at most: a picture of a million rows must not need one of that length. */
  private static final int MOST_WEIGHTS = 1 << 16;

  /** Ints that a window takes in addition to its weights. */
  private static final int WINDOW = 12;

  /**
   * Rows held at most. Beyond (shrinking by more than a hundred) the rows that two windows share
   * are resized twice; a picture of a million rows must not need a ring of that length.
   */
  private static final int MOST_SHARED = 512;

  static AntialiasedPlan of(Placement placement, Filter filter) {
    Window[] columns = windows(placement.columns(), filter);
    int widest = 0;
    for (Window window : columns) {
      widest = Math.max(widest, window.weights.length);
    }
    Optional<Taps> taps =
        (long) widest * columns.length <= MOST_WEIGHTS
            ? Optional.of(Taps.of(columns, widest))
            : Optional.empty();
    Placement.Span rows = placement.rows();
    double longest = filter.longest(rows);
    boolean few = longest * rows.count() <= MOST_WEIGHTS;
    return new AntialiasedPlan(
        columns,
        taps,
        rows,
        filter,
        few ? windows(rows, filter) : new Window[0],
        (int) Math.min(MOST_SHARED, longest));
  }

  /** The window of the y-th seen row. */
  Window row(int y) {
    return ahead.length > 0 ? ahead[y] : Window.of(rows, filter, y);
  }

  private static Window[] windows(Placement.Span span, Filter filter) {
    Window[] windows = new Window[span.count()];
    for (int i = 0; i < windows.length; i++) {
      windows[i] = Window.of(span, filter, i);
    }
    return windows;
  }

  @Override
  public long bytes() {
    long weights = 0;
    for (Window[] windows : new Window[][] {columns, ahead}) {
      for (Window window : windows) {
        weights += WINDOW + window.weights.length;
      }
    }
    if (taps.isPresent()) {
      weights += 3L * taps.get().weights.length * columns.length;
    }
    return Integer.BYTES * weights;
  }

  @Override
  public Resampler resampler(Picture picture, Region source) {
    return new AntialiasedResampler(this, picture, source);
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

    /** No window on an axis is longer. */
    private double longest(Placement.Span span) {
      return 2 * support * Math.max(1, (double) span.length() / span.resized()) + 2;
    }
  }

  /**
   * What makes one resized pixel.
   *
   * @param first source pixel
   * @param weights in fixed point of the source pixels from {@code first} on
   */
  record Window(int first, int[] weights) {

    /** The window of the i-th seen pixel of an axis. */
    private static Window of(Placement.Span span, Filter filter, int i) {
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

  /**
   * The windows of a row's pixels, all made as wide as the widest by weights of zero.
   *
   * @param weights by tap, then for each resized pixel of a row
   */
  record Taps(Gather pixels, int[][] weights) {
    private static Taps of(Window[] windows, int widest) {
      int[][] pixels = new int[widest][windows.length];
      int[][] weights = new int[widest][windows.length];
      for (int i = 0; i < windows.length; i++) {
        Window window = windows[i];
        for (int k = 0; k < widest; k++) {
          boolean inside = k < window.weights.length;
          pixels[k][i] = inside ? window.first + k : window.first;
          weights[k][i] = inside ? window.weights[k] : 0;
        }
      }
      return new Taps(new Gather(pixels), weights);
    }
  }
}
