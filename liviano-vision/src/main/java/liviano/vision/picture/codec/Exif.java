package liviano.vision.picture.codec;

/**
 * The one thing that is read of an Exif block, which is a TIFF file of its own: the orientation in
 * its first directory. No other directory is followed, and the work is bounded by the entries that
 * the block has room for.
 */
final class Exif {
  private static final int UPRIGHT = 1;
  private static final int TIFF_MAGIC = 42;
  private static final int ENTRY = 12;
  private static final int ORIENTATION = 0x112;

  private final Bytes bytes;
  private final int tiff;
  private final boolean littleEndian;

  /** A block whose TIFF header is at byte {@code tiff}. */
  private Exif(Bytes bytes, int tiff) {
    this.bytes = bytes;
    this.tiff = tiff;
    this.littleEndian = bytes.has(tiff, "II");
  }

  /**
   * The orientation, 1 to 8; 1, upright, where the block has none or makes no sense: metadata are
   * not the picture, so damage to them is no error.
   *
   * @param block with or without the prefix {@code Exif\0\0} of JPEG files
   */
  static int orientation(byte[] block) {
    Bytes bytes = new Bytes(block);
    int tiff = bytes.has(0, "Exif\0\0") ? 6 : 0;
    if (!bytes.has(tiff, "II") && !bytes.has(tiff, "MM")) {
      return UPRIGHT;
    }
    try {
      return new Exif(bytes, tiff).orientation();
    } catch (DecodeException e) {
      return UPRIGHT;
    }
  }

  private int orientation() throws DecodeException {
    long directory = u32(tiff + 4);
    // A directory further on than an array reaches is beyond this block too.
    if (u16(tiff + 2) != TIFF_MAGIC || directory > bytes.length()) {
      return UPRIGHT;
    }
    int at = tiff + (int) directory;
    int entries = u16(at);
    at += 2;
    for (int i = 0; i < entries; i++, at += ENTRY) {
      bytes.require(at, ENTRY);
      if (u16(at) == ORIENTATION) {
        return orientation(at);
      }
    }
    return UPRIGHT;
  }

  /** The value of the entry at {@code at}: one whole number, which stands in the entry itself. */
  private int orientation(int at) throws DecodeException {
    long value =
        switch (u16(at + 2)) {
          case 1, 6 -> bytes.u8(at + 8);
          case 3, 8 -> u16(at + 8);
          case 4, 9 -> u32(at + 8);
          default -> UPRIGHT;
        };
    boolean one = u32(at + 4) == 1;
    return one && value >= 1 && value <= 8 ? (int) value : UPRIGHT;
  }

  private int u16(int at) throws DecodeException {
    return littleEndian ? bytes.u16le(at) : bytes.u16be(at);
  }

  private long u32(int at) throws DecodeException {
    return littleEndian ? bytes.u32le(at) : bytes.u32be(at);
  }
}
