package liviano.vision;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/** Small picture files, made here. */
public final class TestPictures {

  /** The picture of {@link #ramp}, 9x7, lossless. */
  static final byte[] WEBP_LOSSLESS =
      base64(
          """
          UklGRjYAAABXRUJQVlA4TCoAAAAvCIABALkyRPQ/duWP6H9AQds2TOCUP8e3IRgOBWkbsLDdiQkA
          xMpx+ww=
          """);

  /** The same at quality 50. */
  static final byte[] WEBP_LOSSY =
      base64(
          """
          UklGRkYAAABXRUJQVlA4IDoAAADQAQCdASoJAAcAAsBMJbACdAD0MZLdQAD+9LgCrexIEect7rDv
          uz2XczIH9YUBQz9Hfrt+TP9s5yoA
          """);

  /** The same, lossless, with an Exif chunk: orientation 6. */
  static final byte[] WEBP_TURNED =
      base64(
          """
          UklGRmoAAABXRUJQVlA4WAoAAAAIAAAACAAABgAAVlA4TCoAAAAvCIABALkyRPQ/duWP6H9AQds2
          TOCUP8e3IRgOBWkbsLDdiQkAxMpx+wxFWElGGgAAAE1NACoAAAAIAAEBEgADAAAAAQAGAAAAAAAA
          """);

  /** Two lossless frames; the first is {@link #ramp}. */
  static final byte[] WEBP_ANIMATED =
      base64(
          """
          UklGRmQBAABXRUJQVlA4WAoAAAASAAAACAAABgAAQU5JTQYAAAAAAAAAAABBTk1GlAAAAAAAAAAAAAgA
          AAYAAAoAAAJWUDhMewAAAC8IgAEA9yEQICTI8N8oYjjYBACYZO6Cu/tFEpKQhCQkIQlJ5j8BBpiBUPMv
          yvyJN7+SmB8pzbd05ktm8ymHgWEAgEWzy7Zt2y6i/wEIXnOTejohUtC9tJkvmBINP2uXG6ElM8i79UEZ
          2QqLfnsxVrGjctg/nFOduBqPHwBBTk1GnAAAAAAAAAAAAAgAAAYAAAoAAABWUDhMgwAAAC8IgAEQ72GQ
          baRHGEZx3p/nIIaDTQCASeYuuLtfJCEJSUhCEpKQZP7zgABTAGr6Q5l+8KYvEiTegQSJPihNb3SmF2bT
          E4cBwwAAi2aXbdu2XUT/49uHMnJUDn+3vghthcWetcsDS2bQe2mz35Ro5Jqb1DdECj6nOvF0gYSOsYpd
          jScAAA==
          """);

  private TestPictures() {}

  private static byte[] base64(String text) {
    return Base64.getMimeDecoder().decode(text);
  }

  /** 28x in red, 40y in green, 5xy in blue, modulo 256. */
  static BufferedImage ramp(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, 0xFF00_0000 | rampColour(x, y));
      }
    }
    return image;
  }

  static int rampColour(int x, int y) {
    return (28 * x & 0xFF) << 16 | (40 * y & 0xFF) << 8 | 5 * x * y & 0xFF;
  }

  /** Bytes of a linear congruential generator: noise that any language can make again. */
  static byte[] noise(int count) {
    byte[] noise = new byte[count];
    int state = 12_345;
    for (int i = 0; i < count; i++) {
      state = state * 1_103_515_245 + 12_345 & 0x7FFF_FFFF;
      noise[i] = (byte) (state >> 16);
    }
    return noise;
  }

  public static Picture noise(int width, int height) {
    return Picture.ofRgb(width, height, noise(3 * width * height));
  }

  static byte[] write(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("no writer for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Puts segments behind a JPEG's start marker, with its JFIF segment taken out. */
  static byte[] withSegments(byte[] jpeg, byte[]... segments) {
    int length = ByteBuffer.wrap(jpeg).getShort(4) & 0xFFFF;
    byte[] rest = Arrays.copyOfRange(jpeg, 4 + length, jpeg.length);
    return concat(new byte[] {(byte) 0xFF, (byte) 0xD8}, concat(segments), rest);
  }

  static byte[] segment(int marker, byte[] content) {
    ByteBuffer segment = ByteBuffer.allocate(4 + content.length);
    segment.put((byte) 0xFF).put((byte) marker).putShort((short) (2 + content.length));
    return segment.put(content).array();
  }

  /** An Exif block with nothing but an orientation, big-endian. */
  static byte[] orientation(int code) {
    ByteBuffer tiff = ByteBuffer.allocate(26);
    tiff.put(latin1("MM")).putShort((short) 42).putInt(8).putShort((short) 1);
    tiff.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) code);
    return tiff.array();
  }

  static byte[] jpegWithOrientation(byte[] jpeg, int code) {
    return withSegments(jpeg, segment(0xE1, concat(latin1("Exif\0\0"), orientation(code))));
  }

  /** A PNG of these chunks, with its signature. */
  static byte[] png(byte[]... chunks) {
    return concat(latin1("\u0089PNG\r\n\u001A\n"), concat(chunks));
  }

  static byte[] chunk(String name, byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(latin1(name));
    crc.update(content);
    ByteBuffer chunk = ByteBuffer.allocate(12 + content.length);
    chunk.putInt(content.length).put(latin1(name)).put(content).putInt((int) crc.getValue());
    return chunk.array();
  }

  static byte[] header(int width, int height, int bits, int type) {
    ByteBuffer header = ByteBuffer.allocate(13);
    return chunk(
        "IHDR", header.putInt(width).putInt(height).put((byte) bits).put((byte) type).array());
  }

  /** Rows with their filter bytes, deflated. */
  static byte[] data(int... rows) {
    return chunk("IDAT", deflate(bytes(rows)));
  }

  static byte[] deflate(byte[] raw) {
    Deflater deflater = new Deflater();
    deflater.setInput(raw);
    deflater.finish();
    byte[] out = new byte[raw.length + 64];
    int count = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, count);
  }

  static byte[] end() {
    return chunk("IEND", new byte[0]);
  }
}
