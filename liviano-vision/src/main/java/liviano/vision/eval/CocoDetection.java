package liviano.vision.eval;

import java.util.Locale;

/**
 * One object that a model found, in COCO's terms.
 *
 * @param x left edge of its box, in pixels of the picture as it is stored
 * @param y upper edge
 * @param score how sure the model is; only the order of scores counts
 */
public record CocoDetection(
    long imageId, int categoryId, double x, double y, double width, double height, double score) {
  /**
   * @throws IllegalArgumentException where a number is not finite, a length negative, or a box out
   *     of all proportion
   */
  public CocoDetection {
    CocoBoxes.require(x, y, width, height);
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "score %s: give a finite number", score));
    }
  }

  /**
   * A detection whose numbers are the shortest decimals of these floats: 0.1f becomes 0.1, so that
   * what is evaluated and what a results file says are the same to the last bit.
   */
  public static CocoDetection ofFloats(
      long imageId, int categoryId, float x, float y, float width, float height, float score) {
    return new CocoDetection(
        imageId,
        categoryId,
        decimal(x),
        decimal(y),
        decimal(width),
        decimal(height),
        decimal(score));
  }

  private static double decimal(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  /** Of the box, in square pixels. */
  double area() {
    return width * height;
  }
}
