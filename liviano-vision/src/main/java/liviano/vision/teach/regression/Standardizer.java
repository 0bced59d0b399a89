package liviano.vision.teach.regression;

import java.util.List;

/**
 * Brings each feature to mean 0 and deviation 1, as it was over the training pictures.
 *
 * @param mean a number a feature
 * @param deviation a number a feature, above 0
 */
record Standardizer(double[] mean, double[] deviation) {
  /**
   * Of the mean variance of all features, so much is added to that of each: a feature that hardly
   * ever differs from 0 would be magnified to noise, all the more where pictures are few.
   */
  private static final double FLOOR = 0.03;

  /** By the features of some pictures, at least one. */
  static Standardizer of(List<float[]> rows) {
    int features = rows.getFirst().length;
    double[] mean = new double[features];
    for (float[] row : rows) {
      for (int j = 0; j < features; j++) {
        mean[j] += row[j];
      }
    }
    for (int j = 0; j < features; j++) {
      mean[j] /= rows.size();
    }
    double[] variance = new double[features];
    for (float[] row : rows) {
      for (int j = 0; j < features; j++) {
        double off = row[j] - mean[j];
        variance[j] += off * off;
      }
    }
    return new Standardizer(mean, deviations(variance, rows.size()));
  }

  private static double[] deviations(double[] sums, int rows) {
    double all = 0;
    for (double sum : sums) {
      all += sum / rows;
    }
    double floor = FLOOR * all / sums.length;
    double[] deviation = new double[sums.length];
    for (int j = 0; j < sums.length; j++) {
      double variance = sums[j] / rows + floor;
      deviation[j] = variance > 0 ? Math.sqrt(variance) : 1; // all pictures are one
    }
    return deviation;
  }

  /** The features of a picture, standardised. */
  float[] apply(float[] row) {
    float[] standard = new float[row.length];
    for (int j = 0; j < row.length; j++) {
      standard[j] = (float) ((row[j] - mean[j]) / deviation[j]);
    }
    return standard;
  }

  /**
   * A layer over raw features that gives what one over standardised features gives.
   *
   * @param weights classes x features, over standardised ones
   * @param biases one a class
   */
  LinearHead fold(double[] weights, double[] biases) {
    int features = mean.length;
    int classes = biases.length;
    float[] folded = new float[weights.length];
    float[] bias = new float[classes];
    for (int k = 0; k < classes; k++) {
      double sum = biases[k];
      for (int j = 0; j < features; j++) {
        double weight = weights[k * features + j] / deviation[j];
        sum -= weight * mean[j];
        folded[k * features + j] = (float) weight;
      }
      bias[k] = (float) sum;
    }
    return new LinearHead(classes, features, folded, bias);
  }
}
