package liviano.paper.experiments;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Into how many directions the values of a layer spread: the principal components of the vectors of
 * channels that stand at its positions. Used by one thread.
 */
public final class Spread {
  private final int channels;
  private final double[] sums;

  /** Sums of products, the lower triangle row by row. */
  private final double[] products;

  private long positions;

  /** Of a layer of so many channels, before any position. */
  public Spread(int channels) {
    if (channels < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "a layer has a channel at least, not %d", channels));
    }
    this.channels = channels;
    this.sums = new double[channels];
    this.products = new double[Math.multiplyExact(channels, channels)];
  }

  /**
   * Adds positions.
   *
   * @param values of {@code channels} numbers a position
   * @throws IllegalArgumentException if they are no whole positions
   */
  public void add(float[] values) {
    if (values.length % channels != 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d numbers are no positions of %d", values.length, channels));
    }
    for (int channel = 0; channel < channels; channel++) {
      for (int at = channel; at < values.length; at += channels) {
        sums[channel] += values[at];
      }
    }
    // Each row of the triangle is one thread's.
    IntStream.range(0, channels).parallel().forEach(row -> add(values, row));
    positions += values.length / channels;
  }

  private void add(float[] values, int row) {
    double[] sum = new double[row + 1];
    for (int at = 0; at < values.length; at += channels) {
      double factor = values[at + row];
      if (factor != 0) { // ReLU6 gives many zeros
        for (int column = 0; column <= row; column++) {
          sum[column] += factor * values[at + column];
        }
      }
    }
    for (int column = 0; column <= row; column++) {
      products[row * channels + column] += sum[column];
    }
  }

  /** How many channels a position has. */
  public int channels() {
    return channels;
  }

  /** How many positions were added: no more directions than these can be found. */
  public long positions() {
    return positions;
  }

  /**
   * The variances along the principal components, the greatest first.
   *
   * @throws IllegalStateException if no position was added
   */
  public double[] variances() {
    if (positions == 0) {
      throw new IllegalStateException("no positions were added");
    }
    double[] covariance = new double[products.length];
    for (int row = 0; row < channels; row++) {
      for (int column = 0; column <= row; column++) {
        int at = row * channels + column;
        covariance[at] =
            products[at] / positions - sums[row] / positions * (sums[column] / positions);
      }
    }
    return Arrays.stream(Eigenvalues.ofSymmetric(covariance, channels))
        .map(variance -> Math.max(0, variance))
        .toArray();
  }

  /**
   * The fewest directions that hold this share of all variance.
   *
   * @param variances the greatest first
   * @param share from 0 to 1
   * @return 0 where nothing varies
   */
  public static int directions(double[] variances, double share) {
    double wanted = share * Arrays.stream(variances).sum();
    double held = 0;
    int count = 0;
    while (count < variances.length && held < wanted) {
      held += variances[count++];
    }
    return count;
  }
}
