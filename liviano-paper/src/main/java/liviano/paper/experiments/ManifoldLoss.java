package liviano.paper.experiments;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What ReLU destroys of a manifold that is embedded into a layer by a random matrix, over many such
 * matrices.
 *
 * @param channels n, of the layer
 * @param dimensions d, of the space that the manifold lies in
 * @param matrices how many were drawn
 * @param collapsed the share of points that ReLU brings together with another: of their distance in
 *     the layer, if they are {@value #APART} or more of the manifold's radius apart, less than
 *     {@value #TOGETHER} is left
 * @param error mean over the matrices of the distance between the points and what {@code T^+
 *     ReLU(Tx)} gives back, root mean square, relative to the points' own. ReLU silences about half
 *     of the channels and so halves lengths, which is no loss: the distance is measured after the
 *     one scale that fits best. From 0 (nothing lost) to 1 (nothing left)
 * @param errorSpread standard deviation of the error from matrix to matrix
 * @param invertible the share of points that lemma 2 lets recover exactly
 */
public record ManifoldLoss(
    int channels,
    int dimensions,
    int matrices,
    double collapsed,
    double error,
    double errorSpread,
    double invertible) {
  /** Least distance of points that may collapse, relative to the manifold's radius. */
  public static final double APART = 0.1;

  /** Most of a distance that is left of one that has collapsed. */
  public static final double TOGETHER = 0.05;

  /** The most multiply-adds that one measurement may take: some ten seconds. */
  public static final long MOST_WORK = 20_000_000_000L;

  private static final int MOST_MATRICES = 1_000_000;

  /**
   * Draws matrices and measures. The same seed gives the same numbers, whatever else is measured.
   *
   * @throws IllegalArgumentException if a number is out of range, or it would take more than {@link
   *     #MOST_WORK}
   */
  public static ManifoldLoss of(PointCloud manifold, int channels, int matrices, long seed) {
    requireWork(manifold, channels, matrices);
    SplittableRandom random = random(channels, seed);
    double collapsed = 0;
    double invertible = 0;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < matrices; i++) {
      Embedding embedding = Embedding.random(channels, manifold.dimensions(), random);
      collapsed += collapsed(manifold, embedding);
      invertible += invertible(manifold, embedding);
      double error = error(manifold, manifold.throughRelu(embedding));
      sum += error;
      squares += error * error;
    }
    double mean = sum / matrices;
    return new ManifoldLoss(
        channels,
        manifold.dimensions(),
        matrices,
        collapsed / matrices,
        mean,
        Math.sqrt(Math.max(squares / matrices - mean * mean, 0)),
        invertible / matrices);
  }

  /**
   * The first matrix that {@link #of} draws for this number of channels: the one to show in a
   * picture.
   */
  public static Embedding firstEmbedding(int channels, int dimensions, long seed) {
    return Embedding.random(channels, dimensions, random(channels, seed));
  }

  private static SplittableRandom random(int channels, long seed) {
    return new SplittableRandom(seed * 0x9E37_79B9_7F4A_7C15L + channels);
  }

  private static void requireWork(PointCloud manifold, int channels, int matrices) {
    if (matrices < 1 || matrices > MOST_MATRICES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "matrices must be from 1 to %d, are %d", MOST_MATRICES, matrices));
    }
    Embedding.requireSize(channels, manifold.dimensions());
    double n = channels;
    double d = manifold.dimensions();
    double points = manifold.points().size();
    double embedding = n * d * (Math.min(n, d) + 2 * points);
    double work = matrices * (embedding + points * (points * (n + d) / 2 + d * d * d));
    if (work > MOST_WORK) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d matrices, %d points and %d channels take %.0f billion multiply-adds, %d at most",
              matrices,
              manifold.points().size(),
              channels,
              work * 1e-9,
              MOST_WORK / 1_000_000_000));
    }
  }

  /**
   * How likely a point in a random direction stays invertible: each channel is positive with
   * probability 1/2, and d of n must be, so that it is {@code P(B >= d)} for B binomial in n and
   * 1/2. For d = 2: {@code 1 - (n + 1) / 2^n}.
   */
  public static double expectedInvertible(int channels, int dimensions) {
    if (channels < dimensions) {
      return 0;
    }
    double fewer = 0;
    double logChoices = 0; // of k in n
    for (int k = 0; k < dimensions; k++) {
      fewer += Math.exp(logChoices - channels * Math.log(2));
      logChoices += Math.log(channels - k) - Math.log(k + 1);
    }
    return Math.clamp(1 - fewer, 0, 1);
  }

  private static double invertible(PointCloud manifold, Embedding embedding) {
    List<double[]> points = manifold.points();
    return (double) points.stream().filter(embedding::isInvertibleAt).count() / points.size();
  }

  /** The error after the best scale: the part that is orthogonal to {@code back}. */
  private static double error(PointCloud manifold, PointCloud back) {
    double own = 0;
    double others = 0;
    double both = 0;
    for (int i = 0; i < manifold.points().size(); i++) {
      double[] x = manifold.points().get(i);
      double[] y = back.points().get(i);
      own += dot(x, x);
      others += dot(y, y);
      both += dot(x, y);
    }
    return others == 0 ? 1 : Math.sqrt(Math.max(1 - both * both / (own * others), 0));
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  /** The share of points that one matrix brings together with another. */
  static double collapsed(PointCloud manifold, Embedding embedding) {
    List<double[]> points = manifold.points();
    List<double[]> linear = points.stream().map(embedding::linear).toList();
    List<double[]> relu = points.stream().map(embedding::relu).toList();
    double radius = Math.sqrt(points.stream().mapToDouble(x -> dot(x, x)).max().orElseThrow());
    double apart = APART * radius * APART * radius;
    boolean[] together = new boolean[points.size()];
    int count = 0;
    for (int i = 0; i < together.length; i++) {
      for (int j = 0; j < i; j++) {
        if (!(together[i] && together[j])
            && distance(points.get(i), points.get(j)) >= apart
            && distance(relu.get(i), relu.get(j))
                < TOGETHER * TOGETHER * distance(linear.get(i), linear.get(j))) {
          count += (together[i] ? 0 : 1) + (together[j] ? 0 : 1);
          together[i] = true;
          together[j] = true;
        }
      }
    }
    return (double) count / together.length;
  }

  /** Squared. */
  private static double distance(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - y[i]) * (x[i] - y[i]);
    }
    return sum;
  }
}
