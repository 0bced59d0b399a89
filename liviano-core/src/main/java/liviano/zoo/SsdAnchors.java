package liviano.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import liviano.tensor.Shape;

/**
 * The boxes that an SSD starts from, several at every position of every map. Sizes and order are
 * those of TensorFlow's multiple-grid generator: scales from 0.2 for the largest map to 0.95 for
 * the smallest; everything in fractions of the picture, nothing clipped to it.
 *
 * <p>A box is four numbers: top, left, bottom, right.
 */
public final class SsdAnchors {
  private static final double LEAST_SCALE = 0.2;
  private static final double GREATEST_SCALE = 0.95;

  /** After the smallest map's scale, for the box between two scales. */
  private static final double LAST_SCALE = 1.0;

  /** On the largest map a small square takes the place of four boxes. */
  private static final double SMALL_SCALE = 0.1;

  /** Width over height. The last is written so in the published settings. */
  private static final double[] RATIOS = {1, 2, 0.5, 3, 0.3333};

  private static final int MOST = 1 << 20;

  private SsdAnchors() {}

  /**
   * A box around a position.
   *
   * @param scale the side of a square of its area, in sides of the picture
   * @param ratio width over height
   */
  private record Form(double scale, double ratio) {
    double height() {
      return scale / Math.sqrt(ratio);
    }

    double width() {
      return scale * Math.sqrt(ratio);
    }
  }

  /** How many boxes start at one position of a map, counted from the largest map, 0. */
  public static int boxesAt(int map) {
    return map == 0 ? 3 : RATIOS.length + 1;
  }

  /**
   * The boxes of all maps: map by map, row by row, position by position.
   *
   * @param maps the maps' shapes, the largest first, at least two; only heights and widths are read
   * @return four numbers a box
   * @throws IllegalArgumentException if there are fewer than two maps, or over 2^20 boxes
   */
  public static float[] of(List<Shape> maps) {
    if (maps.size() < 2) {
      throw new IllegalArgumentException("anchors need at least two maps, not " + maps.size());
    }
    long boxes = 0;
    for (int i = 0; i < maps.size(); i++) {
      boxes += (long) maps.get(i).height() * maps.get(i).width() * boxesAt(i);
    }
    if (boxes > MOST) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d anchors are over %d: take a smaller input", boxes, MOST));
    }
    float[] anchors = new float[(int) boxes * SsdLite.BOX];
    int at = 0;
    for (int i = 0; i < maps.size(); i++) {
      at = fill(anchors, at, maps.get(i), forms(i, maps.size()));
    }
    return anchors;
  }

  private static int fill(float[] anchors, int start, Shape map, List<Form> forms) {
    int at = start;
    for (int row = 0; row < map.height(); row++) {
      double y = (row + 0.5) / map.height();
      for (int column = 0; column < map.width(); column++) {
        double x = (column + 0.5) / map.width();
        for (Form form : forms) {
          anchors[at++] = (float) (y - form.height() / 2);
          anchors[at++] = (float) (x - form.width() / 2);
          anchors[at++] = (float) (y + form.height() / 2);
          anchors[at++] = (float) (x + form.width() / 2);
        }
      }
    }
    return at;
  }

  private static List<Form> forms(int map, int maps) {
    double scale = scale(map, maps);
    if (map == 0) {
      return List.of(new Form(SMALL_SCALE, 1), new Form(scale, 2), new Form(scale, 0.5));
    }
    List<Form> forms = new ArrayList<>();
    for (double ratio : RATIOS) {
      forms.add(new Form(scale, ratio));
    }
    forms.add(new Form(Math.sqrt(scale * scale(map + 1, maps)), 1));
    return forms;
  }

  private static double scale(int map, int maps) {
    return map == maps
        ? LAST_SCALE
        : LEAST_SCALE + (GREATEST_SCALE - LEAST_SCALE) * map / (maps - 1);
  }
}
