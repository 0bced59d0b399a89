package liviano.train.tasks;

import java.util.List;

/** Which classes were taken for which, and how surprised the classifier was by the right ones. */
final class Confusion {
  private final int[][] counts; // by the right class and the answered one
  private double loss;
  private int total;

  Confusion(int classes) {
    this.counts = new int[classes][classes];
  }

  /**
   * Counts answers.
   *
   * @param logits of each picture, one picture after the other
   * @param labels the right classes
   */
  void add(float[] logits, List<Integer> labels) {
    int classes = counts.length;
    for (int i = 0; i < labels.size(); i++) {
      int best = 0;
      double most = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        float logit = logits[i * classes + c];
        if (logit > most) {
          most = logit;
          best = c;
        }
      }
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(logits[i * classes + c] - most);
      }
      int right = labels.get(i);
      loss += Math.log(sum) + most - logits[i * classes + right];
      counts[right][best]++;
      total++;
    }
  }

  /** Mean cross entropy in nats. */
  double loss() {
    return loss / Math.max(1, total);
  }

  /** Share of pictures whose first answer is right. */
  double accuracy() {
    int right = 0;
    for (int c = 0; c < counts.length; c++) {
      right += counts[c][c];
    }
    return (double) right / Math.max(1, total);
  }
}
