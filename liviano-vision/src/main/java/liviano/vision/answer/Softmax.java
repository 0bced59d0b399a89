package liviano.vision.answer;

/** From logits to probabilities. */
public final class Softmax {
  private Softmax() {}

  /** The softmax of {@code count} numbers from {@code at}, in their place. */
  public static void apply(float[] values, int at, int count) {
    float greatest = values[at];
    for (int i = 1; i < count; i++) {
      greatest = Math.max(greatest, values[at + i]);
    }
    float sum = 0;
    for (int i = at; i < at + count; i++) {
      float share = (float) Math.exp(values[i] - greatest);
      values[i] = share;
      sum += share;
    }
    float scale = 1 / sum;
    for (int i = at; i < at + count; i++) {
      values[i] *= scale;
    }
  }
}
