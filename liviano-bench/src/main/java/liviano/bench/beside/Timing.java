package liviano.bench.beside;

import java.util.Arrays;

/** Quantiles of measurements. */
public final class Timing {
  private Timing() {}

  /** The lower middle of the values. */
  public static double median(double... values) {
    return quantile(0.5, values);
  }

  /** The smallest of the values that so large a share of them does not exceed. */
  public static double quantile(double share, double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
