package liviano.vision;

import static liviano.vision.TestPictures.bytes;
import static liviano.vision.TestPictures.concat;
import static liviano.vision.TestPictures.latin1;
import static liviano.vision.TestPictures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The codes of GIF frames. */
class GifTest {

  /** A palette of {@code 2^bits} greys, no two alike. */
  private static BufferedImage greys(int bits, int width, int height) {
    byte[] levels = new byte[1 << bits];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (255 * i / (levels.length - 1));
    }
    var palette = new IndexColorModel(bits, levels.length, levels, levels, levels);
    return new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, palette);
  }

  /**
   * @param reach of neighbours' indices: small makes long codes, large fills the table of codes
   */
  private static BufferedImage noise(int bits, int width, int height, int reach) {
    BufferedImage image = greys(bits, width, height);
    Random random = new Random(bits * 1_000L + reach);
    int index = 0;
    for (int i = 0; i < width * height; i++) {
      index = index + random.nextInt(reach) & (1 << bits) - 1;
      image.getRaster().setSample(i % width, i / width, 0, index);
    }
    return image;
  }

  private static void assertSame(Picture picture, BufferedImage image) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        assertThat(picture.rgb(x, y)).as("(%d, %d)", x, y).isEqualTo(image.getRGB(x, y) & 0xFFFFFF);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 2", "2, 4", "4, 2", "4, 16", "8, 2", "8, 7", "8, 256"})
  void codesOfEverySize(int bits, int reach) {
    BufferedImage image = noise(bits, 150, 100, reach);
    assertSame(Picture.read(write(image, "gif")), image);
    BufferedImage plain = greys(bits, 700, 300);
    assertSame(Picture.read(write(plain, "gif")), plain);
  }

  /** A screen of 2 colours, red and green, and a frame of the same size. */
  private static byte[] file(int width, int height, int... blocks) {
    byte[] screen = concat(latin1("GIF89a"), bytes(width, 0, height, 0, 0x80, 0, 0));
    byte[] frame = bytes(0x2C, 0, 0, 0, 0, width, 0, height, 0, 0, 2);
    return concat(screen, bytes(255, 0, 0, 0, 255, 0), frame, bytes(blocks));
  }

  private static void assertRefused(byte[] file, String reason) {
    assertThatExceptionOfType(MalformedPictureException.class)
        .isThrownBy(() -> Picture.read(file))
        .withMessage("picture: " + reason);
  }

  @Test
  void codesByHand() {
    // Three bits each, the lowest first: clear 4, 0, 1, then 6 is "0 1", end 5.
    int first = 4 | 0 << 3 | 1 << 6 & 0xFF;
    int second = 1 >> 2 | 6 << 1 | 5 << 4;
    Picture picture = Picture.read(file(2, 2, 2, first, second, 0, 0x3B));
    assertThat(picture.rgb(0, 0)).isEqualTo(0xFF0000);
    assertThat(picture.rgb(1, 0)).isEqualTo(0x00FF00);
    assertThat(picture.rgb(0, 1)).isEqualTo(0xFF0000);
    assertThat(picture.rgb(1, 1)).isEqualTo(0x00FF00);
    assertRefused(
        file(3, 2, 2, first, second, 0, 0x3B), "truncated: the GIF data end in row 2 of 2");
    assertRefused(file(2, 2, 1, first, 0, 0x3B), "truncated: the GIF data end in row 1 of 2");
    assertRefused(file(2, 2, 0, 0x3B), "truncated: the GIF data end in row 1 of 2");
  }

  @Test
  void codesThatNoRuleHasMade() {
    String reason = "damaged GIF data: a code that is not in the table";
    // Clear, 0, 7, where 6 is the next to be made.
    assertRefused(file(2, 2, 2, 4 | 7 << 6 & 0xFF, 7 >> 2, 0, 0x3B), reason);
    // Clear, 6: one ahead of a table that nothing was put in.
    assertRefused(file(2, 2, 1, 4 | 6 << 3, 0, 0x3B), reason);
  }

  @Test
  void theTrailerMayBeMissing() {
    BufferedImage image = noise(4, 20, 10, 16);
    byte[] file = write(image, "gif");
    assertThat(file[file.length - 1]).isEqualTo((byte) 0x3B);
    assertSame(Picture.read(Arrays.copyOf(file, file.length - 1)), image);
  }

  /**
   * Ended at every length as if that were all: blocks, terminator and trailer as they should be.
   */
  @Test
  void dataThatEndEarlyInGoodOrderAreTruncated() {
    byte[] file = write(noise(8, 60, 40, 256), "gif");
    byte[] codes = codes(file);
    byte[] head = Arrays.copyOf(file, file.length - blocks(codes).length - 1);
    assertThat(concat(head, blocks(codes), bytes(0x3B))).isEqualTo(file);
    for (int length = 0; length < codes.length - 2; length += 7) {
      byte[] cut = concat(head, blocks(Arrays.copyOf(codes, length)), bytes(0x3B));
      assertThatExceptionOfType(MalformedPictureException.class)
          .as("%d bytes", length)
          .isThrownBy(() -> Picture.read(cut))
          .withMessageContaining("truncated: the GIF data end in row ");
    }
  }

  /** The codes of a file of one frame without extensions, with a palette of 256 colours. */
  private static byte[] codes(byte[] file) {
    ByteArrayOutputStream codes = new ByteArrayOutputStream();
    int at = 13 + 3 * 256;
    while (file[at] == 0x21) {
      for (at += 2; file[at] != 0; at += 1 + (file[at] & 0xFF)) {}
      at++;
    }
    for (at += 11; file[at] != 0; at += 1 + (file[at] & 0xFF)) {
      codes.write(file, at + 1, file[at] & 0xFF);
    }
    return codes.toByteArray();
  }

  /** In blocks of 255 bytes, with a terminator. */
  private static byte[] blocks(byte[] codes) {
    ByteArrayOutputStream blocks = new ByteArrayOutputStream();
    for (int at = 0; at < codes.length; at += 255) {
      int length = Math.min(255, codes.length - at);
      blocks.write(length);
      blocks.write(codes, at, length);
    }
    blocks.write(0);
    return blocks.toByteArray();
  }
}
