package liviano.vision;

import static liviano.vision.TestPictures.concat;
import static liviano.vision.TestPictures.latin1;
import static liviano.vision.TestPictures.ramp;
import static liviano.vision.TestPictures.segment;
import static liviano.vision.TestPictures.withSegments;
import static liviano.vision.TestPictures.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The orientation of Exif blocks of every shape, in a JPEG. */
class ExifTest {
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  private static final byte[] JPEG = write(ramp(9, 7, BufferedImage.TYPE_INT_RGB), "jpg");

  /** What a reader makes of a block. */
  private static int orientation(byte[] block) {
    byte[] content = concat(latin1("Exif\0\0"), block);
    return Picture.read(withSegments(JPEG, segment(0xE1, content))).orientation();
  }

  /** A TIFF header and room behind it, for a directory at byte {@code at}. */
  private static ByteBuffer tiff(ByteOrder order, int length, int at) {
    ByteBuffer tiff = ByteBuffer.allocate(length).order(order);
    tiff.put(latin1(order == ByteOrder.BIG_ENDIAN ? "MM" : "II")).putShort((short) 42).putInt(at);
    return tiff.position(at);
  }

  /** An entry of one number, at the start of the four bytes that hold values. */
  private static void entry(ByteBuffer tiff, int tag, int type, int count, int value) {
    tiff.putShort((short) tag).putShort((short) type).putInt(count);
    switch (type) {
      case BYTE -> tiff.put((byte) value).put(new byte[3]);
      case SHORT -> tiff.putShort((short) value).putShort((short) 0);
      default -> tiff.putInt(value);
    }
  }

  private static byte[] block(ByteOrder order, int type, int count, int value) {
    ByteBuffer tiff = tiff(order, 64, 8).putShort((short) 3);
    entry(tiff, 0x10F, LONG, 1, 3);
    entry(tiff, 0x112, type, count, value);
    entry(tiff, 0x8769, LONG, 1, 8);
    return tiff.array();
  }

  @ParameterizedTest
  @CsvSource({"1, 8, 8", "3, 6, 6", "4, 3, 3", "6, 5, 5", "8, 2, 2", "9, 7, 7", "3, 0, 1"})
  void wholeNumbersOfEveryTypeAndOrder(int type, int value, int expected) {
    int stored = type == 6 ? BYTE : type == 8 ? SHORT : type;
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      byte[] block = block(order, stored, 1, value);
      // The entry's type, the second half-word of the second entry.
      block[order == ByteOrder.BIG_ENDIAN ? 25 : 24] = (byte) type;
      assertThat(orientation(block)).as("%s", order).isEqualTo(expected);
    }
  }

  @Test
  void whatMakesNoSenseIsUpright() {
    assertThat(orientation(block(ByteOrder.BIG_ENDIAN, SHORT, 1, 9))).isOne();
    assertThat(orientation(block(ByteOrder.BIG_ENDIAN, SHORT, 2, 6))).isOne();
    assertThat(orientation(block(ByteOrder.BIG_ENDIAN, SHORT, 0, 6))).isOne();
    assertThat(orientation(block(ByteOrder.BIG_ENDIAN, LONG, 1, 0x10006))).isOne();
    assertThat(orientation(block(ByteOrder.BIG_ENDIAN, LONG, 1, -1))).isOne();
    assertThat(orientation(block(ByteOrder.BIG_ENDIAN, 5, 1, 6))).isOne();
    byte[] magic = block(ByteOrder.LITTLE_ENDIAN, SHORT, 1, 6);
    magic[2] = 43;
    assertThat(orientation(magic)).isOne();
    byte[] beyond = block(ByteOrder.LITTLE_ENDIAN, SHORT, 1, 6);
    beyond[7] = (byte) 0xFF;
    assertThat(orientation(beyond)).isOne();
    beyond[7] = 0x7F;
    assertThat(orientation(beyond)).isOne();
    assertThat(orientation(new byte[0])).isOne();
  }

  @Test
  void entriesBeforeTheBlockBreaksOffCount() {
    ByteBuffer tiff = tiff(ByteOrder.BIG_ENDIAN, 22 + 5, 8).putShort((short) 0xFFFF);
    entry(tiff, 0x112, SHORT, 1, 8);
    assertThat(orientation(tiff.array())).isEqualTo(8);
  }

  @Test
  void theDirectoryMayStandAtTheEnd() {
    ByteBuffer tiff = tiff(ByteOrder.LITTLE_ENDIAN, 60_000, 60_000 - 14).putShort((short) 1);
    entry(tiff, 0x112, SHORT, 1, 6);
    assertThat(orientation(tiff.array())).isEqualTo(6);
  }

  /** The orientation of a thumbnail, in the second directory, is not the picture's. */
  @Test
  void onlyTheFirstDirectoryIsRead() {
    ByteBuffer tiff = tiff(ByteOrder.BIG_ENDIAN, 64, 8).putShort((short) 1);
    entry(tiff, 0x10F, LONG, 1, 3);
    tiff.putInt(26).putShort((short) 1);
    entry(tiff, 0x112, SHORT, 1, 6);
    assertThat(orientation(tiff.array())).isOne();
  }

  @Test
  void noiseNeverHurts() {
    Random random = new Random(5);
    for (int i = 0; i < 3_000; i++) {
      byte[] block = block(i % 2 == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, 3, 1, 6);
      for (int k = random.nextInt(6); k >= 0; k--) {
        block[random.nextInt(block.length)] = (byte) random.nextInt();
      }
      assertThat(orientation(block)).isBetween(1, 8);
    }
  }
}
