package liviano.vision.eval;

import java.util.List;
import java.util.Objects;
import liviano.vision.Category;

/**
 * Top-k accuracy: the share of pictures whose class is among the k likeliest of the answer. Gathers
 * pictures one by one; used by one thread at a time.
 */
public final class TopKAccuracy {
  /** For each rank in an answer, the number of pictures whose class has that rank. */
  private final long[] correctAt;

  private long images;

  /**
   * @param most the largest k that will be asked for
   */
  public TopKAccuracy(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("k must be at least 1, is " + most);
    }
    correctAt = new long[most];
  }

  /**
   * Counts a picture.
   *
   * @param answer the likeliest categories, best first
   * @param index the number of the right class in the model
   */
  public void add(List<Category> answer, int index) {
    images++;
    for (int place = 0; place < Math.min(answer.size(), correctAt.length); place++) {
      if (answer.get(place).index() == index) {
        correctAt[place]++;
        return;
      }
    }
  }

  /** Pictures counted. */
  public long images() {
    return images;
  }

  /**
   * Pictures whose class was among the k likeliest.
   *
   * @throws IndexOutOfBoundsException if k is below 1 or above the largest
   */
  public long correct(int k) {
    Objects.checkIndex(k - 1, correctAt.length);
    long sum = 0;
    for (int place = 0; place < k; place++) {
      sum += correctAt[place];
    }
    return sum;
  }

  /**
   * The share of them, from 0 to 1.
   *
   * @throws IllegalStateException if no picture was counted
   */
  public double accuracy(int k) {
    if (images == 0) {
      throw new IllegalStateException("no picture was counted");
    }
    return (double) correct(k) / images;
  }
}
