package liviano.vision.detection;

import java.util.Arrays;

/** Boxes that were kept, per class, to be compared with the next box of their class. */
final class KeptBoxes {
  private static final int BOX = BoxDecoder.BOX;
  private static final int FIRST_SIZE = 64;

  private final float overlap;

  /**
   * The box kept last of each class, and of each box the one of its class before it; -1 if none.
   */
  private final int[] last;

  private int[] previous = new int[FIRST_SIZE];
  private float[] boxes = new float[BOX * FIRST_SIZE];
  private final int[] counts;
  private int size;

  /**
   * @param overlap intersection over union above which a box is the same object as a kept one
   */
  KeptBoxes(int classes, float overlap) {
    this.overlap = overlap;
    this.last = new int[classes];
    this.counts = new int[classes];
    Arrays.fill(last, -1);
  }

  int count(int category) {
    return counts[category];
  }

  /** Keeps a box, unless one of its class that is kept already overlaps it too much. */
  boolean keep(int category, float[] box) {
    for (int i = last[category]; i >= 0; i = previous[i]) {
      if (intersectionOverUnion(box, 0, boxes, BOX * i) > overlap) {
        return false;
      }
    }
    if (size == previous.length) {
      previous = Arrays.copyOf(previous, 2 * size);
      boxes = Arrays.copyOf(boxes, 2 * BOX * size);
    }
    System.arraycopy(box, 0, boxes, BOX * size, BOX);
    previous[size] = last[category];
    last[category] = size++;
    counts[category]++;
    return true;
  }

  /** Intersection over union of two boxes; 0 where one of them has no area. */
  static float intersectionOverUnion(float[] a, int i, float[] b, int j) {
    float areaA = (a[i + 2] - a[i]) * (a[i + 3] - a[i + 1]);
    float areaB = (b[j + 2] - b[j]) * (b[j + 3] - b[j + 1]);
    if (areaA <= 0 || areaB <= 0) {
      return 0;
    }
    float height = Math.min(a[i + 2], b[j + 2]) - Math.max(a[i], b[j]);
    float width = Math.min(a[i + 3], b[j + 3]) - Math.max(a[i + 1], b[j + 1]);
    float both = Math.max(height, 0) * Math.max(width, 0);
    return both / (areaA + areaB - both);
  }
}
