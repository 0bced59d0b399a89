package liviano.tensor;

import java.util.Locale;

/**
 * How TensorFlow Lite makes detections of what an SSD gives.
 *
 * @param most anchors that are kept, or with {@code classByClass} detections
 * @param classesOfEach the best classes of each anchor that is kept
 * @param mostOfClass anchors that are kept of each class, with {@code classByClass}
 * @param classByClass whether overlaps are looked for in each class by itself, else in the best
 *     class of each anchor
 * @param leastScore scores below it are left out
 * @param mostOverlap a box goes that overlaps a better one by more, intersection over union, above
 *     0, at most 1
 * @param classes how many there are, without the background
 * @param scaleY by which the centre's offset downwards is divided, as the others positive
 * @param scaleX by which the centre's offset to the right is divided
 * @param scaleH by which the logarithm of the height is divided
 * @param scaleW by which the logarithm of the width is divided
 */
public record DetectionRule(
    int most,
    int classesOfEach,
    int mostOfClass,
    boolean classByClass,
    float leastScore,
    float mostOverlap,
    int classes,
    float scaleY,
    float scaleX,
    float scaleH,
    float scaleW) {
  private static final int MOST = 1 << 16;

  /**
   * @throws IllegalArgumentException if a number is not positive or a count is over 65536
   */
  public DetectionRule {
    count("detections", most);
    count("classes of an anchor", classesOfEach);
    count("detections of a class", mostOfClass);
    count("classes", classes);
    if (Float.isNaN(leastScore)) {
      throw new IllegalArgumentException("a least score of NaN");
    }
    if (!(mostOverlap > 0 && mostOverlap <= 1)) {
      throw new IllegalArgumentException("boxes may overlap by " + mostOverlap);
    }
    for (float scale : new float[] {scaleY, scaleX, scaleH, scaleW}) {
      if (!(scale > 0 && Float.isFinite(scale))) {
        throw new IllegalArgumentException("boxes of scale " + scale);
      }
    }
    if ((long) most * classesOfEach > MOST) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d times %d detections", most, classesOfEach));
    }
  }

  private static void count(String what, int count) {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d %s, from 1 to %d are computed", count, what, MOST));
    }
  }

  /** How many places for detections the result has. */
  public int places() {
    return most * classesOfEach;
  }
}
