package liviano.vision.picture.codec.vp8;

/**
 * From luma and halved chroma to RGB, as libwebp does by default: chroma is interpolated between
 * its samples, which lie in the middle of 2x2 pixels, and the colours follow ITU-R BT.601 in its
 * limited range (luma 16 to 235).
 */
final class RgbConverter {
  private static final int FRACTION_BITS = 6;

  private final Planes planes;
  private final int width;
  private final int height;
  private final int[] blue;
  private final int[] red;

  /** Chroma of the two nearest rows, weighted 3:1. */
  private final int[] column;

  private RgbConverter(Planes planes, int width, int height) {
    this.planes = planes;
    this.width = width;
    this.height = height;
    this.blue = new int[width];
    this.red = new int[width];
    this.column = new int[Math.ceilDiv(width, 2)];
  }

  /** Height x width x 3 samples, red first, of the upper left part of the planes. */
  static byte[] convert(Planes planes, int width, int height) {
    byte[] rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
    RgbConverter converter = new RgbConverter(planes, width, height);
    for (int y = 0; y < height; y++) {
      converter.convertRow(y, rgb);
    }
    return rgb;
  }

  private void convertRow(int y, byte[] rgb) {
    interpolate(planes.blue(), y, blue);
    interpolate(planes.red(), y, red);
    byte[] luma = planes.luma().samples();
    int from = planes.luma().at(0, y);
    for (int x = 0, to = 3 * y * width; x < width; x++, to += 3) {
      int light = product(luma[from + x] & 0xFF, 19_077);
      int u = blue[x];
      int v = red[x];
      rgb[to] = sample(light + product(v, 26_149) - 14_234);
      rgb[to + 1] = sample(light - product(u, 6_419) - product(v, 13_320) + 8_708);
      rgb[to + 2] = sample(light + product(u, 33_050) - 17_685);
    }
  }

  /** Weighs the four nearest samples 9:3:3:1; beyond the plane its border is repeated. */
  private void interpolate(Plane plane, int y, int[] row) {
    byte[] samples = plane.samples();
    int last = column.length - 1;
    int near = plane.at(0, y / 2);
    int far = plane.at(0, Math.clamp(y / 2 + (y % 2 == 0 ? -1 : 1), 0, (height - 1) / 2));
    for (int x = 0; x <= last; x++) {
      column[x] = 3 * (samples[near + x] & 0xFF) + (samples[far + x] & 0xFF);
    }
    for (int x = 0; x < width; x++) {
      int beside = Math.clamp(x / 2 + (x % 2 == 0 ? -1 : 1), 0, last);
      row[x] = 3 * column[x / 2] + column[beside] + 8 >> 4;
    }
  }

  /** A coefficient of 14 bits of fraction, of which {@link #FRACTION_BITS} are kept. */
  private static int product(int sample, int coefficient) {
    return sample * coefficient >> 8;
  }

  private static byte sample(int fixed) {
    return (byte) Math.clamp(fixed >> FRACTION_BITS, 0, 255);
  }
}
