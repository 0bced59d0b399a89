package liviano.vision.segmentation;

import java.util.Locale;
import liviano.vision.answer.Softmax;

/**
 * The mean of the probabilities that several looks at a picture give each pixel: each look's logits
 * are brought to the pixels first, and turned into probabilities there.
 */
public final class ProbabilitySum {
  private static final int MOST_NUMBERS = 1 << 30;

  private final int height;
  private final int width;
  private final int classes;
  private final float[] sum;
  private int looks;

  /**
   * Of no look yet.
   *
   * @throws IllegalArgumentException if there are more numbers than an array holds
   */
  public ProbabilitySum(int height, int width, int classes) {
    this.height = height;
    this.width = width;
    this.classes = classes;
    long count = (long) height * width * classes;
    if (count > MOST_NUMBERS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "probabilities of %d classes at %dx%d pixels are more than %d numbers: take a smaller input",
              classes,
              width,
              height,
              MOST_NUMBERS));
    }
    this.sum = new float[(int) count];
  }

  /**
   * Adds a look.
   *
   * @param rows from the pixels' rows to those of the logits
   * @param columns from the pixels' columns to those of the logits
   */
  public void add(FloatMap logits, GridAxis rows, GridAxis columns) {
    float[] line = new float[logits.lineLength()];
    float[] pixel = new float[classes];
    int at = 0;
    for (int y = 0; y < height; y++) {
      logits.line(rows, y, line);
      for (int x = 0; x < width; x++, at += classes) {
        logits.mix(line, columns, x, pixel, 0);
        Softmax.apply(pixel, 0, classes);
        for (int c = 0; c < classes; c++) {
          sum[at + c] += pixel[c];
        }
      }
    }
    looks++;
  }

  /** The mean; this object is not to be used any more. */
  public FloatMap mean() {
    float share = 1f / looks;
    for (int i = 0; i < sum.length; i++) {
      sum[i] *= share;
    }
    return new FloatMap(sum, height, width, classes);
  }
}
