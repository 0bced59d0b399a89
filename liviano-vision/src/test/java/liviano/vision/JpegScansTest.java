package liviano.vision;

import static liviano.vision.TestPictures.concat;
import static liviano.vision.TestPictures.ramp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scans of JPEG files: enough of them, and not too many. */
class JpegScansTest {

  private static void assertRefused(byte[] file, String reason) {
    assertThatExceptionOfType(MalformedPictureException.class)
        .isThrownBy(() -> Picture.read(file))
        .withMessageStartingWith("picture: " + reason);
  }

  /** Passes the checks of scans: what is then refused is the size. */
  private static void assertScansPass(byte[] file) {
    assertThatExceptionOfType(MalformedPictureException.class)
        .isThrownBy(() -> Picture.read(file, "x", limits(1, 1 << 20)))
        .withMessageContaining("more than the limit of 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aHundredScansOfASmallPictureAreRead(int components) {
    TestJpeg jpeg = TestJpeg.progressive(40, 30, components).constants(0);
    for (int i = 1; i < 100; i++) {
      jpeg.band(1 + i % components, 1, 63, 0);
    }
    Picture picture = Picture.read(jpeg.end());
    assertThat(picture).hasToString("Picture[40x30]");
    assertThat(picture.rgb(39, 29)).isEqualTo(0x808080);
    TestJpeg longer = TestJpeg.progressive(40, 30, 1).constants(0);
    for (int i = 0; i < 100; i++) {
      longer.empty(1, 63, 0, 1);
    }
    assertRefused(longer.end(), "a JPEG of 101 scans or more, too many for its size");
  }

  /** The files hold no data, so only a check that comes before decoding says this. */
  @Test
  void scansTimesBlocksAreBounded() {
    // 250,000 blocks, of which the 17th pass is beyond 4 million.
    TestJpeg grey = TestJpeg.progressive(4_000, 4_000, 1);
    for (int i = 0; i < 18; i++) {
      grey.empty(0, 0, 0, 1);
    }
    assertRefused(grey.end(), "a JPEG of 17 scans or more, too many for its size");
    TestJpeg colour = TestJpeg.progressive(8_000, 8_000, 3);
    for (int i = 0; i < 9; i++) {
      colour.empty(0, 0, 0, 1, 2, 3);
    }
    assertRefused(colour.end(), "a JPEG of 9 scans or more, too many for its size");
    TestJpeg sequential = TestJpeg.sequential(8_000, 8_000, 3);
    for (int i = 0; i < 30; i++) {
      sequential.empty(0, 63, 0, 1 + i % 3);
    }
    assertRefused(sequential.end(), "a JPEG of 25 scans or more, too many for its size");
  }

  /** The scans that libjpeg writes by itself, of a picture as large as cameras make them. */
  @Test
  void whatEncodersWritePassesAtAnySize() {
    TestJpeg jpeg = TestJpeg.progressive(10_000, 9_000, 3).empty(0, 0, 1, 1, 2, 3);
    jpeg.empty(1, 5, 2, 1).empty(1, 63, 1, 3).empty(1, 63, 1, 2).empty(6, 63, 2, 1);
    jpeg.empty(1, 63, 1, 1).empty(0, 0, 0, 1, 2, 3).empty(1, 63, 0, 3).empty(1, 63, 0, 2);
    assertScansPass(jpeg.empty(1, 63, 0, 1).end());
  }

  @Test
  void coefficientsThatAreMissingMeanTruncation() {
    TestJpeg rough = TestJpeg.progressive(16, 16, 1).constants(1).band(1, 1, 63, 0);
    assertRefused(rough.end(), "truncated: the last scan of the JPEG file");
    TestJpeg blurred = TestJpeg.progressive(16, 16, 1).constants(0).band(1, 1, 62, 0);
    assertRefused(blurred.end(), "truncated: the last scan of the JPEG file");
    TestJpeg bent = TestJpeg.progressive(16, 16, 3).constants(0).band(1, 1, 63, 0);
    assertRefused(bent.band(2, 1, 63, 0).end(), "truncated: the last scan of the JPEG file");
    TestJpeg planes = TestJpeg.sequential(16, 16, 3).empty(0, 63, 0, 1).empty(0, 63, 0, 2);
    assertRefused(planes.end(), "truncated: the last scan of the JPEG file");
  }

  /** Cut behind any scan but the last, and ended as if that were all. */
  @Test
  void aProgressiveFileEndsBehindItsLastScan() throws IOException {
    byte[] file = HostilePictureTest.progressive(ramp(40, 30, BufferedImage.TYPE_INT_RGB));
    List<Integer> scans = new ArrayList<>();
    for (int i = 0; i < file.length - 1; i++) {
      if (file[i] == (byte) 0xFF && file[i + 1] == (byte) 0xDA) {
        scans.add(i);
      }
    }
    assertThat(scans).hasSizeGreaterThan(5);
    for (int start : scans.subList(1, scans.size())) {
      byte[] cut = concat(Arrays.copyOf(file, start), new byte[] {(byte) 0xFF, (byte) 0xD9});
      assertRefused(cut, "truncated: the last scan of the JPEG file");
    }
  }

  @Test
  void scanHeadersOfNoSense() {
    assertRefused(TestJpeg.progressive(8, 8, 1).empty(0, 64, 0, 1).end(), "damaged JPEG scan");
    assertRefused(TestJpeg.progressive(8, 8, 1).empty(5, 4, 0, 1).end(), "damaged JPEG scan");
    assertRefused(TestJpeg.progressive(8, 8, 1).empty(0, 0, 0, 7).end(), "damaged JPEG scan");
    assertRefused(TestJpeg.progressive(8, 8, 1).empty(0, 0, 0, 1, 1).end(), "damaged JPEG scan");
    byte[] none = TestJpeg.progressive(8, 8, 1).empty(0, 0, 0).end();
    assertRefused(none, "damaged JPEG scan");
  }

  private static PictureLimits limits(long maxPixels, long maxBytes) {
    return PictureLimits.builder().maxPixels(maxPixels).maxBytes(maxBytes).build();
  }
}
