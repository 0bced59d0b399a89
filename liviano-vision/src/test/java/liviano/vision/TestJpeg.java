package liviano.vision;

import static liviano.vision.TestPictures.latin1;
import static liviano.vision.TestPictures.segment;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * JPEG files of one grey, made of scans that say next to nothing: a bit a block at first, then two
 * bytes for 32,767 blocks. They ask for much work with few bytes.
 */
final class TestJpeg {
  private static final int PROGRESSIVE = 0xC2;
  private static final int END_OF_BAND_14 = 0xE0;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final int components;
  private final int blocks;

  /** Components of full size, named 1, 2, 3. */
  private TestJpeg(int frame, int width, int height, int components) {
    this.components = components;
    this.blocks = Math.ceilDiv(width, 8) * Math.ceilDiv(height, 8);
    out.writeBytes(latin1("\u00FF\u00D8"));
    byte[] ones = new byte[65];
    Arrays.fill(ones, 1, 65, (byte) 1);
    out.writeBytes(segment(0xDB, ones));
    ByteBuffer header = ByteBuffer.allocate(6 + 3 * components);
    header.put((byte) 8).putShort((short) height).putShort((short) width).put((byte) components);
    for (int i = 1; i <= components; i++) {
      header.put((byte) i).put((byte) 0x11).put((byte) 0);
    }
    out.writeBytes(segment(frame, header.array()));
    // One code of one bit each: no difference; the end of the band for 16,384 blocks and more.
    table(0x00, 0);
    table(0x10, END_OF_BAND_14);
  }

  static TestJpeg progressive(int width, int height, int components) {
    return new TestJpeg(PROGRESSIVE, width, height, components);
  }

  static TestJpeg sequential(int width, int height, int components) {
    return new TestJpeg(0xC0, width, height, components);
  }

  private void table(int id, int value) {
    byte[] table = new byte[18];
    table[0] = (byte) id;
    table[1] = 1;
    table[17] = (byte) value;
    out.writeBytes(segment(0xC4, table));
  }

  private void header(int first, int last, int low, int... ids) {
    ByteBuffer header = ByteBuffer.allocate(4 + 2 * ids.length).put((byte) ids.length);
    for (int id : ids) {
      header.put((byte) id).put((byte) 0);
    }
    header.put((byte) first).put((byte) last).put((byte) low);
    out.writeBytes(segment(0xDA, header.array()));
  }

  /** The constant coefficients of all components, but for their {@code low} lowest bits. */
  TestJpeg constants(int low) {
    int[] ids = new int[components];
    for (int i = 0; i < components; i++) {
      ids[i] = i + 1;
    }
    header(0, 0, low, ids);
    out.writeBytes(new byte[Math.ceilDiv(blocks * components, 8)]);
    return this;
  }

  /** Coefficients {@code first} to {@code last} of a component: all zero. */
  TestJpeg band(int component, int first, int last, int low) {
    header(first, last, low, component);
    // A bit 0 and the 14 lower bits of a run's length.
    StringBuilder bits = new StringBuilder();
    for (int left = blocks; left > 0; left -= 0x7FFE) {
      bits.append('0')
          .append(Integer.toBinaryString(Math.max(0x4000, Math.min(left, 0x7FFE))), 1, 15);
    }
    bits.append("1".repeat(-bits.length() & 7));
    for (int i = 0; i < bits.length(); i += 8) {
      int value = Integer.parseInt(bits.substring(i, i + 8), 2);
      out.write(value);
      if (value == 0xFF) {
        out.write(0);
      }
    }
    return this;
  }

  /** Any scan header, with nothing behind it. */
  TestJpeg empty(int first, int last, int low, int... ids) {
    header(first, last, low, ids);
    return this;
  }

  byte[] end() {
    out.writeBytes(latin1("\u00FF\u00D9"));
    return out.toByteArray();
  }
}
