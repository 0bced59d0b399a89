package liviano.vision.teach.regression;

import java.util.List;

/**
 * The temperature at which a softmax's probabilities fit best to what was true: that of the least
 * mean cross entropy (Guo et al. 2017, arXiv:1706.04599).
 */
public final class Temperature {
  private static final double LEAST = Math.log(0.05);
  private static final double GREATEST = Math.log(20);
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final int STEPS = 60;

  private Temperature() {}

  /**
   * The best temperature, from 0.05 to 20.
   *
   * @param logits one array a picture, at least one
   * @param classOf the class of each
   */
  public static double best(List<float[]> logits, int[] classOf) {
    double low = LEAST;
    double high = GREATEST;
    // The loss is convex in the inverse of the temperature, so it has one valley in its logarithm.
    for (int i = 0; i < STEPS; i++) {
      double left = high - GOLDEN * (high - low);
      double right = low + GOLDEN * (high - low);
      if (mean(logits, classOf, StrictMath.exp(left))
          <= mean(logits, classOf, StrictMath.exp(right))) {
        high = right;
      } else {
        low = left;
      }
    }
    return StrictMath.exp((low + high) / 2);
  }

  private static double mean(List<float[]> logits, int[] classOf, double temperature) {
    double sum = 0;
    for (int i = 0; i < classOf.length; i++) {
      sum += loss(logits.get(i), classOf[i], temperature);
    }
    return sum / classOf.length;
  }

  /** The cross entropy of one answer. */
  static double loss(float[] logits, int truth, double temperature) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      greatest = Math.max(greatest, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += StrictMath.exp((logit - greatest) / temperature);
    }
    return StrictMath.log(sum) - (logits[truth] - greatest) / temperature;
  }
}
