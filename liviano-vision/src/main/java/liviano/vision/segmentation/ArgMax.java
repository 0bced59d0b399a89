package liviano.vision.segmentation;

import java.util.Arrays;
import liviano.vision.answer.Softmax;

/**
 * The class with the greatest score at every pixel, where scores are interpolated between the
 * points of a grid; of equal scores the lower index.
 *
 * <p>Along a line from one point to the next every class's score is linear, so that the class that
 * is best at both is best all the way: only where the two differ is anything computed for a pixel.
 */
public final class ArgMax {
  private final FloatMap scores;
  private final GridAxis rows;
  private final GridAxis columns;

  /**
   * @param rows from the picture's rows to those of the scores
   * @param columns from the picture's columns to those of the scores
   */
  public ArgMax(FloatMap scores, GridAxis rows, GridAxis columns) {
    this.scores = scores;
    this.rows = rows;
    this.columns = columns;
  }

  /** The mask: rows x columns. */
  public byte[] best() {
    byte[] mask = new byte[rows.pixels() * columns.pixels()];
    float[] line = new float[scores.lineLength()];
    int[] winners = new int[scores.width()];
    for (int y = 0; y < rows.pixels(); y++) {
      scores.line(rows, y, line);
      for (int x = 0; x < winners.length; x++) {
        winners[x] = best(line, x * scores.channels());
      }
      paint(line, winners, mask, y * columns.pixels());
    }
    return mask;
  }

  /** One row of the mask, from point to point. */
  private void paint(float[] line, int[] winners, byte[] mask, int start) {
    int x = 0;
    while (x < columns.pixels()) {
      int first = columns.first(x);
      int second = columns.second(x);
      int end = x + 1;
      while (end < columns.pixels() && columns.first(end) == first) {
        end++;
      }
      if (winners[first] == winners[second]) {
        Arrays.fill(mask, start + x, start + end, (byte) winners[first]);
      } else {
        for (int i = x; i < end; i++) {
          mask[start + i] = (byte) between(line, i);
        }
      }
      x = end;
    }
  }

  private int best(float[] line, int at) {
    int best = 0;
    float greatest = line[at];
    for (int c = 1; c < scores.channels(); c++) {
      float score = line[at + c];
      if (score > greatest) {
        greatest = score;
        best = c;
      }
    }
    return best;
  }

  /** The best class at one pixel of a line. */
  private int between(float[] line, int x) {
    int left = columns.first(x) * scores.channels();
    int right = columns.second(x) * scores.channels();
    float across = columns.fraction(x);
    int best = 0;
    float greatest = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < scores.channels(); c++) {
      float from = line[left + c];
      float score = from + (line[right + c] - from) * across;
      if (score > greatest) {
        greatest = score;
        best = c;
      }
    }
    return best;
  }

  /**
   * How probable each pixel's class is, 0 to 1.
   *
   * @param mask what {@link #best} gave
   * @param logits whether the scores are logits, else they are probabilities
   */
  public float[] confidences(byte[] mask, boolean logits) {
    float[] confidences = new float[mask.length];
    float[] line = new float[scores.lineLength()];
    float[] pixel = new float[scores.channels()];
    for (int y = 0; y < rows.pixels(); y++) {
      scores.line(rows, y, line);
      for (int x = 0; x < columns.pixels(); x++) {
        scores.mix(line, columns, x, pixel, 0);
        if (logits) {
          Softmax.apply(pixel, 0, pixel.length);
        }
        int at = y * columns.pixels() + x;
        confidences[at] = pixel[mask[at] & 0xFF];
      }
    }
    return confidences;
  }
}
