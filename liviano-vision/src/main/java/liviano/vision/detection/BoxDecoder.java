package liviano.vision.detection;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;

/**
 * From a network's four numbers a box to the box itself, as Faster R-CNN codes it: the offsets of
 * the centre are in tenths of the anchor's size, the logarithms of height and width over the
 * anchor's are in fifths. Caffe calls that variances of 0.1 and 0.2.
 *
 * <p>A box is four numbers in fractions of the input: top, left, bottom, right.
 */
final class BoxDecoder {
  /** Numbers of a box. */
  static final int BOX = 4;

  private static final float CENTRE_SCALE = 10;
  private static final float SIZE_SCALE = 5;

  /** Which of a box's four numbers come first: a centre, then a size, each of two axes. */
  enum Order {
    /** y, x, height, width: TensorFlow's. */
    Y_FIRST(0, 1),
    /** x, y, width, height: Caffe's. */
    X_FIRST(1, 0);

    private final int y;
    private final int x;

    Order(int y, int x) {
      this.y = y;
      this.x = x;
    }
  }

  private final Order order;

  /** Centre y, centre x, height, width of every anchor. */
  private final float[] anchors;

  /**
   * @param anchors four numbers each: top, left, bottom, right
   * @param order of the network's numbers
   */
  BoxDecoder(float[] anchors, Order order) {
    this.order = order;
    this.anchors = new float[anchors.length];
    for (int i = 0; i < anchors.length; i += BOX) {
      float height = anchors[i + 2] - anchors[i];
      float width = anchors[i + 3] - anchors[i + 1];
      this.anchors[i] = anchors[i] + height / 2;
      this.anchors[i + 1] = anchors[i + 1] + width / 2;
      this.anchors[i + 2] = height;
      this.anchors[i + 3] = width;
    }
  }

  int count() {
    return anchors.length / BOX;
  }

  /**
   * Writes the box of one anchor.
   *
   * @param codes the network's output, {@code anchors x 4} float32
   * @param into receives the box's four numbers from {@code at} on
   */
  void decode(MemorySegment codes, int anchor, float[] into, int at) {
    int i = BOX * anchor;
    float y = code(codes, i + order.y) / CENTRE_SCALE * anchors[i + 2] + anchors[i];
    float x = code(codes, i + order.x) / CENTRE_SCALE * anchors[i + 3] + anchors[i + 1];
    float halfHeight =
        (float) Math.exp(code(codes, i + 2 + order.y) / SIZE_SCALE) * anchors[i + 2] / 2;
    float halfWidth =
        (float) Math.exp(code(codes, i + 2 + order.x) / SIZE_SCALE) * anchors[i + 3] / 2;
    into[at] = y - halfHeight;
    into[at + 1] = x - halfWidth;
    into[at + 2] = y + halfHeight;
    into[at + 3] = x + halfWidth;
  }

  private static float code(MemorySegment codes, int index) {
    return codes.getAtIndex(JAVA_FLOAT, index);
  }
}
