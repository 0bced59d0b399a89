package liviano.vision.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import liviano.vision.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskOverlayTest {
  private static final Colour RED = Colour.ofRgb(0xCC2266);
  private static final MaskClass DOG = new MaskClass(12, "dog", RED);
  private static final MaskClass CAT = new MaskClass(200, "cat", Colour.ofRgb(0x00BBAA));
  private static final int GREY = 0x808080;

  private static Picture grey(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    Arrays.fill(rgb, (byte) 0x80);
    return Picture.ofRgb(width, height, rgb);
  }

  /** Left of the column one class, right of it another. */
  private static byte[] halves(int width, int height, int left, int right, int column) {
    byte[] mask = new byte[width * height];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (i % width < column ? left : right);
    }
    return mask;
  }

  @Test
  void tintsAreasAndDrawsTheirBorders() {
    Picture tinted = MaskOverlay.tint(grey(100, 80), halves(100, 80, 12, 0, 50), List.of(DOG));
    int tint = Colour.ofRgb(GREY).mix(RED, 0.5).rgb();
    for (int y = 0; y < 80; y++) {
      assertThat(tinted.rgb(0, y)).as("no border along the picture's edge").isEqualTo(tint);
      assertThat(tinted.rgb(48, y)).isEqualTo(tint);
      assertThat(tinted.rgb(49, y)).isEqualTo(RED.rgb());
      assertThat(tinted.rgb(50, y)).isGreaterThan(0xB0B0B0);
      assertThat(tinted.rgb(51, y)).isEqualTo(GREY);
    }
  }

  /** Beside the picture from top to bottom, below it from left to right. */
  @ParameterizedTest
  @CsvSource({"200, 300, 150", "200, 300, 50", "600, 300, 450", "600, 300, 150"})
  void theLegendBeginsWithTheLargest(int width, int height, int column) {
    byte[] mask = halves(width, height, 12, 200, column);
    Colour largest = column > width / 2 ? RED : CAT.colour();

    Picture drawn = MaskOverlay.draw(grey(width, height), mask, List.of(DOG, CAT));

    assertThat(firstOutside(drawn, width, height)).isEqualTo(largest.rgb());
  }

  /** The first colour of a class on the page but outside the picture, read as a text is. */
  private static int firstOutside(Picture page, int width, int height) {
    for (int y = 0; y < page.height(); y++) {
      for (int x = 0; x < page.width(); x++) {
        int rgb = page.rgb(x, y);
        boolean ofClass = rgb == RED.rgb() || rgb == CAT.colour().rgb();
        if (ofClass && (x >= width || y >= height)) {
          return rgb;
        }
      }
    }
    throw new AssertionError("no swatch");
  }

  @Test
  void classesThatAreNotGivenStayAsTheyAre() {
    byte[] mask = halves(40, 30, 255, 255, 20);
    Picture drawn = MaskOverlay.draw(grey(40, 30), mask, List.of(DOG, CAT));
    assertThat(drawn.width()).isEqualTo(40);
    assertThat(drawn.height()).isEqualTo(30);
    assertThat(drawn.rgb(20, 15)).isEqualTo(GREY);
  }

  @ParameterizedTest
  @CsvSource({"640, 480", "480, 640", "64, 48", "16, 16", "1, 1", "3000, 10", "10, 3000"})
  void theLegendHidesNothingAndNamesWhatIsThere(int width, int height) {
    byte[] mask = halves(width, height, 12, 200, (width + 1) / 2);
    Picture tinted = MaskOverlay.tint(grey(width, height), mask, List.of(DOG, CAT));
    Picture drawn = MaskOverlay.draw(grey(width, height), mask, List.of(DOG, CAT));
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        assertThat(drawn.rgb(x, y)).isEqualTo(tinted.rgb(x, y));
      }
    }
    assertThat(countOutside(drawn, width, height, RED.rgb())).as("swatch").isGreaterThan(50);
    assertThat(countOutside(drawn, width, height, CAT.colour().rgb()))
        .isEqualTo(width == 1 ? 0 : countOutside(drawn, width, height, RED.rgb()));
  }

  @Test
  void theLegendShowsAllOfManyClasses() {
    byte[] mask = new byte[300 * 200];
    MaskClass[] classes = new MaskClass[256];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (i / 300);
    }
    for (int i = 0; i < classes.length; i++) {
      classes[i] = new MaskClass(i, "a class with a name " + i, Colour.ofRgb(0x010101 * (i / 2)));
    }
    Picture drawn = MaskOverlay.draw(grey(300, 200), mask, List.of(classes));
    for (int i = 0; i < 200; i++) {
      int rgb = classes[i].colour().rgb();
      assertThat(countOutside(drawn, 300, 200, rgb)).as("class %d", i).isGreaterThan(30);
    }
  }

  @Test
  void sharesAreWrittenAsTheyCanBeRead() {
    assertThat(new Legend.Entry(RED, "dog", 1).percent()).isEqualTo("100 %");
    assertThat(new Legend.Entry(RED, "dog", 0.3449).percent()).isEqualTo("34 %");
    assertThat(new Legend.Entry(RED, "dog", 0.0996).percent()).isEqualTo("10 %");
    assertThat(new Legend.Entry(RED, "dog", 0.0234).percent()).isEqualTo("2.3 %");
    assertThat(new Legend.Entry(RED, "dog", 1e-6).percent()).isEqualTo("< 0.1 %");
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "7, 5, 1", "30, 20, 1", "30, 20, 3", "20, 30, 8", "5, 40, 6", "40, 1, 2"})
  void bordersAreWhereTheSquareHoldsAnotherClass(int width, int height, int reach) {
    Random random = new Random(7);
    byte[] mask = new byte[width * height];
    int[] at = {3, 4, 9, 2};
    for (int i = 0; i < mask.length; i++) {
      boolean inside = i % width > at[0] && i / width > at[1] && i % width < 3 * at[2];
      mask[i] = (byte) (random.nextInt(60) == 0 ? 9 : inside ? -1 : 0);
    }
    Borders borders = new Borders(width, height, mask, reach);
    boolean[] row = new boolean[width];
    for (int y = 0; y < height; y++) {
      borders.row(y, row);
      for (int x = 0; x < width; x++) {
        assertThat(row[x])
            .as("(%d, %d)", x, y)
            .isEqualTo(isBorder(mask, width, height, x, y, reach));
      }
    }
  }

  @Test
  void refusesAMaskOfAnotherSize() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MaskOverlay.draw(grey(4, 3), new byte[11], List.of(DOG)))
        .withMessage("mask of 11 pixels for a picture of 4x3: give one byte a pixel, 12");
  }

  @Test
  void refusesAnIndexGivenTwiceOrOutsideAByte() {
    MaskClass again = new MaskClass(12, "wolf", RED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MaskOverlay.draw(grey(1, 1), new byte[1], List.of(DOG, again)))
        .withMessageContaining("'dog' and 'wolf'");
    assertThatIllegalArgumentException().isThrownBy(() -> new MaskClass(256, "dog", RED));
    assertThatIllegalArgumentException().isThrownBy(() -> new MaskClass(-1, "dog", RED));
  }

  private static boolean isBorder(byte[] mask, int width, int height, int x, int y, int reach) {
    for (int v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v++) {
      for (int u = Math.max(0, x - reach); u <= Math.min(width - 1, x + reach); u++) {
        if (mask[v * width + u] != mask[y * width + x]) {
          return true;
        }
      }
    }
    return false;
  }

  private static long countOutside(Picture picture, int width, int height, int rgb) {
    long count = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        count += (x >= width || y >= height) && picture.rgb(x, y) == rgb ? 1 : 0;
      }
    }
    return count;
  }
}
