package liviano.vision.codec;

import java.util.Locale;

/**
 * A BMP file: bottom-up or top-down, 1 to 32 bits, RLE or bit fields.
 *
 * @param stream the file, its colour space declared sRGB so that no profile is looked for
 */
record BmpFile(int width, int height, byte[] stream) implements Container {
  private static final int FILE_HEADER = 14;
  private static final int CORE_HEADER = 12;
  private static final int INFO_HEADER = 40;
  private static final int V4_HEADER = 108;

  private static final int UNCOMPRESSED = 0;
  private static final int RLE4 = 2;
  private static final int BIT_FIELDS = 3;

  static BmpFile parse(Bytes bytes) throws DecodeException {
    long data = bytes.u32le(10);
    long header = bytes.u32le(FILE_HEADER);
    if (header != CORE_HEADER && (header < INFO_HEADER || header > 124)) {
      throw new DecodeException(
          String.format(Locale.ROOT, "BMP with a header of %d bytes is not supported", header));
    }
    bytes.require(FILE_HEADER, header);
    boolean core = header == CORE_HEADER;
    long width = core ? bytes.u16le(18) : (int) bytes.u32le(18);
    long height = core ? bytes.u16le(20) : Math.abs((long) (int) bytes.u32le(22));
    int bits = bytes.u16le(core ? 24 : 28);
    long compression = core ? UNCOMPRESSED : bytes.u32le(30);
    long colours = core ? 0 : bytes.u32le(46);
    if (width < 1 || height < 1 || height > Integer.MAX_VALUE || colours > 1 << 16) {
      throw new DecodeException(
          String.format(
              Locale.ROOT, "damaged BMP header: %dx%d pixels, %d colours", width, height, colours));
    }
    if (compression > BIT_FIELDS || !isDepth(bits)) {
      throw new DecodeException(
          String.format(
              Locale.ROOT,
              "BMP with %d bits, compression %d, is not supported: convert it to PNG",
              bits,
              compression));
    }
    requireData(bytes, header, data, compression, Math.ceilDiv(width * bits, 32) * 4 * height);
    return new BmpFile((int) width, (int) height, withoutProfile(bytes.array(), header));
  }

  private static boolean isDepth(int bits) {
    return switch (bits) {
      case 1, 4, 8, 16, 24, 32 -> true;
      default -> false;
    };
  }

  private static void requireData(
      Bytes bytes, long header, long data, long compression, long uncompressed)
      throws DecodeException {
    if (data < FILE_HEADER + header) {
      throw new DecodeException(String.format(Locale.ROOT, "damaged BMP: data at byte %d", data));
    }
    boolean runs = compression != UNCOMPRESSED && compression <= RLE4;
    bytes.require(data, runs ? 1 : uncompressed);
  }

  private static byte[] withoutProfile(byte[] file, long header) {
    if (header < V4_HEADER) {
      return file;
    }
    byte[] copy = file.clone();
    copy[70] = 'B';
    copy[71] = 'G';
    copy[72] = 'R';
    copy[73] = 's';
    return copy;
  }

  @Override
  public int decoderBytesPerPixel() {
    return 4;
  }

  @Override
  public byte[] exif() {
    return new byte[0];
  }

  @Override
  public Pixels decode() throws DecodeException {
    return RasterReader.read(Decoders.image(Format.BMP, stream).image());
  }
}
