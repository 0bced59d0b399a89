package liviano.train.tasks;

import java.util.List;

/** How often a classifier's first answer is right, and how surprised it was by the right ones. */
final class FirstAnswers {
  private final int classes;
  private double loss;
  private int right;
  private int total;

  FirstAnswers(int classes) {
    this.classes = classes;
  }

  /**
   * Counts answers.
   *
   * @param logits of each picture, one picture after the other
   * @param labels the right classes
   */
  void add(float[] logits, List<Integer> labels) {
    for (int i = 0; i < labels.size(); i++) {
      add(logits, i * classes, labels.get(i));
    }
  }

  private void add(float[] logits, int from, int label) {
    int best = from;
    for (int c = from; c < from + classes; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    double sum = 0;
    for (int c = from; c < from + classes; c++) {
      sum += Math.exp((double) logits[c] - logits[best]);
    }
    loss += Math.log(sum) + logits[best] - logits[from + label];
    right += best - from == label ? 1 : 0;
    total++;
  }

  /** Mean cross entropy in nats. */
  double loss() {
    return loss / Math.max(1, total);
  }

  /** Share of pictures whose first answer is right. */
  double accuracy() {
    return (double) right / Math.max(1, total);
  }
}
