package liviano.vision.quantize;

import java.lang.foreign.MemorySegment;

/**
 * What a value holds if each of its channels is normal, cut off at two ends.
 *
 * @param mean of each channel
 * @param deviation of each channel, before it is cut off
 * @param least below which a channel has no number
 * @param greatest above which a channel has no number
 * @param guesses how many layers lie between this value and the last batch norm before it
 */
record Spread(double[] mean, double[] deviation, double[] least, double[] greatest, int guesses) {
  /** Numbers that stand for a channel: its quantiles, the outermost at 3.5 deviations. */
  private static final int POINTS = 2048;

  private static final double[] QUANTILES = quantiles();

  /** Without ends. */
  static Spread normal(double[] mean, double[] deviation, int guesses) {
    double[] least = new double[mean.length];
    double[] greatest = new double[mean.length];
    for (int c = 0; c < mean.length; c++) {
      least[c] = Double.NEGATIVE_INFINITY;
      greatest[c] = Double.POSITIVE_INFINITY;
    }
    return new Spread(mean, deviation, least, greatest, guesses);
  }

  /** Quantiles of the normal distribution, at the middle of each of as many equal shares. */
  private static double[] quantiles() {
    double[] points = new double[POINTS];
    double step = 1e-4;
    double below = 0;
    int at = 0;
    for (double z = -8; at < POINTS / 2; z += step) {
      below += step * Math.exp(-(z + step / 2) * (z + step / 2) / 2) / Math.sqrt(2 * Math.PI);
      while (at < POINTS / 2 && below >= (at + 0.5) / POINTS) {
        points[at] = z + step;
        points[POINTS - 1 - at] = -points[at];
        at++;
      }
    }
    return points;
  }

  int channels() {
    return mean.length;
  }

  /** With nearer ends. */
  Spread within(double low, double high) {
    double[] lower = new double[channels()];
    double[] upper = new double[channels()];
    for (int c = 0; c < channels(); c++) {
      lower[c] = Math.clamp(least[c], low, high);
      upper[c] = Math.clamp(greatest[c], low, high);
    }
    return new Spread(mean, deviation, lower, upper, guesses);
  }

  /** The sum of two values that know nothing of each other. */
  Spread plus(Spread other) {
    Spread one = settled();
    Spread two = other.settled();
    double[] sum = new double[channels()];
    double[] wide = new double[channels()];
    double[] lower = new double[channels()];
    double[] upper = new double[channels()];
    for (int c = 0; c < channels(); c++) {
      sum[c] = one.mean[c] + two.mean[c];
      wide[c] = Math.hypot(one.deviation[c], two.deviation[c]);
      lower[c] = one.least[c] + two.least[c];
      upper[c] = one.greatest[c] + two.greatest[c];
    }
    return new Spread(sum, wide, lower, upper, Math.max(guesses, other.guesses));
  }

  /** One behind the other, channel by channel. */
  Spread then(Spread other) {
    return new Spread(
        joined(mean, other.mean),
        joined(deviation, other.deviation),
        joined(least, other.least),
        joined(greatest, other.greatest),
        Math.max(guesses, other.guesses));
  }

  private static double[] joined(double[] one, double[] two) {
    double[] both = new double[one.length + two.length];
    System.arraycopy(one, 0, both, 0, one.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }

  /** With each channel multiplied; the ends stay where they are. */
  Spread times(double[] factors) {
    double[] moved = new double[channels()];
    double[] wide = new double[channels()];
    for (int c = 0; c < channels(); c++) {
      moved[c] = mean[c] * factors[c];
      wide[c] = deviation[c] * factors[c];
    }
    return new Spread(moved, wide, least, greatest, guesses);
  }

  /**
   * What a layer gives that sums products of this value, as if its terms knew nothing of each
   * other. They do, so that the deviation is taken twice.
   */
  Spread through(Filter filter) {
    Spread in = settled();
    double[] sum = new double[filter.outputs()];
    double[] squares = new double[filter.outputs()];
    for (int c = 0; c < sum.length; c++) {
      sum[c] = filter.bias()[c];
    }
    for (int i = 0; i < filter.weight().length; i++) {
      double weight = filter.weight()[i];
      int from = filter.input(i);
      sum[filter.output(i)] += weight * in.mean[from];
      squares[filter.output(i)] += Math.pow(weight * in.deviation[from], 2);
    }
    for (int c = 0; c < squares.length; c++) {
      squares[c] = 2 * Math.sqrt(squares[c]);
    }
    return normal(sum, squares, guesses + 1);
  }

  /** With the mean and the deviation that the channels have when they are cut off. */
  private Spread settled() {
    double[] moved = new double[channels()];
    double[] wide = new double[channels()];
    for (int c = 0; c < channels(); c++) {
      double sum = 0;
      double squares = 0;
      for (double z : QUANTILES) {
        double x = number(c, z);
        sum += x;
        squares += x * x;
      }
      moved[c] = sum / POINTS;
      wide[c] = Math.sqrt(Math.max(0, squares / POINTS - moved[c] * moved[c]));
    }
    return new Spread(moved, wide, least, greatest, guesses);
  }

  private double number(int channel, double z) {
    return Math.clamp(mean[channel] + deviation[channel] * z, least[channel], greatest[channel]);
  }

  /**
   * What a value would have held of this kind.
   *
   * @return false where one is not finite
   */
  boolean into(ValueStatistics seen) {
    float[] numbers = new float[POINTS * channels()];
    for (int c = 0; c < channels(); c++) {
      for (int i = 0; i < POINTS; i++) {
        numbers[i * channels() + c] = (float) number(c, QUANTILES[i]);
      }
    }
    return seen.add(MemorySegment.ofArray(numbers));
  }
}
