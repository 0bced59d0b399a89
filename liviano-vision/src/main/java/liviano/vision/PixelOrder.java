package liviano.vision;

import java.nio.ByteBuffer;

/** The bytes of a pixel in memory, in the order of their addresses; each 0 to 255. */
public enum PixelOrder {
  RGB(3, 0, 1, 2),
  /** As OpenCV has it. */
  BGR(3, 2, 1, 0),
  RGBA(4, 0, 1, 2),
  BGRA(4, 2, 1, 0),
  ARGB(4, 1, 2, 3),
  ABGR(4, 3, 2, 1);

  private final int bytes;
  private final int red;
  private final int green;
  private final int blue;

  PixelOrder(int bytes, int red, int green, int blue) {
    this.bytes = bytes;
    this.red = red;
    this.green = green;
    this.blue = blue;
  }

  /** Bytes of a pixel: 3, or 4 with alpha. */
  public int bytes() {
    return bytes;
  }

  /**
   * The colours of rows of pixels, without alpha.
   *
   * @param from the place of the first byte in the buffer, whatever its position
   * @param stride bytes from a row to the next
   * @return height x width x 3 bytes, red first
   */
  byte[] toRgb(ByteBuffer pixels, int from, int width, int height, int stride) {
    byte[] rgb = new byte[3 * width * height];
    byte[] row = new byte[width * bytes];
    for (int y = 0, to = 0; y < height; y++) {
      pixels.get(from + y * stride, row);
      for (int at = 0; at < row.length; at += bytes) {
        rgb[to++] = row[at + red];
        rgb[to++] = row[at + green];
        rgb[to++] = row[at + blue];
      }
    }
    return rgb;
  }
}
