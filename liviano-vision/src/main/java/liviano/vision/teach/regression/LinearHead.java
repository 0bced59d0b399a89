package liviano.vision.teach.regression;

/**
 * A dense layer over an embedding.
 *
 * @param weights classes x features
 * @param biases one a class
 */
public record LinearHead(int classes, int features, float[] weights, float[] biases) {
  /** One number a class for an embedding. */
  public float[] logits(float[] embedding) {
    float[] logits = new float[classes];
    for (int k = 0; k < classes; k++) {
      double sum = biases[k];
      for (int j = 0; j < features; j++) {
        sum += (double) weights[k * features + j] * embedding[j];
      }
      logits[k] = (float) sum;
    }
    return logits;
  }
}
