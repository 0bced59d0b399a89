package liviano.vision.detection;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;

/**
 * From a network's four numbers a box to the box itself, as Faster R-CNN codes it: the offsets of
 * the centre (y, x) are in tenths of the anchor's size, the logarithms of height and width over the
 * anchor's are in fifths.
 *
 * <p>A box is four numbers in fractions of the input: top, left, bottom, right.
 */
final class BoxDecoder {
  /** Numbers of a box. */
  static final int BOX = 4;

  private static final float CENTRE_SCALE = 10;
  private static final float SIZE_SCALE = 5;

  /** Centre y, centre x, height, width of every anchor. */
  private final float[] anchors;

  /**
   * @param anchors four numbers each: top, left, bottom, right
   */
  BoxDecoder(float[] anchors) {
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
    float y = code(codes, i) / CENTRE_SCALE * anchors[i + 2] + anchors[i];
    float x = code(codes, i + 1) / CENTRE_SCALE * anchors[i + 3] + anchors[i + 1];
    float halfHeight = (float) Math.exp(code(codes, i + 2) / SIZE_SCALE) * anchors[i + 2] / 2;
    float halfWidth = (float) Math.exp(code(codes, i + 3) / SIZE_SCALE) * anchors[i + 3] / 2;
    into[at] = y - halfHeight;
    into[at + 1] = x - halfWidth;
    into[at + 2] = y + halfHeight;
    into[at + 3] = x + halfWidth;
  }

  private static float code(MemorySegment codes, int index) {
    return codes.getAtIndex(JAVA_FLOAT, index);
  }
}
