package liviano.vision.picture.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import liviano.vision.picture.codec.vp8.KeyFrame;
import liviano.vision.picture.codec.vp8.Vp8Exception;

/**
 * A WebP file: its bitmap, or the first frame of an animation on a black canvas.
 *
 * <p>Its samples are libwebp's, lossless and lossy.
 *
 * @param frame the bitmap's size and place on the canvas
 * @param stream of a lossy bitmap its key frame; a lossless one as a file of its own
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9649">RFC 9649</a>
 */
record WebpFile(int width, int height, Frame frame, byte[] exif, byte[] stream)
    implements Container {
  private static final int RIFF_HEADER = 12;
  private static final int MAX_EXIF = 1 << 16;

  /** A bitmap chunk at byte {@code at}, its place on the canvas and its size in pixels. */
  record Frame(int at, boolean lossy, int x, int y, int width, int height) {}

  static WebpFile parse(Bytes bytes) throws DecodeException {
    long size = bytes.u32le(4);
    bytes.require(8, size);
    int end = 8 + (int) size;
    if (!bytes.has(RIFF_HEADER, "VP8X")) {
      Frame frame = bitmap(bytes, RIFF_HEADER, end, 0, 0);
      return new WebpFile(frame.width, frame.height, frame, new byte[0], stream(bytes, frame));
    }
    Frame frame = null;
    byte[] exif = {};
    for (int at = RIFF_HEADER; at + 8 <= end; at = next(bytes, at, end)) {
      switch (bytes.name(at)) {
        case "VP8 ", "VP8L" -> frame = frame == null ? bitmap(bytes, at, end, 0, 0) : frame;
        case "ANMF" -> frame = frame == null ? animated(bytes, at, end) : frame;
        case "EXIF" -> {
          int length = (int) Math.min(bytes.u32le(at + 4), MAX_EXIF);
          exif = Arrays.copyOfRange(bytes.array(), at + 8, at + 8 + length);
        }
        default -> {}
      }
    }
    if (frame == null) {
      throw new DecodeException("damaged WebP: no bitmap");
    }
    boolean animation = (bytes.u8(RIFF_HEADER + 8) & 2) != 0;
    int width = animation ? 1 + bytes.u24le(RIFF_HEADER + 12) : frame.width;
    int height = animation ? 1 + bytes.u24le(RIFF_HEADER + 15) : frame.height;
    if (frame.x + frame.width > width || frame.y + frame.height > height) {
      throw new DecodeException("damaged WebP: a frame reaches beyond the canvas");
    }
    return new WebpFile(width, height, frame, exif, stream(bytes, frame));
  }

  /** The offset behind the chunk at {@code at}, having checked that it ends by {@code end}. */
  private static int next(Bytes bytes, int at, int end) throws DecodeException {
    long length = bytes.u32le(at + 4);
    if (at + 8 + length > end) {
      throw DecodeException.truncated("a WebP chunk", end);
    }
    return (int) Math.min(end, at + 8 + length + (length & 1));
  }

  /** The first bitmap within an animation frame. */
  private static Frame animated(Bytes bytes, int start, int end) throws DecodeException {
    int frameEnd = next(bytes, start, end);
    int x = 2 * bytes.u24le(start + 8);
    int y = 2 * bytes.u24le(start + 11);
    for (int at = start + 24; at + 8 <= frameEnd; at = next(bytes, at, frameEnd)) {
      if (bytes.has(at, "VP8 ") || bytes.has(at, "VP8L")) {
        return bitmap(bytes, at, frameEnd, x, y);
      }
    }
    throw new DecodeException(
        String.format(Locale.ROOT, "damaged WebP: an empty frame at byte %d", start));
  }

  private static Frame bitmap(Bytes bytes, int at, int end, int x, int y) throws DecodeException {
    next(bytes, at, end);
    boolean lossy = bytes.has(at, "VP8 ");
    int width;
    int height;
    if (bytes.has(at, "VP8L") && bytes.u8(at + 8) == 0x2F) {
      long packed = bytes.u32le(at + 9);
      width = 1 + (int) (packed & 0x3FFF);
      height = 1 + (int) (packed >> 14 & 0x3FFF);
    } else if (lossy && bytes.has(at + 11, "\u009D\u0001\u002A")) {
      width = bytes.u16le(at + 14) & 0x3FFF;
      height = bytes.u16le(at + 16) & 0x3FFF;
    } else {
      throw new DecodeException(
          String.format(Locale.ROOT, "damaged WebP: no bitmap at byte %d", at));
    }
    if (width == 0 || height == 0) {
      throw new DecodeException(
          String.format(Locale.ROOT, "damaged WebP: %dx%d pixels", width, height));
    }
    return new Frame(at, lossy, x, y, width, height);
  }

  private static byte[] stream(Bytes bytes, Frame frame) throws DecodeException {
    int start = frame.at + 8;
    int length = (int) bytes.u32le(frame.at + 4);
    return frame.lossy
        ? Arrays.copyOfRange(bytes.array(), start, start + length)
        : file(bytes, frame.at, length);
  }

  /** A file of the one chunk at {@code at}: without alpha, profile and metadata. */
  private static byte[] file(Bytes bytes, int at, int length) {
    int padded = length + (length & 1);
    ByteArrayOutputStream file = new ByteArrayOutputStream(RIFF_HEADER + 8 + padded);
    file.writeBytes("RIFF".getBytes(StandardCharsets.ISO_8859_1));
    for (int shift = 0, size = 12 + padded; shift < 32; shift += 8) {
      file.write(size >> shift);
    }
    file.writeBytes("WEBP".getBytes(StandardCharsets.ISO_8859_1));
    // The byte that pads it is left out, where a decoder could take it for data.
    file.write(bytes.array(), at, 8 + length);
    return file.toByteArray();
  }

  @Override
  public int decoderBytesPerPixel() {
    // A bitmap apart from its canvas, and the planes of a lossy one or the decoder's raster.
    return frame.lossy ? 5 : 8;
  }

  @Override
  public Pixels decode() throws DecodeException {
    Pixels bitmap = frame.lossy ? lossy() : lossless();
    if (frame.width == width && frame.height == height) {
      return bitmap;
    }
    Pixels canvas = Pixels.black(width, height);
    canvas.draw(bitmap, frame.x, frame.y);
    return canvas;
  }

  private Pixels lossy() throws DecodeException {
    try {
      return new Pixels(frame.width, frame.height, KeyFrame.decode(stream));
    } catch (Vp8Exception e) {
      throw new DecodeException("damaged WebP data: " + e.getMessage(), e);
    }
  }

  private Pixels lossless() throws DecodeException {
    Pixels bitmap = RasterReader.read(Decoders.image(Format.WEBP, stream).image());
    if (bitmap.width() != frame.width || bitmap.height() != frame.height) {
      throw new DecodeException("damaged WebP data: the bitmap has another size");
    }
    return bitmap;
  }
}
