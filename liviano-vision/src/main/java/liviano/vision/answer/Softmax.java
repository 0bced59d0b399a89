package liviano.vision.answer;

/**
 * From logits to probabilities, the same for all tasks.
 *
 * <p>Exponentials are computed in double precision and rounded to float, their sum and the
 * quotients are double: two roundings to float, so that a probability is within 2^-23 of itself of
 * the exact one. Summing and dividing in double costs nothing beside the exponentials, and a sum in
 * float would lose three digits over a thousand classes.
 */
public final class Softmax {
  private Softmax() {}

  /**
   * The softmax of {@code count} logits from {@code at}, in their place. All are NaN if one of them
   * is NaN or positive infinity.
   */
  public static void apply(float[] logits, int at, int count) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (int i = at; i < at + count; i++) {
      greatest = Math.max(greatest, logits[i]);
    }
    double sum = 0;
    for (int i = at; i < at + count; i++) {
      float share = (float) Math.exp((double) logits[i] - greatest);
      logits[i] = share;
      sum += share;
    }
    for (int i = at; i < at + count; i++) {
      logits[i] = (float) (logits[i] / sum);
    }
  }
}
