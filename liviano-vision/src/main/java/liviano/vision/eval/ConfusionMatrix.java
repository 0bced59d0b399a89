package liviano.vision.eval;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How often pictures of each class were taken for each class. Gathers answers one by one; used by
 * one thread at a time.
 */
public final class ConfusionMatrix {
  /** Of a normal distribution, 95 % lie within so many deviations. */
  private static final double Z95 = 1.959963984540054;

  private final List<String> labels;
  private final long[][] counts; // truth, answer

  /**
   * A share with the interval that the true one lies in with 95 % (Wilson 1927).
   *
   * @param share of those counted
   */
  public record Interval(double share, double low, double high) {}

  /**
   * @param labels the classes, by index
   */
  public ConfusionMatrix(List<String> labels) {
    this.labels = List.copyOf(labels);
    this.counts = new long[labels.size()][labels.size()];
  }

  /**
   * Counts a picture.
   *
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public void add(int truth, int answer) {
    counts[Objects.checkIndex(truth, labels.size())][answer]++;
  }

  public List<String> labels() {
    return labels;
  }

  /** Pictures of one class that were taken for another, or for it. */
  public long count(int truth, int answer) {
    return counts[truth][answer];
  }

  /** Pictures of a class. */
  public long of(int truth) {
    long sum = 0;
    for (long count : counts[truth]) {
      sum += count;
    }
    return sum;
  }

  /** Pictures that were taken for a class. */
  public long takenFor(int answer) {
    long sum = 0;
    for (long[] row : counts) {
      sum += row[answer];
    }
    return sum;
  }

  /** Pictures counted. */
  public long pictures() {
    long sum = 0;
    for (int k = 0; k < labels.size(); k++) {
      sum += of(k);
    }
    return sum;
  }

  /** Pictures taken for what they are. */
  public long correct() {
    long sum = 0;
    for (int k = 0; k < labels.size(); k++) {
      sum += counts[k][k];
    }
    return sum;
  }

  /**
   * The share taken for what they are, with its interval.
   *
   * @throws IllegalStateException if no picture was counted
   */
  public Interval accuracy() {
    if (pictures() == 0) {
      throw new IllegalStateException("no picture was counted");
    }
    return wilson(correct(), pictures());
  }

  /** A share of a number of cases, at least one, with its interval. */
  public static Interval wilson(long hits, long cases) {
    double share = (double) hits / cases;
    double square = Z95 * Z95 / cases;
    double middle = (share + square / 2) / (1 + square);
    double half =
        Z95 / (1 + square) * Math.sqrt(share * (1 - share) / cases + square / (4 * cases));
    return new Interval(share, Math.max(0, middle - half), Math.min(1, middle + half));
  }

  /** Of the pictures taken for a class, those that are; 0 where none was. */
  public double precision(int k) {
    long taken = takenFor(k);
    return taken == 0 ? 0 : (double) counts[k][k] / taken;
  }

  /** Of the pictures of a class, those taken for it; 0 where there is none. */
  public double recall(int k) {
    long all = of(k);
    return all == 0 ? 0 : (double) counts[k][k] / all;
  }

  /** The harmonic mean of precision and recall. */
  public double f1(int k) {
    long sum = of(k) + takenFor(k);
    return sum == 0 ? 0 : 2.0 * counts[k][k] / sum;
  }

  /** The mean F1 of the classes of which there are pictures. */
  public double macroF1() {
    double sum = 0;
    int classes = 0;
    for (int k = 0; k < labels.size(); k++) {
      if (of(k) > 0) {
        sum += f1(k);
        classes++;
      }
    }
    return classes == 0 ? 0 : sum / classes;
  }

  /** Such as {@code 325 of 372}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d of %d", correct(), pictures());
  }
}
