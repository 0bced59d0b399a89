package liviano.vision.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import liviano.vision.Box;
import liviano.vision.Category;
import liviano.vision.Picture;
import liviano.vision.drawing.ColoursTest.Vision;
import liviano.vision.explain.ClassMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HeatOverlayTest {
  private static final int GREY = 0x808080;

  private static Picture grey(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    Arrays.fill(rgb, (byte) 0x80);
    return Picture.ofRgb(width, height, rgb);
  }

  /** A map of 2 rows and 4 columns over the middle of a picture of 120 x 40 pixels. */
  private static ClassMap map(float... values) {
    return new ClassMap(
        new Category(3, "orange", 0.5f),
        1,
        0,
        2,
        4,
        values,
        new ClassMap.Grid(25, 10, 10, 20),
        new Box(20, 0, 40, 40));
  }

  private static int light(Picture picture, int x, int y) {
    Colour colour = Colour.ofRgb(picture.rgb(x, y));
    return colour.red() + colour.green() + colour.blue();
  }

  @ParameterizedTest
  @EnumSource(Vision.class)
  void warmerIsLighterForEverybody(Vision vision) {
    double before = -1;
    for (int i = 0; i <= 32; i++) {
      double lightness = vision.lab(HeatColours.of(i / 32.0))[0];
      assertThat(lightness).as("%s at %d of 32", vision, i).isGreaterThan(before);
      before = lightness;
    }
    assertThat(HeatColours.of(-1)).isEqualTo(HeatColours.of(0));
    assertThat(HeatColours.of(Double.POSITIVE_INFINITY)).isEqualTo(HeatColours.of(1));
  }

  @Test
  void whatSpeaksForTheClassGlowsWhereItStands() {
    Picture drawn = HeatOverlay.draw(grey(120, 40), map(0, 0, 0, 9, 0, 0, 0, 0));

    // The strongest value stands at (55, 10).
    assertThat(light(drawn, 55, 10)).isGreaterThan(light(drawn, 55, 30));
    assertThat(light(drawn, 55, 10)).isGreaterThan(light(drawn, 48, 10));
    assertThat(light(drawn, 25, 10)).isLessThan(3 * 0x80);
    assertThat(drawn.rgb(25, 10)).isEqualTo(drawn.rgb(25, 30));
  }

  @Test
  void whatWasNotSeenIsDarkAndGrey() {
    Picture drawn = HeatOverlay.draw(grey(120, 40), map(0, 0, 0, 9, 0, 0, 0, 9));

    assertThat(light(drawn, 19, 10)).isLessThan(light(drawn, 20, 10));
    assertThat(light(drawn, 60, 10)).isLessThan(light(drawn, 59, 10));
    assertThat(drawn.rgb(10, 5)).isEqualTo(drawn.rgb(110, 35));
  }

  @Test
  void aClassThatNothingSpeaksForLeavesNoGlow() {
    Picture drawn = HeatOverlay.draw(grey(120, 40), map(-1, -2, -1, -3, -1, -1, -1, 0));

    for (int x = 20; x < 60; x++) {
      assertThat(drawn.rgb(x, 20)).isEqualTo(drawn.rgb(20, 0));
      assertThat(drawn.rgb(x, 20)).isNotEqualTo(GREY);
    }
  }

  @Test
  void thePageBelowHoldsNameAndScale() {
    Picture drawn = HeatOverlay.draw(grey(640, 480), map(0, 0, 0, 9, 0, 0, 0, 0));

    assertThat(drawn.width()).isEqualTo(640);
    assertThat(drawn.height()).isBetween(490, 540);
    assertThat(dark(drawn, 0, 300)).as("the name").isPositive();
    assertThat(dark(drawn, 400, 640)).as("the scale").isPositive();
  }

  private static int dark(Picture picture, int from, int to) {
    int dark = 0;
    for (int y = 481; y < picture.height(); y++) {
      for (int x = from; x < to; x++) {
        dark += light(picture, x, y) < 300 ? 1 : 0;
      }
    }
    return dark;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3000, 2", "2, 3000", "30, 40"})
  void anyPictureCanBeDrawnOn(int width, int height) {
    assertThatCode(() -> HeatOverlay.draw(grey(width, height), map(1, 2, 3, 4, 5, 6, 7, 8)))
        .doesNotThrowAnyException();
  }
}
