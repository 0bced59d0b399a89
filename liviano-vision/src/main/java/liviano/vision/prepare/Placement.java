package liviano.vision.prepare;

import liviano.model.Fit;
import liviano.model.Rgb;
import liviano.vision.Region;

/**
 * The place of a picture in an input: a source region is resized (the resized picture is never
 * stored as a whole), a window of the resized picture is placed in the input, and the rest of the
 * input is filled.
 *
 * @param source within the picture, pixels
 * @param columns from the source's columns to the input's
 * @param rows from the source's rows to the input's
 * @param fill colour around the window, in the units of 8-bit pixels
 */
public record Placement(Region source, Span columns, Span rows, Rgb fill) {

  /**
   * One axis. The resized picture may be far longer than memory: a strip of 10 pixels by a million
   * whose shorter side is enlarged.
   *
   * @param length of the source
   * @param resized length that the source is resized to, at least 1
   * @param from first resized pixel that is seen
   * @param count of resized pixels that are seen, at least 1
   * @param to input pixel where the first of them stands
   */
  public record Span(int length, long resized, long from, int count, int to) {

    /** All of the source over all of the input. */
    static Span stretched(int length, int target) {
      return new Span(length, target, 0, target, 0);
    }

    /** The middle of the resized picture; where the input is longer, in the middle of the input. */
    static Span centred(int length, long resized, int target) {
      if (resized < target) {
        return new Span(length, resized, 0, (int) resized, (int) (target - resized) / 2);
      }
      long from = (long) Math.rint((resized - target) / 2.0);
      return new Span(length, resized, from, target, 0);
    }

    /**
     * From a coordinate in the input back to one in the source, both in pixels from the outer edge
     * of the first one; clipped to the source.
     */
    public double source(double input) {
      return Math.clamp(unclippedSource(input), 0, length);
    }

    /** The same, beyond the source too. */
    public double unclippedSource(double input) {
      return (input - to + from) * length / resized;
    }

    /** The resized picture at the input's beginning, as much of it as there is room for. */
    static Span leading(int length, long resized, int target) {
      long seen = Math.max(1, resized);
      return new Span(length, seen, 0, (int) Math.min(seen, target), 0);
    }
  }

  /**
   * Places a region of a picture in an input.
   *
   * @param width of the input, pixels
   * @param height of the input, pixels
   */
  public static Placement of(Fit fit, Region region, int width, int height) {
    return switch (fit) {
      case Fit.Squash() -> stretched(region, width, height);
      case Fit.CentralCrop(double fraction) -> stretched(middle(region, fraction), width, height);
      case Fit.ResizeAndCrop(int shorterSide) -> {
        int shorter = Math.min(region.width(), region.height());
        yield new Placement(
            region,
            Span.centred(region.width(), (long) shorterSide * region.width() / shorter, width),
            Span.centred(region.height(), (long) shorterSide * region.height() / shorter, height),
            Rgb.all(0));
      }
      case Fit.Pad(Rgb colour) -> {
        boolean wide = (long) region.width() * height >= (long) region.height() * width;
        long across = wide ? width : nearest((long) region.width() * height, region.height());
        long down = wide ? nearest((long) region.height() * width, region.width()) : height;
        yield new Placement(
            region,
            Span.leading(region.width(), across, width),
            Span.leading(region.height(), down, height),
            colour);
      }
      case Fit.ResizeAndPad(int longerSide, Rgb colour) -> {
        int longer = Math.max(region.width(), region.height());
        long across = nearest((long) longerSide * region.width(), longer);
        long down = nearest((long) longerSide * region.height(), longer);
        yield new Placement(
            region,
            Span.leading(region.width(), across, width),
            Span.leading(region.height(), down, height),
            colour);
      }
    };
  }

  /** The whole number nearest to a fraction, halves up. */
  private static long nearest(long numerator, int denominator) {
    return (2 * numerator + denominator) / (2L * denominator);
  }

  private static Placement stretched(Region region, int width, int height) {
    return new Placement(
        region,
        Span.stretched(region.width(), width),
        Span.stretched(region.height(), height),
        Rgb.all(0));
  }

  /** The margins are truncated to whole pixels, and equal: the middle may keep a pixel more. */
  private static Region middle(Region region, double fraction) {
    int left = (int) ((region.width() - region.width() * fraction) / 2);
    int top = (int) ((region.height() - region.height() * fraction) / 2);
    return new Region(
        region.x() + left, region.y() + top, region.width() - 2 * left, region.height() - 2 * top);
  }
}
