package liviano.paper.experiments;

import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A linear map T of d dimensions into n channels, and its pseudo-inverse: how the paper embeds a
 * manifold into a layer (figure 1, appendix A). Bias is zero.
 */
public final class Embedding {
  /** The most channels, and dimensions. */
  public static final int MOST = 4096;

  /** Squared length, relative to that of the longest row, below which a row is a sum of others. */
  private static final double DEPENDENT = 1e-20;

  private final int channels;
  private final int dimensions;
  private final double[] rows; // channels x dimensions
  private final double[] inverse; // dimensions x channels

  private Embedding(int channels, int dimensions, double[] rows) {
    this.channels = channels;
    this.dimensions = dimensions;
    this.rows = rows;
    this.inverse = LeastSquares.pseudoInverse(rows, channels, dimensions);
  }

  /**
   * One of independent normal numbers.
   *
   * @throws IllegalArgumentException if there are no channels or dimensions, or more than {@value
   *     #MOST}
   */
  public static Embedding random(int channels, int dimensions, RandomGenerator random) {
    requireSize(channels, dimensions);
    double[] rows = new double[channels * dimensions];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = random.nextGaussian();
    }
    return new Embedding(channels, dimensions, rows);
  }

  /** A given one, a row a channel. */
  static Embedding of(double[]... rows) {
    int dimensions = rows[0].length;
    requireSize(rows.length, dimensions);
    double[] all = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return new Embedding(rows.length, dimensions, all);
  }

  static void requireSize(int channels, int dimensions) {
    require("channels", channels);
    require("dimensions", dimensions);
  }

  private static void require(String what, int value) {
    if (value < 1 || value > MOST) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s must be from 1 to %d, are %d", what, MOST, value));
    }
  }

  /** n. */
  public int channels() {
    return channels;
  }

  /** d. */
  public int dimensions() {
    return dimensions;
  }

  /** {@code Tx}. */
  public double[] linear(double[] x) {
    return LeastSquares.times(rows, channels, dimensions, x);
  }

  /** {@code ReLU(Tx)}. */
  public double[] relu(double[] x) {
    double[] y = linear(x);
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.max(y[i], 0);
    }
    return y;
  }

  /** {@code T^+ y}: of all points the one whose image lies nearest to y. */
  public double[] back(double[] y) {
    return LeastSquares.times(inverse, dimensions, channels, y);
  }

  /**
   * Whether x can be told from {@code ReLU(Tx)}: at least d channels are positive and their rows
   * independent (appendix A, lemma 2).
   */
  public boolean isInvertibleAt(double[] x) {
    return LeastSquares.hasFullRank(positiveRows(linear(x)), dimensions, DEPENDENT);
  }

  /**
   * The x of {@code y = ReLU(Tx)}, from the positive channels alone; the proof of lemma 2 as code.
   * Where the map is not invertible there, the shortest of all that would give these channels.
   */
  public double[] recover(double[] y) {
    double[] active = positiveRows(y);
    int count = active.length / dimensions;
    if (count == 0) {
      return new double[dimensions];
    }
    double[] values = Arrays.stream(y).filter(value -> value > 0).toArray();
    return LeastSquares.times(
        LeastSquares.pseudoInverse(active, count, dimensions), dimensions, count, values);
  }

  private double[] positiveRows(double[] y) {
    double[] active = new double[rows.length];
    int count = 0;
    for (int i = 0; i < channels; i++) {
      if (y[i] > 0) {
        System.arraycopy(rows, i * dimensions, active, count++ * dimensions, dimensions);
      }
    }
    return Arrays.copyOf(active, count * dimensions);
  }
}
