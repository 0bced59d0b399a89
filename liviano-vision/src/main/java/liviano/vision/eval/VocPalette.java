package liviano.vision.eval;

import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Objects;

/**
 * The colours of PASCAL VOC's class masks. The bits of the class number are dealt to red, green and
 * blue in turn, the lowest first, each filling its channel from the top: 1 is 128 red, 2 is 128
 * green, 3 both, ..., 9 is 192 red, 255 (void) is a pale yellow.
 *
 * @see <a href="http://host.robots.ox.ac.uk/pascal/VOC/voc2012/">The PASCAL VOC development kit</a>
 */
public final class VocPalette {
  private static final int COLOURS = 256;

  private VocPalette() {}

  /**
   * The colour of a class as 0xRRGGBB.
   *
   * @param index from 0 to 255
   * @throws IndexOutOfBoundsException if it is beyond
   */
  public static int rgb(int index) {
    int bits = Objects.checkIndex(index, COLOURS);
    int rgb = 0;
    for (int shift = 7; bits != 0; shift--, bits >>= 3) {
      rgb |= (bits & 1) << 16 + shift | (bits >> 1 & 1) << 8 + shift | (bits >> 2 & 1) << shift;
    }
    return rgb;
  }

  static IndexColorModel colours() {
    int[] colours = new int[COLOURS];
    for (int i = 0; i < COLOURS; i++) {
      colours[i] = rgb(i);
    }
    return new IndexColorModel(8, COLOURS, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
  }
}
