package liviano.vision.teach.regression;

import java.util.Arrays;
import java.util.List;

/**
 * The mean cross entropy of a softmax over standardised features, and the L2 of its weights: {@code
 * mean(-log p[class]) + l2 / 2 * |weights|^2}. Strictly convex in the weights; biases are not
 * penalised.
 *
 * <p>A point is the weights, classes x features, then the biases. Parts of the work are cut by the
 * number of pictures and of features alone, and each number is summed by one thread in one order:
 * the number of threads changes no bit. Exponentials are {@link StrictMath}'s, so that no CPU does.
 */
final class CrossEntropy implements Objective {
  /** Pictures that are looked at together; their logits stay in the first cache. */
  private static final int PICTURES = 128;

  /** Features whose slopes are summed together. */
  private static final int FEATURES = 128;

  private final List<float[]> rows; // a picture: its features
  private final float[][] columns; // PICTURES at a time: features x pictures
  private final int[] classOf;
  private final int classes;
  private final int features;
  private final double l2;
  private final Workers workers;
  private final double[] residuals; // pictures x classes: probability minus 1 where it is the class
  private final double[] losses; // of the pictures of a part

  private CrossEntropy(CrossEntropy other, double l2) {
    this.rows = other.rows;
    this.columns = other.columns;
    this.classOf = other.classOf;
    this.classes = other.classes;
    this.features = other.features;
    this.workers = other.workers;
    this.residuals = other.residuals;
    this.losses = other.losses;
    this.l2 = l2;
  }

  /**
   * @param rows standardised features of each picture
   * @param classOf the class of each
   */
  CrossEntropy(List<float[]> rows, int[] classOf, int classes, double l2, Workers workers) {
    this.rows = List.copyOf(rows);
    this.classOf = classOf;
    this.classes = classes;
    this.features = rows.getFirst().length;
    this.l2 = l2;
    this.workers = workers;
    this.residuals = new double[Math.multiplyExact(rows.size(), classes)];
    int parts = (rows.size() + PICTURES - 1) / PICTURES;
    this.losses = new double[parts];
    this.columns = new float[parts][];
    workers.each(parts, part -> columns[part] = transposed(part));
  }

  /** The same with another L2; not to be evaluated at the same time as this one. */
  CrossEntropy withL2(double other) {
    return new CrossEntropy(this, other);
  }

  /** Bytes that a problem of that size takes, beside the features themselves. */
  static long bytes(long pictures, long features, long classes) {
    long standardised = 2 * pictures * features * Float.BYTES;
    return standardised
        + pictures * classes * Double.BYTES
        + 30 * classes * features * Double.BYTES;
  }

  private float[] transposed(int part) {
    int from = part * PICTURES;
    int count = Math.min(PICTURES, rows.size() - from);
    float[] transposed = new float[features * count];
    for (int s = 0; s < count; s++) {
      float[] row = rows.get(from + s);
      for (int j = 0; j < features; j++) {
        transposed[j * count + s] = row[j];
      }
    }
    return transposed;
  }

  @Override
  public int size() {
    return classes * features + classes;
  }

  @Override
  public double evaluate(double[] point, double[] gradient) {
    workers.each(columns.length, part -> forward(part, point));
    workers.each(
        (features + FEATURES - 1) / FEATURES, part -> backward(part * FEATURES, point, gradient));
    for (int k = 0; k < classes; k++) {
      double sum = 0;
      for (int i = 0; i < rows.size(); i++) {
        sum += residuals[i * classes + k];
      }
      gradient[classes * features + k] = sum / rows.size();
    }
    double loss = 0;
    for (double part : losses) {
      loss += part;
    }
    double squares = 0;
    for (int i = 0; i < classes * features; i++) {
      squares += point[i] * point[i];
    }
    return loss / rows.size() + l2 / 2 * squares;
  }

  /** Residuals and loss of the pictures of a part. */
  private void forward(int part, double[] point) {
    float[] block = columns[part];
    int count = block.length / features;
    double[][] logits = new double[classes][count];
    for (int k = 0; k < classes; k++) {
      double[] sums = logits[k];
      Arrays.fill(sums, point[classes * features + k]);
      for (int j = 0; j < features; j++) {
        addScaled(sums, point[k * features + j], block, j * count);
      }
    }
    int from = part * PICTURES;
    double loss = 0;
    for (int s = 0; s < count; s++) {
      loss += softmax(logits, s, from + s);
    }
    losses[part] = loss;
  }

  private static void addScaled(double[] sums, double factor, float[] block, int at) {
    for (int s = 0; s < sums.length; s++) {
      sums[s] += factor * block[at + s];
    }
  }

  /** Writes the residuals of a picture; returns its loss. */
  private double softmax(double[][] logits, int s, int picture) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      greatest = Math.max(greatest, logits[k][s]);
    }
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      double share = StrictMath.exp(logits[k][s] - greatest);
      residuals[picture * classes + k] = share;
      sum += share;
    }
    for (int k = 0; k < classes; k++) {
      residuals[picture * classes + k] /= sum;
    }
    int truth = classOf[picture];
    residuals[picture * classes + truth] -= 1;
    return StrictMath.log(sum) + greatest - logits[truth][s];
  }

  /** Slopes of the weights of some features, over all pictures in their order. */
  private void backward(int from, double[] point, double[] gradient) {
    int count = Math.min(FEATURES, features - from);
    double[][] sums = new double[classes][count];
    for (int i = 0; i < rows.size(); i++) {
      float[] row = rows.get(i);
      for (int k = 0; k < classes; k++) {
        addScaled(sums[k], residuals[i * classes + k], row, from);
      }
    }
    for (int k = 0; k < classes; k++) {
      for (int j = 0; j < count; j++) {
        int at = k * features + from + j;
        gradient[at] = sums[k][j] / rows.size() + l2 * point[at];
      }
    }
  }
}
