package liviano.paper.plot;

/**
 * A place in a plot.
 *
 * @param label the text written next to it; empty for none
 */
public record Point(double x, double y, String label) {
  /** A point without a label. */
  public static Point of(double x, double y) {
    return new Point(x, y, "");
  }
}
