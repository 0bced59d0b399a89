package liviano.vision.quantize;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What a value of the network held: its extremes, the mean of each channel, and how often which
 * numbers. The histogram has a fixed number of bins over a range around 0 that doubles as it must,
 * pairs of bins becoming one.
 */
final class ValueStatistics {
  private static final int HALF = 4096;
  private static final int AT_A_TIME = 1 << 14;

  private final long[] bins = new long[2 * HALF];
  private double reach = Math.scalb(1.0, -20); // the bins are of [-reach, reach)
  private float least = Float.POSITIVE_INFINITY;
  private float greatest = Float.NEGATIVE_INFINITY;
  private final double[] sums;
  private final float[] magnitudes; // the greatest of each channel
  private long rows;

  /**
   * @param channels the innermost extent
   */
  ValueStatistics(int channels) {
    this.sums = new double[channels];
    this.magnitudes = new float[channels];
  }

  /**
   * Adds numbers, the channels innermost.
   *
   * @return false where one is not finite; then nothing is added
   */
  boolean add(MemorySegment numbers) {
    int channels = sums.length;
    long values = numbers.byteSize() / Float.BYTES;
    float[] some = new float[Math.max(1, AT_A_TIME / channels) * channels];
    float low = least;
    float high = greatest;
    for (long first = 0; first < values; first += some.length) {
      int count = copy(numbers, first, values, some);
      for (int i = 0; i < count; i++) {
        low = Math.min(low, some[i]);
        high = Math.max(high, some[i]);
      }
    }
    if (!Float.isFinite(low) || !Float.isFinite(high)) {
      return false;
    }
    least = low;
    greatest = high;
    widen(Math.max(-(double) low, high));
    for (long first = 0; first < values; first += some.length) {
      count(some, copy(numbers, first, values, some));
    }
    rows += values / channels;
    return true;
  }

  /** The next numbers; an array is read faster than memory outside the heap is. */
  private static int copy(MemorySegment numbers, long first, long values, float[] some) {
    int count = (int) Math.min(some.length, values - first);
    long offset = first * Float.BYTES;
    MemorySegment.copy(numbers, ValueLayout.JAVA_FLOAT, offset, some, 0, count);
    return count;
  }

  /** Counts whole rows of channels. */
  private void count(float[] some, int count) {
    double scale = HALF / reach;
    int channels = sums.length;
    for (int row = 0; row < count; row += channels) {
      for (int c = 0; c < channels; c++) {
        float x = some[row + c];
        sums[c] += x;
        magnitudes[c] = Math.max(magnitudes[c], Math.abs(x));
        bins[HALF + (int) Math.floor(x * scale)]++;
      }
    }
  }

  private void widen(double most) {
    while (most >= reach) {
      reach *= 2;
      long[] joined = new long[2 * HALF];
      for (int i = 0; i < bins.length; i++) {
        joined[Math.floorDiv(i - HALF, 2) + HALF] += bins[i];
      }
      System.arraycopy(joined, 0, bins, 0, bins.length);
    }
  }

  float least() {
    return least;
  }

  float greatest() {
    return greatest;
  }

  /** The greatest magnitude of each channel. */
  float[] magnitudes() {
    return magnitudes.clone();
  }

  /** The mean of each channel. */
  double[] means() {
    double[] means = new double[sums.length];
    for (int c = 0; c < means.length; c++) {
      means[c] = sums[c] / rows;
    }
    return means;
  }

  /** The number below which a share of all numbers lies, to within a bin. */
  double quantile(double share) {
    long below = (long) (share * rows * sums.length);
    long seen = 0;
    for (int i = 0; i < bins.length; i++) {
      seen += bins[i];
      if (seen > below) {
        return Math.clamp(centre(i), least, greatest);
      }
    }
    return greatest;
  }

  /**
   * The sum of squared differences between the numbers and what stands for them.
   *
   * @param low what the least of 256 evenly spaced numbers is
   * @param high what the greatest is
   */
  double squaredError(double low, double high) {
    double step = (high - low) / 255;
    double sum = 0;
    for (int i = 0; i < bins.length; i++) {
      if (bins[i] != 0) {
        double x = centre(i);
        double nearest = low + step * Math.clamp(Math.rint((x - low) / step), 0, 255);
        sum += bins[i] * (x - nearest) * (x - nearest);
      }
    }
    return sum;
  }

  private double centre(int bin) {
    return (bin - HALF + 0.5) * reach / HALF;
  }
}
