package liviano.vision.picture.codec;

import java.util.Locale;

/**
 * A BMP file of Windows or OS/2: bottom-up or top-down, 1 to 32 bits, run lengths or bit fields.
 *
 * <p>It is decoded here, since the runtime's reader takes the size of the file and of the palette
 * from fields that many programs leave empty, and knows no OS/2 header but the first.
 *
 * @param palette 0xRRGGBB by index; empty from 16 bits on
 * @param masks of red, green and blue within a pixel of 16 or 32 bits
 * @param runs whether the pixels are compressed, with 4 or 8 bits
 * @param topDown whether the first row in the file is the upper one
 * @param data the offset of the pixels
 */
record BmpFile(
    int width,
    int height,
    int bits,
    int[] palette,
    BmpMasks masks,
    boolean runs,
    boolean topDown,
    int data,
    Bytes bytes)
    implements Container {

  static BmpFile parse(Bytes bytes) throws DecodeException {
    return BmpHeader.read(bytes).file(bytes);
  }

  /** Bytes a row of pixels that are not compressed, padded to four. */
  static long stride(long width, int bits) {
    return Math.ceilDiv(width * bits, 32) * 4;
  }

  @Override
  public int decoderBytesPerPixel() {
    return 0;
  }

  @Override
  public byte[] exif() {
    return new byte[0];
  }

  @Override
  public Pixels decode() throws DecodeException {
    Pixels pixels = Pixels.black(width, height);
    if (runs) {
      new BmpRuns(this, pixels).decode();
      return pixels;
    }
    for (int row = 0; row < height; row++) {
      int from = (int) (data + row * stride(width, bits));
      switch (bits) {
        case 24 -> copyRow(from, row, pixels);
        case 16, 32 -> maskRow(from, row, pixels);
        default -> indexRow(from, row, pixels);
      }
    }
    return pixels;
  }

  /** Where the samples of a row of the file begin. */
  int target(int row) {
    return 3 * width * (topDown ? row : height - 1 - row);
  }

  /** The colour of an index; black where a damaged file goes beyond its palette. */
  int colour(int index) {
    return index < palette.length ? palette[index] : 0;
  }

  private void copyRow(int from, int row, Pixels pixels) {
    byte[] file = bytes.array();
    byte[] rgb = pixels.rgb();
    for (int at = from, to = target(row), end = to + 3 * width; to < end; at += 3) {
      rgb[to++] = file[at + 2];
      rgb[to++] = file[at + 1];
      rgb[to++] = file[at];
    }
  }

  private void maskRow(int from, int row, Pixels pixels) throws DecodeException {
    byte[] rgb = pixels.rgb();
    int step = bits / 8;
    for (int at = from, to = target(row), end = to + 3 * width; to < end; at += step) {
      long pixel = bits == 16 ? bytes.u16le(at) : bytes.u32le(at);
      rgb[to++] = masks.red().sample(pixel);
      rgb[to++] = masks.green().sample(pixel);
      rgb[to++] = masks.blue().sample(pixel);
    }
  }

  private void indexRow(int from, int row, Pixels pixels) {
    byte[] file = bytes.array();
    int perByte = 8 / bits;
    int mask = (1 << bits) - 1;
    int to = target(row);
    for (int x = 0; x < width; x++, to += 3) {
      int shift = 8 - bits - x % perByte * bits;
      pixels.set(to, colour((file[from + x / perByte] & 0xFF) >> shift & mask));
    }
  }

  static DecodeException damaged(String what) {
    return new DecodeException(String.format(Locale.ROOT, "damaged BMP: %s", what));
  }
}
