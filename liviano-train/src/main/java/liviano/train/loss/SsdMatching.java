package liviano.train.loss;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which anchor of an SSD learns which object (arXiv:1512.02325, section 2.2). Every object gets the
 * anchor that overlaps it most, pair by pair, the greatest overlap first, so that each has one of
 * its own. Every other anchor learns the object that it overlaps most, if intersection over union
 * is at least {@value #LEAST_OVERLAP}. The rest is background, but for anchors that lie at least
 * half in a crowd: those are ignored.
 *
 * <p>Of equal overlaps the first object and the first anchor count. An object that no anchor
 * touches, or for which no anchor is left, has none. Immutable and thread-safe.
 */
public final class SsdMatching {
  /** The class of anchors without an object. */
  public static final int BACKGROUND = 0;

  /** The class of anchors from which nothing is learned. */
  public static final int IGNORED = -1;

  private static final float LEAST_OVERLAP = 0.5f;
  private static final int NONE = -1;

  private final float[] anchors;
  private final BoxCode code;
  private final int count;
  private final float[] tops;
  private final float[] lefts;
  private final float[] bottoms;
  private final float[] rights;
  private final float[] areas;

  /**
   * @param anchors four numbers each, in the order of the network's outputs: top, left, bottom,
   *     right in parts of the input
   * @param code how the network moves them
   * @throws IllegalArgumentException if one is empty, or their numbers are not fours
   */
  public SsdMatching(float[] anchors, BoxCode code) {
    if (anchors.length == 0 || anchors.length % BoxCode.NUMBERS != 0) {
      throw new IllegalArgumentException(anchors.length + " numbers are no anchors");
    }
    this.anchors = anchors.clone();
    this.code = code;
    this.count = anchors.length / BoxCode.NUMBERS;
    this.tops = side(0);
    this.lefts = side(1);
    this.bottoms = side(2);
    this.rights = side(3);
    this.areas = new float[count];
    for (int a = 0; a < count; a++) {
      areas[a] = (bottoms[a] - tops[a]) * (rights[a] - lefts[a]);
      if (!(bottoms[a] > tops[a] && rights[a] > lefts[a])) {
        throw new IllegalArgumentException(String.format(Locale.ROOT, "anchor %d is empty", a));
      }
    }
  }

  private float[] side(int which) {
    float[] side = new float[count];
    for (int a = 0; a < count; a++) {
      side[a] = anchors[BoxCode.NUMBERS * a + which];
    }
    return side;
  }

  /** How many anchors there are. */
  public int anchors() {
    return count;
  }

  /**
   * What the network should answer.
   *
   * @param pictures the objects of each picture, which may be none
   */
  public SsdTargets of(List<List<KnownObject>> pictures) {
    int all = Math.multiplyExact(pictures.size(), count);
    float[] codes = new float[Math.multiplyExact(all, BoxCode.NUMBERS)];
    long[] classes = new long[all];
    for (int picture = 0; picture < pictures.size(); picture++) {
      List<KnownObject> given = pictures.get(picture);
      List<KnownObject> objects = given.stream().filter(object -> !object.crowd()).toList();
      int[] owners = owners(objects);
      int start = picture * count;
      for (int a = 0; a < count; a++) {
        if (owners[a] != NONE) {
          KnownObject object = objects.get(owners[a]);
          classes[start + a] = object.category();
          code.encode(object, anchors, a, codes, BoxCode.NUMBERS * (start + a));
        }
      }
      given.stream()
          .filter(KnownObject::crowd)
          .forEach(crowd -> ignoreWithin(crowd, classes, start));
    }
    return new SsdTargets(pictures.size(), count, codes, classes);
  }

  /** The object of each anchor, or {@link #NONE}. */
  private int[] owners(List<KnownObject> objects) {
    int[] owners = new int[count];
    Arrays.fill(owners, NONE);
    float[] overlaps = new float[count];
    Arrays.fill(overlaps, Math.nextDown(LEAST_OVERLAP));
    int[] best = new int[objects.size()];
    for (int i = 0; i < best.length; i++) {
      best[i] = offer(objects.get(i), i, overlaps, owners);
    }
    giveEachItsOwn(objects, best, owners);
    return owners;
  }

  /**
   * Lets an object take the anchors that overlap it more than what they had.
   *
   * @param overlaps of each anchor with its owner
   * @return the anchor that overlaps the object most, or {@link #NONE}
   */
  private int offer(KnownObject object, int index, float[] overlaps, int[] owners) {
    float area = object.area();
    float most = 0;
    int best = NONE;
    for (int a = 0; a < count; a++) {
      float common = common(object, a);
      if (common > 0) {
        float overlap = common / (area + areas[a] - common);
        if (overlap > overlaps[a]) {
          overlaps[a] = overlap;
          owners[a] = index;
        }
        if (overlap > most) {
          most = overlap;
          best = a;
        }
      }
    }
    return best;
  }

  /**
   * @param best the anchor that overlaps each object most; changed
   */
  private void giveEachItsOwn(List<KnownObject> objects, int[] best, int[] owners) {
    boolean[] taken = new boolean[count];
    float[] overlaps = new float[best.length];
    for (int i = 0; i < best.length; i++) {
      overlaps[i] = overlap(objects.get(i), best[i]);
    }
    for (int i = greatest(overlaps); i != NONE; i = greatest(overlaps)) {
      if (taken[best[i]]) {
        best[i] = bestOfFree(objects.get(i), taken);
        overlaps[i] = overlap(objects.get(i), best[i]);
      } else {
        taken[best[i]] = true;
        owners[best[i]] = i;
        overlaps[i] = 0;
      }
    }
  }

  /** The first of the greatest numbers above 0, or {@link #NONE}. */
  private static int greatest(float[] numbers) {
    float most = 0;
    int place = NONE;
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] > most) {
        most = numbers[i];
        place = i;
      }
    }
    return place;
  }

  private int bestOfFree(KnownObject object, boolean[] taken) {
    float most = 0;
    int best = NONE;
    for (int a = 0; a < count; a++) {
      if (!taken[a]) {
        float overlap = overlap(object, a);
        if (overlap > most) {
          most = overlap;
          best = a;
        }
      }
    }
    return best;
  }

  /** Intersection over union; 0 for {@link #NONE}. */
  private float overlap(KnownObject object, int anchor) {
    if (anchor == NONE) {
      return 0;
    }
    float common = common(object, anchor);
    return common <= 0 ? 0 : common / (object.area() + areas[anchor] - common);
  }

  /** The area that both have; 0 or less where they do not touch. */
  private float common(KnownObject object, int a) {
    float height = Math.min(bottoms[a], object.bottom()) - Math.max(tops[a], object.top());
    float width = Math.min(rights[a], object.right()) - Math.max(lefts[a], object.left());
    return height <= 0 || width <= 0 ? 0 : height * width;
  }

  private void ignoreWithin(KnownObject crowd, long[] classes, int start) {
    for (int a = 0; a < count; a++) {
      if (classes[start + a] == BACKGROUND && common(crowd, a) >= LEAST_OVERLAP * areas[a]) {
        classes[start + a] = IGNORED;
      }
    }
  }
}
