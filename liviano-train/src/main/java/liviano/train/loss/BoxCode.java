package liviano.train.loss;

/**
 * How four numbers move an anchor to become a box: the offsets of the centre in tenths of the
 * anchor's sides, the logarithms of the sides' ratios in fifths. Caffe calls that variances of 0.1
 * and 0.2. It is the inverse of what detectors of pictures do with these numbers.
 */
public enum BoxCode {
  /** y, x, height, width: TensorFlow's. */
  Y_FIRST(0, 1),
  /** x, y, width, height: Caffe's. */
  X_FIRST(1, 0);

  /** Numbers of a box, and of an anchor. */
  static final int NUMBERS = 4;

  private static final double CENTRE_SCALE = 10;
  private static final double SIZE_SCALE = 5;

  private final int y;
  private final int x;

  BoxCode(int y, int x) {
    this.y = y;
    this.x = x;
  }

  /**
   * Writes the four numbers for an object.
   *
   * @param anchors four numbers each: top, left, bottom, right in parts of the input
   * @param anchor which of them
   * @param into receives them from {@code at} on
   */
  void encode(KnownObject object, float[] anchors, int anchor, float[] into, int at) {
    int i = NUMBERS * anchor;
    encode(object.top(), object.bottom(), anchors[i], anchors[i + 2], into, at + y);
    encode(object.left(), object.right(), anchors[i + 1], anchors[i + 3], into, at + x);
  }

  /** One axis: the centre at {@code at}, the size two places further. */
  private static void encode(
      double from, double to, double anchorFrom, double anchorTo, float[] into, int at) {
    double size = anchorTo - anchorFrom;
    into[at] = (float) (CENTRE_SCALE * ((from + to) - (anchorFrom + anchorTo)) / 2 / size);
    into[at + 2] = (float) (SIZE_SCALE * Math.log((to - from) / size));
  }
}
