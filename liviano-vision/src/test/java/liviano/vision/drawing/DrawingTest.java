package liviano.vision.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import liviano.vision.Box;
import liviano.vision.Detection;
import liviano.vision.Picture;
import liviano.vision.Segmentation;
import org.junit.jupiter.api.Test;

/** What a task answers is drawn as its parts are drawn by hand. */
class DrawingTest {
  private static final Picture PICTURE = Picture.ofRgb(200, 150, new byte[3 * 200 * 150]);

  private static byte[] samples(Picture picture) {
    return picture.samples().toArray(ValueLayout.JAVA_BYTE);
  }

  @Test
  void detectionsHaveTheColourOfTheirClass() {
    Detection dog = new Detection(18, "dog", 0.9f, new Box(10, 20, 80, 90));
    Detection cat = new Detection(17, "cat", 0.8f, new Box(100, 30, 60, 70));
    Picture byHand =
        BoxOverlay.draw(
            PICTURE,
            List.of(
                new LabelledBox(10, 20, 80, 90, "dog", 0.9f, Palette.of(18)),
                new LabelledBox(100, 30, 60, 70, "cat", 0.8f, Palette.of(17))));
    Picture drawn = Drawing.detections(PICTURE, List.of(dog, cat));
    assertThat(samples(drawn)).isEqualTo(samples(byHand)).isNotEqualTo(samples(PICTURE));
    assertThat(samples(Drawing.detections(PICTURE, List.of()))).isEqualTo(samples(PICTURE));
  }

  @Test
  void ofTooManyDetectionsTheSurestAreDrawn() {
    Detection sure = new Detection(1, "", 0.9f, new Box(10, 20, 80, 90));
    List<Detection> many = new ArrayList<>(Collections.nCopies(BoxOverlay.MOST_BOXES, sure));
    Picture most = Drawing.detections(PICTURE, many);
    many.add(new Detection(2, "", 0.1f, new Box(100, 100, 30, 30)));
    assertThat(samples(Drawing.detections(PICTURE, many))).isEqualTo(samples(most));
  }

  @Test
  void aSegmentationIsTintedButForItsBackground() {
    byte[] mask = new byte[200 * 150];
    for (int i = 0; i < mask.length / 2; i++) {
      mask[i] = (byte) (i % 200 < 100 ? 1 : 2);
    }
    MaskClass cat = new MaskClass(1, "cat", Palette.of(1));
    MaskClass dog = new MaskClass(2, "dog", Palette.of(2));
    assertSegmentation(List.of("background", "cat", "dog"), mask, List.of(cat, dog));
    MaskClass sky = new MaskClass(0, "sky", Palette.of(0));
    assertSegmentation(List.of("sky", "cat", "dog"), mask, List.of(sky, cat, dog));
  }

  private static void assertSegmentation(
      List<String> labels, byte[] mask, List<MaskClass> expected) {
    Picture drawn = Drawing.segmentation(PICTURE, Segmentation.of(200, 150, mask, labels));
    assertThat(samples(drawn)).isEqualTo(samples(MaskOverlay.draw(PICTURE, mask, expected)));
  }

  @Test
  void aSegmentationOfAnotherPictureIsRefused() {
    Segmentation other = Segmentation.of(2, 2, new byte[4], List.of("cat"));
    assertThatThrownBy(() -> Drawing.segmentation(PICTURE, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mask of 4 pixels for a picture of 200x150");
  }
}
