package liviano.vision;

import static liviano.vision.TestPictures.concat;
import static liviano.vision.TestPictures.latin1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a GIF shows where its frame does not reach. */
class GifScreenTest {
  private static final byte[] BLUE_AND_RED = {0, 0, (byte) 255, (byte) 255, 0, 0};

  /** One pixel of index 1 at (2, 1), with a palette of its own: black and green. */
  private static final byte[] FRAME = {
    0x2C, 2, 0, 1, 0, 1, 0, 1, 0, (byte) 0x80, 0, 0, 0, 0, (byte) 255, 0, 2, 2, 0x4C, 1, 0, 0x3B
  };

  /** Beyond the palette's two colours, and without one, the background is black. */
  @ParameterizedTest
  @CsvSource({
    "0, true, 0x0000FF",
    "1, true, 0xFF0000",
    "2, true, 0",
    "3, true, 0",
    "255, true, 0",
    "0, false, 0",
    "1, false, 0"
  })
  void theBackgroundIsAColourOfTheGlobalPalette(int index, boolean palette, int colour) {
    byte[] screen = {4, 0, 3, 0, (byte) (palette ? 0x80 : 0), (byte) index, 0};
    byte[] file = concat(latin1("GIF89a"), screen, palette ? BLUE_AND_RED : new byte[0], FRAME);

    Picture picture = Picture.read(file);

    for (int i = 0; i < 4 * 3; i++) {
      assertThat(picture.rgb(i % 4, i / 4)).as("pixel %d", i).isEqualTo(i == 6 ? 0x00FF00 : colour);
    }
  }
}
