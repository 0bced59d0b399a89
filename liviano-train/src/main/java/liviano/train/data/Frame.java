package liviano.train.data;

import liviano.model.ResizeRule;
import liviano.model.Rgb;
import liviano.vision.Picture;
import liviano.vision.Region;

/**
 * What an input sees of a picture: a region of whole pixels, stretched to a part of the input. The
 * rest of the input is filled. Views that begin or end between pixels are moved to the nearest
 * ones, and everything that depends on the place (boxes, masks) goes by the result.
 */
record Frame(Axis columns, Axis rows) {
  /**
   * One axis, all in pixels.
   *
   * @param from first of the picture that is seen
   * @param count of the picture that are seen, at least 1
   * @param to first of the input that they fill
   * @param length of the input that they fill, at least 1
   * @param input all of the input
   */
  record Axis(int from, int count, int to, int length, int input) {
    /**
     * What is seen of an axis.
     *
     * @param start of the view in the picture; negative where it begins before
     * @param extent of the view in the picture, above 0; view and picture have a part in common
     * @param picture pixels of the picture
     * @param input pixels that the view is stretched to
     */
    static Axis of(double start, double extent, int picture, int input) {
      double scale = input / extent;
      int from = clamped(start, 0, picture - 1);
      int until = clamped(start + extent, from + 1, picture);
      // Where the view begins or ends within the picture, it fills the input to that side.
      int to = clamped(-start * scale, 0, input - 1);
      int last = clamped((picture - start) * scale, to + 1, input);
      return new Axis(from, until - from, to, last - to, input);
    }

    private static int clamped(double value, int least, int most) {
      return (int) Math.clamp(Math.round(value), (long) least, (long) most);
    }

    /** From a coordinate in the picture to one in the input, both from the first pixels' edges. */
    double toInput(double picture) {
      return to + (picture - from) * length / count;
    }

    /** The pixel of the picture at the middle of one of the input; -1 where that is filled. */
    int pixel(int place) {
      int within = place - to;
      return within < 0 || within >= length
          ? -1
          : from + (int) ((2L * within + 1) * count / (2L * length));
    }
  }

  /** The region, stretched to the part of the input that it fills. */
  Raster seen(Picture picture, ResizeRule rule) {
    Region region = new Region(columns.from, rows.from, columns.count, rows.count);
    return Raster.resized(picture, region, columns.length, rows.length, rule);
  }

  /** The whole input: what is seen, with a colour around it. */
  Raster placed(Raster seen, Rgb fill) {
    if (columns.length == columns.input && rows.length == rows.input) {
      return seen;
    }
    Raster all = Raster.filled(columns.input, rows.input, fill);
    all.paste(seen, columns.to, rows.to);
    return all;
  }
}
