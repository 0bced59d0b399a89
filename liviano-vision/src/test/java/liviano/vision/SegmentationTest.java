package liviano.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class SegmentationTest {
  private static final List<String> LABELS = List.of("background", "cat", "dog", "sofa");

  @Test
  void areasAreTheClassesThatAreThereTheLargestFirst() {
    Segmentation segmentation = Segmentation.of(4, 2, new byte[] {0, 0, 3, 3, 3, 1, 3, 0}, LABELS);

    assertThat(segmentation.areas())
        .containsExactly(
            new ClassArea(3, "sofa", 4, 0.5),
            new ClassArea(0, "background", 3, 0.375),
            new ClassArea(1, "cat", 1, 0.125));
    assertThat(segmentation.pixels(2)).isZero();
    assertThat(segmentation.share(1)).isEqualTo(0.125);
    assertThat(segmentation.classAt(1, 1)).isEqualTo(1);
    assertThat(segmentation.confidences()).isEmpty();
    assertThatThrownBy(() -> segmentation.classAt(4, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void nobodyChangesAMaskFromOutside() {
    byte[] mask = {1, 2};
    Segmentation segmentation = Segmentation.of(2, 1, mask, LABELS);
    mask[0] = 0;
    segmentation.mask()[1] = 0;

    assertThat(segmentation.mask()).containsExactly(1, 2);
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> Segmentation.of(2, 2, new byte[3], LABELS))
        .hasMessage("a mask of 3 bytes for 2x2 pixels: give one a pixel");
    assertThatThrownBy(() -> Segmentation.of(1, 1, new byte[] {(byte) 255}, LABELS))
        .hasMessage("the mask holds class 255; there are labels for 4");
  }
}
