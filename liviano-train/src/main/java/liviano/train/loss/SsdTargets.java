package liviano.train.loss;

import java.util.Arrays;

/**
 * What an SSD should answer for the pictures of a batch.
 *
 * @param pictures in the batch
 * @param anchors of each picture
 * @param codes {@code pictures x anchors x 4}: how an anchor is to be moved to become the box of
 *     its object; 0 where it has none
 * @param classes {@code pictures x anchors}: the class of the object, {@link
 *     SsdMatching#BACKGROUND}, or {@link SsdMatching#IGNORED}
 */
public record SsdTargets(int pictures, int anchors, float[] codes, long[] classes) {
  /**
   * @throws IllegalArgumentException if the lengths do not fit
   */
  public SsdTargets {
    if (classes.length != (long) pictures * anchors
        || codes.length != (long) classes.length * BoxCode.NUMBERS) {
      throw new IllegalArgumentException(
          codes.length + " codes and " + classes.length + " classes of " + pictures + " pictures");
    }
  }

  /** The anchors that have an object, as indices of {@code classes}, ascending. */
  long[] matched() {
    long[] matched = new long[classes.length];
    int count = 0;
    for (int i = 0; i < classes.length; i++) {
      if (classes[i] > SsdMatching.BACKGROUND) {
        matched[count++] = i;
      }
    }
    return Arrays.copyOf(matched, count);
  }

  /** How many anchors of one picture have an object. */
  int matched(int picture) {
    int count = 0;
    for (int i = picture * anchors; i < (picture + 1) * anchors; i++) {
      count += classes[i] > SsdMatching.BACKGROUND ? 1 : 0;
    }
    return count;
  }
}
