package liviano.vision.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColoursTest {

  @Test
  void contrastIsThatOfWcag() {
    assertThat(Colour.BLACK.contrast(Colour.WHITE)).isCloseTo(21, within(1e-9));
    assertThat(Colour.WHITE.contrast(Colour.ofRgb(0x767676))).isCloseTo(4.54, within(0.005));
    assertThat(Colour.ofRgb(0xFF0000).contrast(Colour.WHITE)).isCloseTo(4.0, within(0.005));
  }

  @Test
  void inkReadsOnEveryColour() {
    for (int rgb = 0; rgb <= 0xFFFFFF; rgb += 0x0503) {
      Colour colour = Colour.ofRgb(rgb);
      assertThat(colour.contrast(colour.ink())).as("%s", colour).isGreaterThan(4.5);
    }
  }

  @Test
  void mixesFromOneColourToTheOther() {
    Colour blue = new Colour(0, 0, 200);
    assertThat(blue.mix(Colour.WHITE, 0)).isEqualTo(blue);
    assertThat(blue.mix(Colour.WHITE, 1)).isEqualTo(Colour.WHITE);
    assertThat(blue.mix(Colour.BLACK, 0.25)).isEqualTo(new Colour(0, 0, 150));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 256})
  void refusesSamplesOutsideAByte(int sample) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Colour(0, sample, 0));
  }

  @Test
  void everyIdHasAColourAndTheFirst72DifferentOnes() {
    assertThat(IntStream.range(0, 72).mapToObj(Palette::of)).doesNotHaveDuplicates();
    assertThat(Palette.of(Integer.MIN_VALUE)).isEqualTo(Palette.of(16));
    assertThat(Palette.of(-1)).isEqualTo(Palette.of(71));
    assertThat(Palette.of(Integer.MAX_VALUE)).isEqualTo(Palette.of(55));
    assertThat(Palette.of(3)).isEqualTo(Palette.of(75));
  }

  /** Linear RGB as seen without the red, green or blue receptors: Machado et al., severity 1. */
  enum Vision {
    FULL(1, 0, 0, 0, 1, 0, 0, 0, 1),
    PROTANOPIA(
        0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116,
        1.051998),
    DEUTERANOPIA(
        0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881),
    TRITANOPIA(
        1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367,
        0.303900);

    private final double[] matrix;

    Vision(double... matrix) {
      this.matrix = matrix;
    }

    double[] lab(Colour colour) {
      double[] rgb = {linear(colour.red()), linear(colour.green()), linear(colour.blue())};
      double[] seen = times(matrix, rgb);
      for (int i = 0; i < 3; i++) {
        seen[i] = Math.clamp(seen[i], 0, 1);
      }
      double[] cones = times(CONES, seen);
      for (int i = 0; i < 3; i++) {
        cones[i] = Math.cbrt(cones[i]);
      }
      return times(LAB, cones);
    }
  }

  private static final double[] CONES = {
    0.4122214708,
    0.5363325363,
    0.0514459929,
    0.2119034982,
    0.6806995451,
    0.1073969566,
    0.0883024619,
    0.2817188376,
    0.6299787005
  };
  private static final double[] LAB = {
    0.2104542553,
    0.7936177850,
    -0.0040720468,
    1.9779984951,
    -2.4285922050,
    0.4505937099,
    0.0259040371,
    0.7827717662,
    -0.8086757660
  };

  /** In OKLab two colours side by side are told apart from about 0.02 on. */
  @ParameterizedTest
  @EnumSource(Vision.class)
  void theFirstEightColoursAreFarApartForEverybody(Vision vision) {
    for (int a = 0; a < 8; a++) {
      for (int b = a + 1; b < 8; b++) {
        assertThat(distance(vision.lab(Palette.of(a)), vision.lab(Palette.of(b))))
            .as("%s of %s and %s", vision, Palette.of(a), Palette.of(b))
            .isGreaterThan(0.08);
      }
    }
  }

  private static double distance(double[] a, double[] b) {
    return Math.sqrt(
        Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
  }

  private static double[] times(double[] m, double[] v) {
    double[] product = new double[3];
    for (int i = 0; i < 3; i++) {
      product[i] = m[3 * i] * v[0] + m[3 * i + 1] * v[1] + m[3 * i + 2] * v[2];
    }
    return product;
  }

  private static double linear(int sample) {
    double c = sample / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }
}
