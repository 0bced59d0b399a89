package liviano.vision.picture.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the integer arithmetic against the formulas, over every value that a sample can have. */
class JpegColourTest {
  private static final int VALUES = 256;

  /** Light times that of black, to the nearest: there are no halves, since 255 is odd. */
  @ParameterizedTest
  @EnumSource(
      value = JpegColour.class,
      names = {"CMYK", "INVERTED_CMYK"})
  void inkTakesLightAway(JpegColour colour) {
    int ink = colour == JpegColour.CMYK ? 255 : 0;
    for (int light = 0; light < VALUES; light++) {
      for (int black = 0; black < VALUES; black++) {
        int other = light * 7 + black * 3 & 0xFF;
        byte[] cmyk = {
          (byte) (ink ^ light), (byte) (ink ^ other), (byte) (ink ^ black), (byte) (ink ^ black)
        };
        assertThat(colour.toRgb(cmyk))
            .as("%d, %d, %d", light, other, black)
            .containsExactly(
                nearest(light * black), nearest(other * black), nearest(black * black));
      }
    }
  }

  private static int nearest(int product) {
    return (int) Math.round(product / 255.0);
  }

  /** Constants of 16 bits: nearest but where the exact value lies within 0.01 of a half. */
  @Test
  void chromaIsThatOfTheFormulas() {
    for (int cb = 0; cb < VALUES; cb++) {
      for (int cr = 0; cr < VALUES; cr++) {
        int luma = cb * 5 + cr * 11 & 0xFF;
        byte[] rgb = JpegColour.YCBCR.toRgb(new byte[] {(byte) luma, (byte) cb, (byte) cr});
        assertNearest(rgb[0], luma + 1.402 * (cr - 128));
        assertNearest(
            rgb[1], luma - 0.114 * 1.772 / 0.587 * (cb - 128) - 0.299 * 1.402 / 0.587 * (cr - 128));
        assertNearest(rgb[2], luma + 1.772 * (cb - 128));
      }
    }
  }

  private static void assertNearest(byte sample, double exact) {
    double half = Math.abs(exact - Math.floor(exact) - 0.5);
    if (half > 0.01) {
      assertThat(sample & 0xFF).isEqualTo((int) Math.clamp(Math.round(exact), 0L, 255L));
    }
  }
}
