package liviano.cli.commands;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/** Exif orientations, put into files as ImageIO writes them. */
public final class TestExif {
  private static final int PNG_HEADER = 33;

  private TestExif() {}

  /** Adds an orientation to a JPEG or PNG; its pixels stay where they are. */
  public static void turn(Path file, int orientation) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    boolean jpeg = (bytes[0] & 0xFF) == 0xFF;
    byte[] exif = jpeg ? segment(orientation) : chunk(orientation);
    // A JPEG begins with two bytes and its JFIF segment, in whose place Exif comes.
    int before = jpeg ? 2 : PNG_HEADER;
    int after = jpeg ? 4 + (ByteBuffer.wrap(bytes).getShort(4) & 0xFFFF) : PNG_HEADER;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, before);
    out.writeBytes(exif);
    out.write(bytes, after, bytes.length - after);
    Files.write(file, out.toByteArray());
  }

  private static byte[] segment(int orientation) {
    byte[] block = block(orientation);
    ByteBuffer segment = ByteBuffer.allocate(10 + block.length);
    segment.putShort((short) 0xFFE1).putShort((short) (8 + block.length));
    return segment.put(latin1("Exif\0\0")).put(block).array();
  }

  private static byte[] chunk(int orientation) {
    byte[] block = block(orientation);
    CRC32 crc = new CRC32();
    crc.update(latin1("eXIf"));
    crc.update(block);
    ByteBuffer chunk = ByteBuffer.allocate(12 + block.length);
    chunk.putInt(block.length).put(latin1("eXIf")).put(block).putInt((int) crc.getValue());
    return chunk.array();
  }

  /** One directory of one entry, big-endian. */
  private static byte[] block(int orientation) {
    ByteBuffer tiff = ByteBuffer.allocate(26);
    tiff.put(latin1("MM")).putShort((short) 42).putInt(8).putShort((short) 1);
    tiff.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation);
    return tiff.array();
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
