package liviano.vision.picture.codec;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/**
 * A GIF file up to the end of its first frame, placed on the logical screen as Pillow does: what it
 * does not cover has the background colour, and a frame beyond the screen enlarges it.
 *
 * <p>It is decoded here, since the runtime's reader takes a frame whose data end early for whole.
 * The trailer behind the last frame may be missing: nothing that counts can stand before it.
 *
 * @param frameX of the frame's left column on the screen
 * @param frameY of the frame's top row on the screen
 * @param background 0xRRGGBB; black where the file has no global palette
 * @param interlaced whether the rows are in interlaced order
 * @param palette 0xRRGGBB by index
 * @param codes the offset of the size of a code and of the blocks of codes behind it
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
    int[] palette,
    int codes,
    Bytes bytes)
    implements Container {
  private static final int HEADER = 13;
  private static final int INTERLACED = 0x40;

  static GifFile parse(Bytes bytes) throws DecodeException {
    bytes.require(0, HEADER);
    int paletteBytes = paletteBytes(bytes.u8(10));
    bytes.require(HEADER, paletteBytes);
    int at = HEADER + paletteBytes;
    while (bytes.u8(at) == 0x21) {
      at = skipBlocks(bytes, at + 2);
    }
    if (bytes.u8(at) != 0x2C) {
      throw new DecodeException(String.format(Locale.ROOT, "damaged GIF: no frame at byte %d", at));
    }
    int own = paletteBytes(bytes.u8(at + 9));
    int codes = at + 10 + own;
    int codeSize = bytes.u8(codes);
    if (codeSize < 1 || codeSize > 8) {
      throw new DecodeException(
          String.format(Locale.ROOT, "damaged GIF: code size %d at byte %d", codeSize, codes));
    }
    skipBlocks(bytes, codes + 1);
    int[] palette = own > 0 ? palette(bytes, at + 10, own) : palette(bytes, HEADER, paletteBytes);
    return place(bytes, at, background(bytes, paletteBytes), palette, codes);
  }

  /** The colours at byte {@code at}; greys where there are none, as GIF has no other default. */
  private static int[] palette(Bytes bytes, int at, int length) throws DecodeException {
    int[] palette = new int[length == 0 ? 256 : length / 3];
    for (int i = 0; i < palette.length; i++) {
      palette[i] = length == 0 ? 0x010101 * i : bytes.u24be(at + 3 * i);
    }
    return palette;
  }

  private static GifFile place(Bytes bytes, int at, int background, int[] palette, int codes)
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
        screenWidth,
        screenHeight,
        x,
        y,
        width,
        height,
        background,
        interlaced,
        palette,
        codes,
        bytes);
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
    return bytes.u24be(HEADER + at);
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
    // The frame's indices, and its codes, which are seldom as many.
    return 2;
  }

  @Override
  public byte[] exif() {
    return new byte[0];
  }

  @Override
  public Pixels decode() throws DecodeException {
    byte[] indices = new byte[frameWidth * frameHeight];
    int found = new LzwDecoder(joinedBlocks(), bytes.u8(codes)).decode(indices);
    if (found < indices.length) {
      throw new DecodeException(
          String.format(
              Locale.ROOT,
              "truncated: the GIF data end in row %d of %d",
              found / frameWidth + 1,
              frameHeight));
    }
    Pixels screen = Pixels.black(width, height);
    boolean covered = frameWidth == width && frameHeight == height;
    for (int to = 0; !covered && background != 0 && to < screen.rgb().length; to += 3) {
      screen.set(to, background);
    }
    draw(indices, screen);
    return screen;
  }

  private byte[] joinedBlocks() throws DecodeException {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    int at = codes + 1;
    for (int length = bytes.u8(at); length != 0; length = bytes.u8(at)) {
      joined.write(bytes.array(), at + 1, length);
      at += 1 + length;
    }
    return joined.toByteArray();
  }

  /**
   * Draws the rows in their order: if interlaced every 8th, every 8th from the 4th, every 4th from
   * the 2nd, every 2nd from the 1st.
   */
  private void draw(byte[] indices, Pixels screen) {
    int[][] passes =
        interlaced ? new int[][] {{0, 8}, {4, 8}, {2, 4}, {1, 2}} : new int[][] {{0, 1}};
    int at = 0;
    for (int[] pass : passes) {
      for (int y = pass[0]; y < frameHeight; y += pass[1]) {
        int to = 3 * ((frameY + y) * width + frameX);
        for (int x = 0; x < frameWidth; x++, to += 3) {
          int index = indices[at++] & 0xFF;
          // Only a damaged file has an index beyond its palette.
          screen.set(to, index < palette.length ? palette[index] : 0);
        }
      }
    }
  }
}
