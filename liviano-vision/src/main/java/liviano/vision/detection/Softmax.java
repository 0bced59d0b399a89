package liviano.vision.detection;

/** Softmax over logits. */
final class Softmax {
  private Softmax() {}

  /** Turns logits into probabilities in place; all are NaN if one is. */
  static void apply(float[] logits, int from, int count) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (int i = from; i < from + count; i++) {
      greatest = Math.max(greatest, logits[i]);
    }
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      logits[i] = (float) Math.exp(logits[i] - greatest);
      sum += logits[i];
    }
    for (int i = from; i < from + count; i++) {
      logits[i] = (float) (logits[i] / sum);
    }
  }
}
