package liviano.vision;

import static liviano.vision.TestPictures.bytes;
import static liviano.vision.TestPictures.latin1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** BMP files of all headers, depths and compressions, made here. */
class BmpTest {
  private static final int RLE8 = 1;
  private static final int RLE4 = 2;
  private static final int BIT_FIELDS = 3;

  /** Black, red, green, blue as four bytes each. */
  private static final byte[] PALETTE = bytes(0, 0, 0, 0, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0);

  /**
   * @param header its size in bytes; 12 is the oldest
   * @param extra what stands between header and pixels
   */
  static byte[] bmp(
      int header, int width, int height, int bits, int compression, byte[] extra, byte[] data) {
    int offset = 14 + header + extra.length;
    ByteBuffer file = ByteBuffer.allocate(offset + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(latin1("BM")).putInt(file.capacity()).putInt(0).putInt(offset).putInt(header);
    if (header == 12) {
      file.putShort((short) width).putShort((short) height);
    } else {
      file.putInt(width).putInt(height);
    }
    file.putShort((short) 1).putShort((short) bits);
    if (header >= 20) {
      file.putInt(compression);
    }
    return file.position(14 + header).put(extra).put(data).array();
  }

  static byte[] runs(int width, int height, int compression, int... data) {
    int bits = compression == RLE8 ? 8 : 4;
    return bmp(40, width, height, bits, compression, PALETTE, bytes(data));
  }

  private static int[] colours(byte[] file) {
    Picture picture = Picture.read(file);
    int[] colours = new int[picture.width() * picture.height()];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = picture.rgb(i % picture.width(), i / picture.width());
    }
    return colours;
  }

  private static void assertRefused(byte[] file, String reason) {
    assertThatExceptionOfType(MalformedPictureException.class)
        .isThrownBy(() -> Picture.read(file))
        .withMessageStartingWith("picture: " + reason);
  }

  /** Two rows of two pixels, the lower first: red, green; blue, white. */
  private static byte[] rows24() {
    return bytes(0, 0, 255, 0, 255, 0, 0, 0, 255, 0, 0, 255, 255, 255, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 16, 20, 36, 40, 52, 56, 64, 108, 124})
  void headersOfWindowsAndOs2(int header) {
    byte[] file = bmp(header, 2, 2, 24, 0, new byte[0], rows24());
    assertThat(colours(file)).containsExactly(0x0000FF, 0xFFFFFF, 0xFF0000, 0x00FF00);
    byte[] entries = header == 12 ? bytes(0, 0, 0, 0, 0, 255) : PALETTE;
    byte[] indexed = bmp(header, 2, 1, 8, 0, entries, bytes(1, 0, 0, 0));
    assertThat(colours(indexed)).containsExactly(0xFF0000, 0);
  }

  @Test
  void whatTheReservedBytesAndTheFileSizeSayDoesNotMatter() {
    byte[] file = bmp(40, 2, 2, 24, 0, new byte[0], rows24());
    Arrays.fill(file, 2, 10, (byte) 0xAB);
    assertThat(colours(file)).containsExactly(0x0000FF, 0xFFFFFF, 0xFF0000, 0x00FF00);
    assertRefused(latin1("BM is no picture, only text"), "not a picture");
    assertRefused(latin1("BM"), "not a picture");
  }

  @Test
  void rowsFromTheTop() {
    byte[] file = bmp(40, 2, -2, 24, 0, new byte[0], rows24());
    assertThat(colours(file)).containsExactly(0xFF0000, 0x00FF00, 0x0000FF, 0xFFFFFF);
  }

  @Test
  void indicesOfEveryDepth() {
    byte[] one = bmp(40, 9, 1, 1, 0, PALETTE, bytes(0b0100_0001, 0b1000_0000, 0, 0));
    assertThat(colours(one)).containsExactly(0, 0xFF0000, 0, 0, 0, 0, 0, 0xFF0000, 0xFF0000);
    byte[] four = bmp(40, 3, 1, 4, 0, PALETTE, bytes(0x12, 0x3F, 0, 0));
    assertThat(colours(four)).containsExactly(0xFF0000, 0x00FF00, 0x0000FF);
    byte[] eight = bmp(40, 3, 1, 8, 0, PALETTE, bytes(3, 200, 1, 0));
    assertThat(colours(eight)).containsExactly(0x0000FF, 0, 0xFF0000);
  }

  @Test
  void coloursOf16And32Bits() {
    byte[] deep = bmp(40, 1, 1, 32, 0, new byte[0], bytes(1, 2, 3, 99));
    assertThat(colours(deep)).containsExactly(0x030201);
    byte[] rgb555 = bmp(40, 2, 1, 16, 0, new byte[0], bytes(0xFF, 0xFF, 0x10, 0x42));
    assertThat(colours(rgb555)).containsExactly(0xFFFFFF, 0x848484);
    byte[] masks565 = bytes(0, 0xF8, 0, 0, 0xE0, 7, 0, 0, 0x1F, 0, 0, 0);
    byte[] rgb565 = bmp(40, 2, 1, 16, BIT_FIELDS, masks565, bytes(0, 0xFC, 0x10, 0x04));
    assertThat(colours(rgb565)).containsExactly(0xFF8200, 0x008284);
    byte[] ten = bytes(0xFF, 3, 0, 0, 0, 0xFC, 0xF, 0, 0, 0, 0xF0, 0x3F);
    byte[] rgb10 = bmp(40, 1, 1, 32, BIT_FIELDS, ten, bytes(0xFF, 3, 0xF8, 1));
    assertThat(colours(rgb10)).containsExactly(0xFF8008);
    byte[] empty = bytes(0, 0, 0, 0, 0, 0xFF, 0, 0, 0xFF, 0, 0, 0);
    byte[] cyan = bmp(40, 1, 1, 32, BIT_FIELDS, empty, bytes(9, 8, 7, 6));
    assertThat(colours(cyan)).containsExactly(0x000809);
    byte[] gaps = bytes(0x05, 0, 0, 0, 0, 0xFF, 0, 0, 0, 0, 0xFF, 0);
    assertRefused(bmp(40, 1, 1, 32, BIT_FIELDS, gaps, bytes(9, 8, 7, 6)), "damaged BMP: bit");
  }

  @Test
  void bitFieldsWithinLongerHeadersAndWithAlpha() {
    byte[] file = bmp(108, 1, 1, 32, BIT_FIELDS, new byte[0], bytes(9, 8, 7, 6));
    ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(54, 0xFF)
        .putInt(58, 0xFF00)
        .putInt(62, 0xFF0000)
        .putInt(66, 0xFF000000);
    assertThat(colours(file)).containsExactly(0x090807);
    byte[] masks = bytes(255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255);
    assertThat(colours(bmp(40, 1, 1, 32, 6, masks, bytes(9, 8, 7, 6)))).containsExactly(0x090807);
  }

  @Test
  void runsOf8Bits() {
    // Two red and one green; a literal of three and a byte that pads it; the end.
    byte[] file = runs(3, 2, RLE8, 2, 1, 1, 2, 0, 0, 0, 3, 3, 2, 1, 99, 0, 1);
    assertThat(colours(file))
        .containsExactly(0x0000FF, 0x00FF00, 0xFF0000, 0xFF0000, 0xFF0000, 0x00FF00);
    // A row that ends early, a move of one to the right and one up, and too long a run.
    byte[] moved = runs(3, 3, RLE8, 1, 1, 0, 0, 0, 2, 1, 1, 9, 2, 0, 1);
    assertThat(colours(moved)).containsExactly(0, 0x00FF00, 0x00FF00, 0, 0, 0, 0xFF0000, 0, 0);
  }

  @Test
  void runsOf4Bits() {
    byte[] file = runs(5, 2, RLE4, 5, 0x12, 0, 0, 0, 5, 0x32, 0x13, 0x20, 99, 0, 1);
    assertThat(colours(file))
        .containsExactly(
            0x0000FF, 0x00FF00, 0xFF0000, 0x0000FF, 0x00FF00, 0xFF0000, 0x00FF00, 0xFF0000,
            0x00FF00, 0xFF0000);
  }

  @Test
  void whatRunsLeaveOutHasTheFirstColour() {
    byte[] palette = bytes(7, 8, 9, 0, 0, 0, 255, 0);
    byte[] file = bmp(40, 2, 1, 8, RLE8, palette, bytes(0, 2, 1, 0, 1, 1));
    assertThat(colours(file)).containsExactly(0x090807, 0xFF0000);
  }

  @Test
  void runsThatEndEarlyAreTruncated() {
    int[] whole = {2, 1, 0, 0, 2, 1, 0, 0, 2, 1, 0, 1};
    assertThat(colours(runs(2, 3, RLE8, whole))).containsOnly(0xFF0000);
    // Without the mark at the end all pixels are there.
    assertThat(colours(runs(2, 3, RLE8, Arrays.copyOf(whole, 10)))).containsOnly(0xFF0000);
    for (int length = 0; length < 10; length++) {
      byte[] cut = runs(2, 3, RLE8, Arrays.copyOf(whole, length));
      assertRefused(cut, "truncated: the BMP data end at byte " + (70 + length) + ", in row ");
    }
    assertRefused(runs(2, 3, RLE8, 2, 1, 0, 1), "truncated: the BMP data end at byte 74, in row 1");
    assertRefused(runs(2, 3, RLE8, 2, 1, 0, 0, 0, 1), "truncated: the BMP data end at byte 76");
    assertRefused(runs(2, 1, RLE8, 0, 200, 1), "truncated: the BMP data end at byte 73, in row 1");
  }

  @ParameterizedTest
  @CsvSource({"8, 2", "4, 1", "24, 1", "24, 3", "8, 3", "2, 0", "0, 0", "16, 1", "24, 4"})
  void otherDepthsAndCompressions(int bits, int compression) {
    byte[] file = bmp(40, 1, 1, bits, compression, PALETTE, bytes(0, 0, 0, 0));
    assertRefused(file, "BMP with " + bits + " bits, compression " + compression + ", is not");
  }

  /** OS/2 has Huffman codes under the number that Windows has for bit fields. */
  @Test
  void compressionsOfOs2() {
    byte[] file = bmp(64, 1, 1, 32, BIT_FIELDS, new byte[12], bytes(0, 0, 0, 0));
    assertRefused(file, "BMP with 32 bits, compression 3, is not supported");
    byte[] runs = bmp(64, 2, 1, 8, RLE8, PALETTE, bytes(2, 3, 0, 1));
    assertThat(colours(runs)).containsExactly(0x0000FF, 0x0000FF);
  }

  @Test
  void headersOfNoSense() {
    byte[] file = bmp(40, 2, 2, 24, 0, new byte[0], rows24());
    assertRefused(with(file, 14, 39 << 8), "BMP with a header of 9984 bytes is not supported");
    assertRefused(with(file, 18, 0), "damaged BMP: 0x2 pixels");
    assertRefused(with(file, 18, -2), "damaged BMP: -2x2 pixels");
    assertRefused(with(file, 22, 0), "damaged BMP: 2x0 pixels");
    assertRefused(with(file, 22, Integer.MIN_VALUE), "damaged BMP: 2x2147483648 pixels");
    assertRefused(with(file, 10, 53), "damaged BMP: data at byte 53");
    assertRefused(with(file, 10, -1), "truncated: the file ends at byte 70");
    assertRefused(with(file, 10, 71), "truncated: the file ends at byte 70");
    assertRefused(with(file, 18, 3), "truncated: the file ends at byte 70");
    assertRefused(with(file, 18, Integer.MAX_VALUE), "truncated: the file ends at byte 70");
    byte[] runs = runs(2, 2, RLE8, 2, 1, 0, 0, 2, 1, 0, 1);
    byte[] bomb = with(with(runs, 18, 1 << 20), 22, 1 << 20);
    assertRefused(bomb, "declares 1048576x1048576 pixels, more than the limit");
  }

  private static byte[] with(byte[] file, int at, int value) {
    byte[] bent = file.clone();
    ByteBuffer.wrap(bent).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    return bent;
  }
}
