package liviano.paper.experiments;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Points of one space, in order.
 *
 * @param points at least one, each of as many numbers as the space has dimensions
 */
public record PointCloud(List<double[]> points) {
  /** The most points. */
  public static final int MOST = 1 << 14;

  private static final int MOST_NUMBERS = 1 << 22;
  private static final double TURNS = 2;

  /**
   * @throws IllegalArgumentException if there are no points, or they are not of one space
   */
  public PointCloud {
    points = points.stream().map(double[]::clone).toList();
    if (points.isEmpty()) {
      throw new IllegalArgumentException("no points");
    }
    int dimensions = points.getFirst().length;
    if (points.stream().anyMatch(point -> point.length != dimensions)) {
      throw new IllegalArgumentException("the points are not of one space");
    }
  }

  /**
   * Two turns of the Archimedean spiral in the plane, from near the origin to radius 1, the points
   * at even steps of the angle.
   *
   * @throws IllegalArgumentException if the number of points is not from 2 to {@value #MOST}
   */
  public static PointCloud spiral(int points) {
    requirePoints(points);
    return new PointCloud(
        IntStream.rangeClosed(1, points)
            .mapToObj(
                i -> {
                  double radius = (double) i / points;
                  double angle = radius * TURNS * 2 * Math.PI;
                  return new double[] {radius * Math.cos(angle), radius * Math.sin(angle)};
                })
            .toList());
  }

  /**
   * Independent normal numbers: points in all directions of a space.
   *
   * @throws IllegalArgumentException if the number of points is not from 2 to {@value #MOST}, or
   *     that of dimensions not from 1 to {@value Embedding#MOST}
   */
  public static PointCloud normal(int points, int dimensions, RandomGenerator random) {
    requirePoints(points);
    if (dimensions < 1 || dimensions > Embedding.MOST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "dimensions must be from 1 to %d, are %d", Embedding.MOST, dimensions));
    }
    if ((long) points * dimensions > MOST_NUMBERS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d points of %d dimensions are too many numbers, %,d at most",
              points,
              dimensions,
              MOST_NUMBERS));
    }
    return new PointCloud(
        IntStream.range(0, points)
            .mapToObj(
                i ->
                    IntStream.range(0, dimensions)
                        .mapToDouble(j -> random.nextGaussian())
                        .toArray())
            .toList());
  }

  private static void requirePoints(int points) {
    if (points < 2 || points > MOST) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "points must be from 2 to %d, are %d", MOST, points));
    }
  }

  /** Of each point. */
  public int dimensions() {
    return points.getFirst().length;
  }

  /** What figure 1 draws: each point embedded, through ReLU, and brought back by the inverse. */
  public PointCloud throughRelu(Embedding embedding) {
    return new PointCloud(
        points.stream().map(point -> embedding.back(embedding.relu(point))).toList());
  }
}
