package liviano.vision.prepare;

import liviano.vision.Picture;
import liviano.vision.Region;

/**
 * The two taps an axis of {@link BilinearResampler}.
 *
 * @param columns brings both source pixels of each resized one together
 * @param across for each resized pixel of a row, how far it is from the first source pixel to the
 *     second
 */
record BilinearPlan(Gather columns, float[] across, Taps rows) implements ResizePlan {

  /** Which points of both pictures lie on each other. */
  enum Centres {
    /** Pixel i covers [i, i + 1) around its centre: the outer edges. */
    HALF_PIXEL,
    /** The first pixels, TensorFlow 1's rule. */
    FIRST_PIXELS,
    /** The first pixels, and the last ones. */
    CORNERS;

    private float source(float target, Placement.Span span) {
      float scale = span.length() / (float) span.resized();
      return switch (this) {
        case HALF_PIXEL -> (target + 0.5f) * scale - 0.5f;
        case FIRST_PIXELS -> target * scale;
        case CORNERS ->
            span.resized() > 1
                ? target * ((span.length() - 1) / (float) (span.resized() - 1))
                : target * scale;
      };
    }
  }

  static BilinearPlan of(Placement placement, Centres centres) {
    Taps columns = Taps.of(placement.columns(), centres);
    return new BilinearPlan(
        new Gather(new int[][] {columns.first, columns.second}),
        columns.fraction,
        Taps.of(placement.rows(), centres));
  }

  /**
   * For each seen pixel of an axis its two source pixels, and how far it is from the first to the
   * second.
   */
  record Taps(int[] first, int[] second, float[] fraction) {
    private static Taps of(Placement.Span span, Centres centres) {
      int count = span.count();
      Taps taps = new Taps(new int[count], new int[count], new float[count]);
      for (int i = 0; i < count; i++) {
        float target = span.from() + i;
        float at = centres.source(target, span);
        float floor = (float) Math.floor(at);
        taps.first[i] = Math.clamp((long) floor, 0, span.length() - 1);
        taps.second[i] = Math.clamp((long) Math.ceil(at), 0, span.length() - 1);
        taps.fraction[i] = at - floor;
      }
      return taps;
    }
  }

  @Override
  public long bytes() {
    return 16L * (across.length + rows.fraction.length);
  }

  @Override
  public Resampler resampler(Picture picture, Region source) {
    return new BilinearResampler(this, picture, source);
  }
}
