package liviano.vision.picture.codec;

import java.util.Locale;

/**
 * What stands before a BMP's pixels. All headers but the oldest, of 12 bytes, begin alike; one that
 * ends early, as OS/2 allows from 16 bytes on, has zeros for the rest.
 *
 * @param size of the header, without the 14 bytes before it
 * @param data the offset of the pixels
 */
record BmpHeader(
    int size, long width, long height, boolean topDown, int bits, long compression, long data) {
  private static final int START = 14;
  private static final int CORE = 12;
  private static final int SHORTEST = 16;
  private static final int LONGEST = 124;
  private static final int OS2 = 64;
  private static final int WITHOUT_MASKS = 40;
  private static final int WITH_MASKS = 52;

  private static final int UNCOMPRESSED = 0;
  private static final int RLE8 = 1;
  private static final int RLE4 = 2;
  private static final int BIT_FIELDS = 3;
  private static final int BIT_FIELDS_AND_ALPHA = 6;

  /**
   * Whether a file begins as BMPs do. Two letters are little, so either the reserved bytes are
   * zero, as they should be, or the header is of a size that is read.
   */
  static boolean begins(Bytes bytes) {
    return bytes.has(0, "BM")
        && (bytes.has(6, "\0\0\0\0")
            || bytes.has(START + 1, "\0\0\0") && isRead(bytes.array()[START]));
  }

  private static boolean isRead(long size) {
    return size == CORE || size >= SHORTEST && size <= LONGEST;
  }

  static BmpHeader read(Bytes bytes) throws DecodeException {
    long size = bytes.u32le(START);
    if (!isRead(size)) {
      throw new DecodeException(
          String.format(
              Locale.ROOT,
              "BMP with a header of %d bytes is not supported: convert it to PNG",
              size));
    }
    bytes.require(START, size);
    long data = bytes.u32le(10);
    BmpHeader header = size == CORE ? core(bytes, data) : info(bytes, (int) size, data);
    header.check();
    return header;
  }

  private static BmpHeader core(Bytes bytes, long data) throws DecodeException {
    return new BmpHeader(
        CORE, bytes.u16le(18), bytes.u16le(20), false, bytes.u16le(24), UNCOMPRESSED, data);
  }

  private static BmpHeader info(Bytes bytes, int size, long data) throws DecodeException {
    long height = (int) bytes.u32le(22);
    long compression = size >= 20 ? bytes.u32le(30) : UNCOMPRESSED;
    int bits = bytes.u16le(28);
    return new BmpHeader(
        size, (int) bytes.u32le(18), Math.abs(height), height < 0, bits, compression, data);
  }

  private void check() throws DecodeException {
    if (width < 1 || height < 1 || height > Integer.MAX_VALUE) {
      throw BmpFile.damaged(String.format(Locale.ROOT, "%dx%d pixels", width, height));
    }
    boolean supported =
        switch (bits) {
          case 1, 24 -> compression == UNCOMPRESSED;
          case 4 -> compression == UNCOMPRESSED || compression == RLE4;
          case 8 -> compression == UNCOMPRESSED || compression == RLE8;
          case 16, 32 -> compression == UNCOMPRESSED || hasMasks();
          default -> false;
        };
    if (!supported) {
      throw new DecodeException(
          String.format(
              Locale.ROOT,
              "BMP with %d bits, compression %d, is not supported: convert it to PNG",
              bits,
              compression));
    }
    if (data < palette()) {
      throw BmpFile.damaged(String.format(Locale.ROOT, "data at byte %d", data));
    }
  }

  /** In OS/2's header the same numbers mean compressions of other kinds. */
  private boolean hasMasks() {
    boolean room = size == WITHOUT_MASKS || size >= WITH_MASKS && size != OS2;
    return room && (compression == BIT_FIELDS || compression == BIT_FIELDS_AND_ALPHA);
  }

  /** Where the header ends, with the bit fields that stand behind those of 40 bytes. */
  private int palette() {
    int masks = size == WITHOUT_MASKS && hasMasks() ? compression == BIT_FIELDS ? 12 : 16 : 0;
    return START + size + masks;
  }

  /** The file, having found that its pixels are there. */
  BmpFile file(Bytes bytes) throws DecodeException {
    boolean runs = bits <= 8 && compression != UNCOMPRESSED;
    // A division, since the product of a hostile width and height is more than a long holds.
    long stride = BmpFile.stride(width, bits);
    if (!runs && (data > bytes.length() || stride > (bytes.length() - data) / height)) {
      throw DecodeException.truncated("the file", bytes.length());
    }
    bytes.require(data, 0);
    BmpMasks masks =
        hasMasks()
            ? BmpMasks.read(bytes, START + WITHOUT_MASKS)
            : bits == 16 ? BmpMasks.OF_16_BITS : BmpMasks.OF_32_BITS;
    return new BmpFile(
        (int) width,
        (int) height,
        bits,
        readPalette(bytes),
        masks,
        runs,
        topDown,
        (int) data,
        bytes);
  }

  /** As many colours as indices tell apart and the file has room for before its pixels. */
  private int[] readPalette(Bytes bytes) throws DecodeException {
    if (bits > 8) {
      return new int[0];
    }
    int entry = size == CORE ? 3 : 4;
    int[] colours = new int[(int) Math.min(1 << bits, (data - palette()) / entry)];
    for (int i = 0, at = palette(); i < colours.length; i++, at += entry) {
      colours[i] = bytes.u24le(at);
    }
    return colours;
  }
}
