package liviano.vision.picture.codec;

import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * A PNG file. Of its chunks the decoder sees IHDR, PLTE, IDAT and IEND alone: without tRNS alpha by
 * colour key is dropped, without gAMA and iCCP the samples stay as they are. It sees one IDAT,
 * however many there are, since it is slow at a million.
 *
 * @param bits of a sample
 * @param channels of a pixel; 1 for a palette
 * @see <a href="https://www.w3.org/TR/png-3/">PNG, third edition</a>
 */
record PngFile(int width, int height, int bits, int channels, byte[] exif, byte[] stream)
    implements Container {
  private static final int SIGNATURE = 8;
  private static final int PALETTE = 3;

  /** The orientation is near the start of an Exif block. */
  private static final int MAX_EXIF = 1 << 16;

  static PngFile parse(Bytes bytes) throws DecodeException {
    if (bytes.length() >= 16 && !(bytes.has(12, "IHDR") && bytes.u32be(SIGNATURE) == 13)) {
      throw new DecodeException(
          String.format(Locale.ROOT, "damaged PNG: no header chunk at byte %d", SIGNATURE));
    }
    int type = bytes.u8(25);
    byte[] exif = {};
    boolean palette = false;
    PngStream kept = new PngStream(bytes);
    String name = "";
    for (int at = SIGNATURE; !name.equals("IEND"); ) {
      long length = bytes.u32be(at);
      name = bytes.name(at + 4);
      bytes.require(at, 12 + length);
      int size = (int) length;
      if (name.equals("eXIf")) {
        exif = Arrays.copyOfRange(bytes.array(), at + 8, at + 8 + Math.min(size, MAX_EXIF));
      } else if (name.equals("IDAT")) {
        requireChecksum(bytes, at, size, name);
        kept.addData(at + 8, size);
      } else if (name.equals("IHDR") || name.equals("PLTE") && type == PALETTE) {
        requireChecksum(bytes, at, size, name);
        kept.addChunk(at, 12 + size);
        palette |= name.equals("PLTE");
      } else if (name.equals("IEND")) {
        requireChecksum(bytes, at, size, name);
      }
      at += 12 + size;
    }
    if (!kept.hasData() || type == PALETTE && !palette) {
      throw new DecodeException(
          String.format(Locale.ROOT, "damaged PNG: no %s", kept.hasData() ? "palette" : "data"));
    }
    return header(bytes, exif, kept.end());
  }

  private static PngFile header(Bytes bytes, byte[] exif, byte[] stream) throws DecodeException {
    long width = bytes.u32be(16);
    long height = bytes.u32be(20);
    int bits = bytes.u8(24);
    int type = bytes.u8(25);
    int channels =
        switch (type) {
          case 0, PALETTE -> 1;
          case 2 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> 0;
        };
    boolean depthFits =
        switch (bits) {
          case 1, 2, 4 -> channels == 1;
          case 8 -> true;
          case 16 -> type != PALETTE;
          default -> false;
        };
    if (channels == 0 || !depthFits || width == 0 || height == 0) {
      throw new DecodeException(
          String.format(
              Locale.ROOT,
              "damaged PNG header: %dx%d pixels, colour type %d, %d bits",
              width,
              height,
              type,
              bits));
    }
    if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw new DecodeException(
          String.format(Locale.ROOT, "damaged PNG header: %dx%d pixels", width, height));
    }
    return new PngFile((int) width, (int) height, bits, channels, exif, stream);
  }

  private static void requireChecksum(Bytes bytes, int at, int length, String name)
      throws DecodeException {
    CRC32 crc = new CRC32();
    crc.update(bytes.array(), at + 4, 4 + length);
    if (crc.getValue() != bytes.u32be(at + 8 + length)) {
      throw new DecodeException(
          String.format(Locale.ROOT, "damaged PNG: checksum of %s at byte %d", name, at));
    }
  }

  @Override
  public int decoderBytesPerPixel() {
    return Math.ceilDiv(bits * channels, 8);
  }

  @Override
  public Pixels decode() throws DecodeException {
    return RasterReader.read(Decoders.image(Format.PNG, stream).image());
  }
}
