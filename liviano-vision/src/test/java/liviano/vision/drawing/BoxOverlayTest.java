package liviano.vision.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import liviano.vision.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoxOverlayTest {
  private static final Colour BLUE = Colour.ofRgb(0x4455FF);
  private static final int GREY = 0x808080;

  private static Picture grey(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    Arrays.fill(rgb, (byte) 0x80);
    return Picture.ofRgb(width, height, rgb);
  }

  private static LabelledBox box(double x, double y, double width, double height, String label) {
    return new LabelledBox(x, y, width, height, label, 0.87, BLUE);
  }

  private static Picture drawn(int width, int height, LabelledBox... boxes) {
    return BoxOverlay.draw(grey(width, height), List.of(boxes));
  }

  private static byte[] samples(Picture picture) {
    return picture.samples().toArray(ValueLayout.JAVA_BYTE);
  }

  private static long count(Picture picture, int rgb) {
    long count = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        count += picture.rgb(x, y) == rgb ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void theOutlineRunsJustInsideTheBoxAndCarriesAHalo() {
    Picture picture = drawn(1280, 960, box(200, 300, 400, 500, "dog"));
    int pen = (int) Pens.of(1280, 960).line();
    assertThat(pen).isGreaterThan(3);
    for (int y = 320; y < 780; y++) {
      for (int i = 0; i < pen; i++) {
        assertThat(picture.rgb(200 + i, y)).isEqualTo(BLUE.rgb());
        assertThat(picture.rgb(599 - i, y)).isEqualTo(BLUE.rgb());
      }
      assertThat(picture.rgb(199, y)).as("halo outside").isGreaterThan(0xB00000);
      assertThat(picture.rgb(200 + pen, y)).as("halo inside").isGreaterThan(0xB00000);
    }
    for (int x = 220; x < 580; x++) {
      assertThat(picture.rgb(x, 799)).isEqualTo(BLUE.rgb());
    }
    assertThat(picture.rgb(400, 550)).as("inside").isEqualTo(GREY);
    assertThat(picture.rgb(180, 550)).as("outside").isEqualTo(GREY);
  }

  @Test
  void theGivenPictureIsLeftAlone() {
    Picture picture = grey(100, 100);
    BoxOverlay.draw(picture, List.of(box(10, 10, 50, 50, "dog")));
    assertThat(count(picture, GREY)).isEqualTo(10_000);
  }

  @Test
  void plateAndTextAreThere() {
    Picture outline = drawn(640, 480, box(100, 100, 200, 200, " "));
    Picture labelled = drawn(640, 480, box(100, 100, 200, 200, "a dog with spots"));
    assertThat(count(labelled, BLUE.rgb())).isGreaterThan(count(outline, BLUE.rgb()) + 1000);
    assertThat(count(labelled, BLUE.ink().rgb())).isGreaterThan(100);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 3", "16, 16", "64, 48", "48, 64", "640, 1", "1, 640", "3000, 20"})
  void smallAndNarrowPicturesAreDrawnToo(int width, int height) {
    Picture picture =
        drawn(width, height, box(0, 0, width, height, "person"), box(0, 0, 1, 1, "dog"));
    assertThat(picture.width()).isEqualTo(width);
    assertThat(picture.height()).isEqualTo(height);
    assertThat(count(picture, GREY)).isLessThan((long) width * height);
  }

  /** Where there is room for few plates each lies over others, but none over the first. */
  @Test
  void theFirstPlateLiesOnTop() {
    Colour red = Colour.ofRgb(0xFF3030);
    LabelledBox first = new LabelledBox(10, 14, 60, 50, "first", 0.87, red);
    LabelledBox another = box(10, 14, 60, 50, "another");
    LabelledBox[] crowd = new LabelledBox[40];
    Arrays.fill(crowd, another);
    crowd[0] = first;

    long plate = count(drawn(80, 80, first, another), red.rgb());

    assertThat(plate).isGreaterThan(200);
    assertThat(count(drawn(80, 80, crowd), red.rgb())).isEqualTo(plate);
  }

  @Test
  void picturesTooSmallForLettersGetOutlinesAlone() {
    assertThat(samples(drawn(16, 16, box(2, 2, 12, 12, "person"))))
        .isEqualTo(samples(drawn(16, 16, box(2, 2, 12, 12, "another thing"))));
    assertThat(samples(drawn(64, 64, box(2, 20, 50, 40, "dog"))))
        .isNotEqualTo(samples(drawn(64, 64, box(2, 20, 50, 40, "cat"))));
  }

  @Test
  void aLargePictureTakesAHundredBoxes() {
    LabelledBox[] boxes = new LabelledBox[100];
    for (int i = 0; i < boxes.length; i++) {
      boxes[i] = box(700.0 * (i % 10), 550.0 * (i / 10), 1500, 900, "person");
    }
    Picture picture = drawn(8000, 6000, boxes);
    assertThat(picture.rgb(5, 450)).isEqualTo(BLUE.rgb());
    assertThat(picture.rgb(7900, 5950)).isEqualTo(GREY);
  }

  @Test
  void boxesAreClippedToThePicture() {
    assertThat(samples(drawn(200, 200, box(-500, -1e18, 600, 2e18, ""))))
        .isEqualTo(samples(drawn(200, 200, box(0, 0, 100, 200, ""))));
  }

  @Test
  void boxesOutsideAreNotDrawn() {
    Picture picture =
        drawn(
            200,
            200,
            box(-50, 10, 40, 40, "left"),
            box(201, 10, 40, 40, "right"),
            box(10, -1e300, 40, 40, "above"),
            box(10, Double.MAX_VALUE, 40, Double.MAX_VALUE, "below"));
    assertThat(count(picture, GREY)).isEqualTo(40_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "\n", "\uD83D\uDC36", "\uD83D", "\u0301", "a\u0000b", "\u200D\u200D"})
  void anyLabelIsDrawn(String label) {
    Picture picture = drawn(320, 240, box(50, 50, 100, 100, label));
    assertThat(count(picture, BLUE.rgb())).as("outline and plate").isGreaterThan(4 * 100 + 150);
  }

  @Test
  void aLongLabelEndsInsideThePictureAndKeepsItsScore() {
    String label = "x".repeat(200);
    LabelledBox sure = new LabelledBox(50, 50, 90, 90, label, 0.91, BLUE);
    LabelledBox unsure = new LabelledBox(50, 50, 90, 90, label, 0.12, BLUE);
    assertThat(samples(drawn(320, 240, sure))).isNotEqualTo(samples(drawn(320, 240, unsure)));
    assertThat(samples(drawn(320, 240, box(50, 50, 90, 90, "x".repeat(1_000_000)))))
        .isEqualTo(samples(drawn(320, 240, box(50, 50, 90, 90, label))));
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, 0, 1, 1, 0.5, finite",
    "0, Infinity, 1, 1, 0.5, finite",
    "0, 0, -1, 1, 0.5, 0 or more",
    "0, 0, 1, NaN, 0.5, 0 or more",
    "0, 0, Infinity, 1, 0.5, 0 or more",
    "0, 0, 1, 1, NaN, 0 to 1",
    "0, 0, 1, 1, 1.01, 0 to 1",
  })
  void refusesWhatIsNoBox(
      double x, double y, double width, double height, double score, String says) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabelledBox(x, y, width, height, "dog", score, BLUE))
        .withMessageContaining("dog")
        .withMessageContaining(says);
  }

  @Test
  void refusesMoreBoxesThanAPictureCanShow() {
    List<LabelledBox> boxes = Collections.nCopies(1001, box(0, 0, 5, 5, ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoxOverlay.draw(grey(10, 10), boxes))
        .withMessage("1001 boxes for one picture: give 1000 at most");
  }
}
