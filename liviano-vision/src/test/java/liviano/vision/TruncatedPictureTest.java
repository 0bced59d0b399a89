package liviano.vision;

import static liviano.vision.TestPictures.bytes;
import static liviano.vision.TestPictures.chunk;
import static liviano.vision.TestPictures.concat;
import static liviano.vision.TestPictures.deflate;
import static liviano.vision.TestPictures.end;
import static liviano.vision.TestPictures.header;
import static liviano.vision.TestPictures.latin1;
import static liviano.vision.TestPictures.png;
import static liviano.vision.TestPictures.ramp;
import static liviano.vision.TestPictures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that end early, in every format, at every byte: just so, or in good order. */
class TruncatedPictureTest {

  /**
   * @param spare bytes at the end that may be missing: a mark that nothing which counts could stand
   *     before
   */
  record Whole(String name, byte[] file, int spare) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Whole[] files() throws IOException {
    Map<String, byte[]> files = HostilePictureTest.files();
    return files.entrySet().stream()
        .map(file -> new Whole(file.getKey(), file.getValue(), spare(file.getKey())))
        .toArray(Whole[]::new);
  }

  private static int spare(String name) {
    return switch (name) {
      case "baseline.jpg", "turned.jpg", "runs4.bmp" -> 2;
      // With the byte that makes the number before even.
      case "runs8.bmp" -> 3;
      case "palette.gif" -> 1;
      default -> 0;
    };
  }

  /** Noise in rows that begin with a filter's number, none of which looks at the row above. */
  private static byte[] rows(int count, int length) {
    byte[] rows = TestPictures.noise(count * length);
    for (int y = 0; y < count; y++) {
      rows[y * length] = (byte) (y % 2);
    }
    return rows;
  }

  private static String refusal(byte[] file) {
    try {
      return "read as " + Picture.read(file);
    } catch (MalformedPictureException e) {
      return e.getMessage();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyCutIsRefusedInClearWords(Whole whole) {
    Picture picture = Picture.read(whole.file);
    for (int length = 0; length < whole.file.length - whole.spare; length++) {
      String refusal = refusal(Arrays.copyOf(whole.file, length));
      String expected =
          length == 0
              ? "picture: empty file"
              : length < 12 && refusal.contains("not a picture")
                  ? "picture: not a picture: give a JPEG, PNG, BMP, GIF or WebP file"
                  : "picture: truncated: ";
      assertThat(refusal).as("%d bytes", length).startsWith(expected);
    }
    for (int spare = 1; spare <= whole.spare; spare++) {
      Picture read = Picture.read(Arrays.copyOf(whole.file, whole.file.length - spare));
      assertThat(read.samples().mismatch(picture.samples())).isEqualTo(-1);
    }
  }

  @Test
  void pngDataThatEndEarlyInGoodOrder() {
    for (int type : new int[] {0, 2, 6}) {
      int row = 1 + 4 * (type == 0 ? 1 : type == 2 ? 3 : 4);
      byte[] raw = rows(4, row);
      for (int length = 0; length < raw.length; length++) {
        byte[] shortened = deflate(Arrays.copyOf(raw, length));
        byte[] file = png(header(4, 4, 8, type), chunk("IDAT", shortened), end());
        assertThat(refusal(file))
            .isEqualTo("picture: truncated: the PNG data end before the picture does");
      }
      byte[] whole = deflate(raw);
      assertThat(refusal(png(header(4, 4, 8, type), chunk("IDAT", whole), end())))
          .isEqualTo("read as Picture[4x4]");
      // At the end are four bytes of a checksum, and before them up to two that end a block.
      for (int length = 0; length < whole.length - 6; length++) {
        byte[] cut = chunk("IDAT", Arrays.copyOf(whole, length));
        assertThat(refusal(png(header(4, 4, 8, type), cut, end())))
            .as("%d bytes", length)
            .isEqualTo("picture: truncated: the PNG data end before the picture does");
      }
    }
  }

  @Test
  void jpegDataThatEndEarlyInGoodOrder() {
    byte[] file = write(ramp(40, 30, BufferedImage.TYPE_INT_RGB), "jpg");
    int scan = 0;
    while (file[scan] != (byte) 0xFF || file[scan + 1] != (byte) 0xDA) {
      scan++;
    }
    for (int length = scan + 14; length < file.length - 4; length++) {
      byte[] cut = concat(Arrays.copyOf(file, length), bytes(0xFF, 0xD9));
      // Half a pair that stands for one byte of 255 is no end in good order.
      if (file[length - 1] != (byte) 0xFF) {
        assertThat(refusal(cut))
            .as("%d bytes", length)
            .isEqualTo("picture: truncated: the JPEG data end before the picture does");
      }
    }
  }

  @Test
  void losslessWebpDataThatEndEarlyInGoodOrder() {
    byte[] whole = TestPictures.WEBP_LOSSLESS;
    byte[] data = Arrays.copyOfRange(whole, 20, whole.length);
    assertThat(refusal(lossless(data))).isEqualTo("read as Picture[9x7]");
    for (int length = 5; length < data.length - 1; length++) {
      byte[] cut = lossless(Arrays.copyOf(data, length));
      assertThatExceptionOfType(MalformedPictureException.class)
          .as("%d bytes", length)
          .isThrownBy(() -> Picture.read(cut));
    }
  }

  private static byte[] lossless(byte[] data) {
    int padded = data.length + (data.length & 1);
    ByteBuffer file = ByteBuffer.allocate(20 + padded).order(ByteOrder.LITTLE_ENDIAN);
    file.put(latin1("RIFF")).putInt(12 + padded).put(latin1("WEBPVP8L")).putInt(data.length);
    return file.put(data).array();
  }
}
