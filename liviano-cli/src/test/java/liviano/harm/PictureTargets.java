package liviano.harm;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import liviano.vision.Picture;
import liviano.vision.PictureLimits;
import liviano.vision.eval.ClassMask;

/** Pictures of every kind that is read, and masks. */
final class PictureTargets {
  private static final int SIGNATURE = 8;

  /**
   * A file of a hundred bytes may have as many pixels as are allowed, all of one colour. These many
   * take all decoders well below the time of a case, with a fuzzer's probes in them.
   */
  private static final PictureLimits FEW_PIXELS =
      PictureLimits.builder().maxPixels(4_000_000).build();

  /** 9 x 7 pixels without loss. */
  private static final byte[] WEBP_LOSSLESS =
      base64(
          """
          UklGRjYAAABXRUJQVlA4TCoAAAAvCIABALkyRPQ/duWP6H9AQds2TOCUP8e3IRgOBWkbsLDdiQkA
          xMpx+ww=
          """);

  /** The same with losses. */
  private static final byte[] WEBP_LOSSY =
      base64(
          """
          UklGRkYAAABXRUJQVlA4IDoAAADQAQCdASoJAAcAAsBMJbACdAD0MZLdQAD+9LgCrexIEect7rDv
          uz2XczIH9YUBQz9Hfrt+TP9s5yoA
          """);

  /** Without loss, with an Exif chunk. */
  private static final byte[] WEBP_TURNED =
      base64(
          """
          UklGRmoAAABXRUJQVlA4WAoAAAAIAAAACAAABgAAVlA4TCoAAAAvCIABALkyRPQ/duWP6H9AQds2
          TOCUP8e3IRgOBWkbsLDdiQkAxMpx+wxFWElGGgAAAE1NACoAAAAIAAEBEgADAAAAAQAGAAAAAAAA
          """);

  private PictureTargets() {}

  static List<Target> all() throws IOException {
    BufferedImage rgb = ramp(BufferedImage.TYPE_INT_RGB);
    BufferedImage palette = ramp(BufferedImage.TYPE_BYTE_INDEXED);
    byte[] jpeg = written(rgb, "jpg");
    byte[] png = written(rgb, "png");
    List<Target> all = new ArrayList<>();
    all.add(picture("JPEG", jpeg));
    all.add(picture("progressive JPEG", progressive(rgb)));
    all.add(picture("JPEG with Exif", withExif(jpeg)));
    all.add(picture("PNG", png));
    all.add(chunks("PNG, inside", png, PictureTargets::read));
    all.add(picture("GIF", written(rgb, "gif")));
    all.add(picture("BMP", written(rgb, "bmp")));
    all.add(picture("BMP with palette", written(palette, "bmp")));
    all.add(picture("WebP", WEBP_LOSSY));
    all.add(picture("lossless WebP", WEBP_LOSSLESS));
    all.add(picture("WebP with Exif", WEBP_TURNED));
    all.add(Target.of("VOC mask", "mask.png", written(palette, "png"), ClassMask::read));
    all.add(chunks("VOC mask, inside", written(palette, "png"), ClassMask::read));
    return all;
  }

  private static Target picture(String name, byte[] bytes) {
    return Target.of(name, "picture", bytes, PictureTargets::read);
  }

  private static Picture read(Path file) throws IOException {
    return Picture.read(file, FEW_PIXELS);
  }

  private static BufferedImage ramp(int type) {
    BufferedImage image = new BufferedImage(13, 10, type);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, 18 * x << 16 | 25 * y << 8 | 2 * x * y);
      }
    }
    return image;
  }

  private static byte[] written(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }

  private static byte[] progressive(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.write(null, new IIOImage(image, null, null), param);
    }
    writer.dispose();
    return out.toByteArray();
  }

  /** With an Exif segment behind the start, which holds an orientation and a text. */
  private static byte[] withExif(byte[] jpeg) {
    ByteBuffer exif = ByteBuffer.allocate(4 + 6 + 8 + 2 + 2 * 12 + 4 + 8);
    exif.putShort((short) 0xFFE1).putShort((short) (exif.capacity() - 2));
    exif.put(latin1("Exif\0\0MM\0*")).putInt(8).putShort((short) 2);
    exif.putShort((short) 0x10E).putShort((short) 2).putInt(8).putInt(38);
    exif.putShort((short) 0x112).putShort((short) 3).putInt(1).putInt(6 << 16);
    exif.putInt(0).put(latin1("a text!\0"));
    ByteBuffer turned = ByteBuffer.allocate(jpeg.length + exif.capacity());
    return turned.put(jpeg, 0, 2).put(exif.flip()).put(jpeg, 2, jpeg.length - 2).array();
  }

  /** The chunks of a PNG, damaged before they are compressed and get their checksums. */
  private static Target chunks(String name, byte[] png, Target.FileReading reading)
      throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    ByteBuffer chunks = ByteBuffer.wrap(png, SIGNATURE, png.length - SIGNATURE);
    while (chunks.hasRemaining()) {
      byte[] content = new byte[chunks.getInt()];
      byte[] kind = new byte[4];
      chunks.get(kind).get(content).getInt();
      parts.put(new String(kind, StandardCharsets.ISO_8859_1), content);
    }
    parts.computeIfPresent("IDAT", (_, data) -> inflated(data));
    List<String> order = List.copyOf(parts.keySet());
    return new Target(
        name,
        parts,
        damaged -> Map.of("picture.png", png(order, damaged)),
        Target.ofFile("picture.png", reading));
  }

  private static byte[] png(List<String> order, Map<String, byte[]> parts) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(latin1("\u0089PNG\r\n\u001A\n"));
    for (String kind : order) {
      byte[] content = kind.equals("IDAT") ? deflated(parts.get(kind)) : parts.get(kind);
      CRC32 crc = new CRC32();
      crc.update(latin1(kind));
      crc.update(content);
      ByteBuffer chunk = ByteBuffer.allocate(12 + content.length).putInt(content.length);
      chunk.put(latin1(kind)).put(content).putInt((int) crc.getValue());
      png.writeBytes(chunk.array());
    }
    return png.toByteArray();
  }

  private static byte[] inflated(byte[] data) {
    try (Inflater inflater = new Inflater();
        InflaterInputStream in =
            new InflaterInputStream(new ByteArrayInputStream(data), inflater)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] deflated(byte[] data) {
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(data);
      deflater.finish();
      byte[] deflated = new byte[data.length + 64];
      return Arrays.copyOf(deflated, deflater.deflate(deflated));
    }
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] base64(String text) {
    return Base64.getMimeDecoder().decode(text);
  }
}
