package liviano.paper.plot;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Points of one kind: one colour, one shape of marker, one line of the legend. Series of one name
 * share them: a kind of several lines.
 *
 * @param name for the legend
 * @param points at least one
 * @param joined whether a line runs through them in their order
 */
public record Series(String name, List<Point> points, boolean joined) {
  /**
   * @throws IllegalArgumentException if there are no points
   */
  public Series {
    points = List.copyOf(points);
    if (points.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "series '%s' has no points", name));
    }
  }

  /** Points by themselves. */
  public static Series scattered(String name, List<Point> points) {
    return new Series(name, points, false);
  }

  /** Points on a line. */
  public static Series joined(String name, List<Point> points) {
    return new Series(name, points, true);
  }

  /** The same points under other words. */
  Series in(UnaryOperator<String> words) {
    return new Series(
        words.apply(name),
        points.stream()
            .map(point -> new Point(point.x(), point.y(), words.apply(point.label())))
            .toList(),
        joined);
  }

  double[] xs() {
    return points.stream().mapToDouble(Point::x).toArray();
  }

  double[] ys() {
    return points.stream().mapToDouble(Point::y).toArray();
  }
}
