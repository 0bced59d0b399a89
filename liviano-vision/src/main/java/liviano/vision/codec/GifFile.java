package liviano.vision.codec;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.Locale;

/**
 * A GIF file up to the end of its first frame, which stands on the logical screen as Pillow places
 * it: what it does not cover has the background colour, and a frame beyond the screen enlarges it.
 *
 * @param frameX of the frame's left column on the screen
 * @param frameY of the frame's top row on the screen
 * @param background 0xRRGGBB; black where the file has no global palette
 * @param interlaced whether the rows stand in interlaced order
 * @param stream header, palettes and the frame, without extensions; marked as not interlaced
 */
record GifFile(
    int width,
    int height,
    int frameX,
    int frameY,
    int frameWidth,
    int frameHeight,
    int background,
    boolean interlaced,
    byte[] stream)
    implements Container {
  private static final int HEADER = 13;
  private static final int INTERLACED = 0x40;

  static GifFile parse(Bytes bytes) throws DecodeException {
    bytes.require(0, HEADER);
    int palette = paletteBytes(bytes.u8(10));
    bytes.require(HEADER, palette);
    int at = HEADER + palette;
    while (bytes.u8(at) == 0x21) {
      at = skipBlocks(bytes, at + 2);
    }
    if (bytes.u8(at) != 0x2C) {
      throw new DecodeException(String.format(Locale.ROOT, "damaged GIF: no frame at byte %d", at));
    }
    int codes = at + 10 + paletteBytes(bytes.u8(at + 9));
    int codeSize = bytes.u8(codes);
    if (codeSize < 1 || codeSize > 8) {
      throw new DecodeException(
          String.format(Locale.ROOT, "damaged GIF: code size %d at byte %d", codeSize, codes));
    }
    int end = skipBlocks(bytes, codes + 1);
    ByteArrayOutputStream kept = new ByteArrayOutputStream(HEADER + palette + end - at + 1);
    kept.write(bytes.array(), 0, HEADER + palette);
    kept.write(bytes.array(), at, 9);
    kept.write(bytes.u8(at + 9) & ~INTERLACED);
    kept.write(bytes.array(), at + 10, end - at - 10);
    kept.write(0x3B);
    return place(bytes, at, background(bytes, palette), kept.toByteArray());
  }

  private static GifFile place(Bytes bytes, int at, int background, byte[] stream)
      throws DecodeException {
    int x = bytes.u16le(at + 1);
    int y = bytes.u16le(at + 3);
    int width = bytes.u16le(at + 5);
    int height = bytes.u16le(at + 7);
    if (width == 0 || height == 0) {
      throw new DecodeException(
          String.format(Locale.ROOT, "damaged GIF: a frame of %dx%d pixels", width, height));
    }
    int screenWidth = Math.max(bytes.u16le(6), x + width);
    int screenHeight = Math.max(bytes.u16le(8), y + height);
    boolean interlaced = (bytes.u8(at + 9) & INTERLACED) != 0;
    return new GifFile(
        screenWidth, screenHeight, x, y, width, height, background, interlaced, stream);
  }

  /** Bytes of the palette that a packed field announces. */
  private static int paletteBytes(int packed) {
    return (packed & 0x80) == 0 ? 0 : 3 << (packed & 7) + 1;
  }

  private static int background(Bytes bytes, int palette) throws DecodeException {
    int at = 3 * bytes.u8(11);
    if (at >= palette) {
      return 0;
    }
    return bytes.u8(HEADER + at) << 16 | bytes.u8(HEADER + at + 1) << 8 | bytes.u8(HEADER + at + 2);
  }

  /** The offset behind a chain of data blocks and its terminator. */
  private static int skipBlocks(Bytes bytes, int start) throws DecodeException {
    int at = start;
    int length = bytes.u8(at);
    while (length != 0) {
      at += 1 + length;
      length = bytes.u8(at);
    }
    return at + 1;
  }

  @Override
  public int decoderBytesPerPixel() {
    // The frame's indices, its colours, and the screen.
    return 4;
  }

  @Override
  public byte[] exif() {
    return new byte[0];
  }

  @Override
  public Pixels decode() throws DecodeException {
    Decoders.Decoded<BufferedImage> decoded = Decoders.image(Format.GIF, stream);
    if (!decoded.warnings().isEmpty()) {
      throw new DecodeException("damaged GIF data: " + decoded.warnings().getFirst());
    }
    Pixels frame = RasterReader.read(decoded.image());
    if (frame.width() != frameWidth || frame.height() != frameHeight) {
      throw new DecodeException("damaged GIF data: the frame has another size");
    }
    if (interlaced) {
      frame = deinterlaced(frame);
    }
    if (frame.width() == width && frame.height() == height) {
      return frame;
    }
    Pixels screen = Pixels.black(width, height);
    byte[] rgb = screen.rgb();
    for (int i = 0; background != 0 && i < rgb.length; i += 3) {
      rgb[i] = (byte) (background >> 16);
      rgb[i + 1] = (byte) (background >> 8);
      rgb[i + 2] = (byte) background;
    }
    screen.draw(frame, frameX, frameY);
    return screen;
  }

  /**
   * Every 8th row, every 8th from the 4th, every 4th from the 2nd, every 2nd from the 1st. Done
   * here because the runtime's reader misplaces the rows of frames of four rows or fewer.
   */
  private static Pixels deinterlaced(Pixels stored) {
    Pixels frame = Pixels.black(stored.width(), stored.height());
    int bytes = 3 * stored.width();
    int[][] passes = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};
    int row = 0;
    for (int[] pass : passes) {
      for (int y = pass[0]; y < stored.height(); y += pass[1], row++) {
        System.arraycopy(stored.rgb(), row * bytes, frame.rgb(), y * bytes, bytes);
      }
    }
    return frame;
  }
}
