package liviano.vision.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SegmentationEvaluationTest {
  private static final int V = ClassMask.VOID;

  @Test
  void countsPixelsByHand() {
    var evaluation = new SegmentationEvaluation(5);
    evaluation.add("a.png", mask(4, 0, 0, 1, 1), mask(4, 0, 1, 1, 1));
    evaluation.add("b.png", mask(2, 0, 2, V, V), mask(2, 3, 2, 2, 0));
    // Truth: class 0 three pixels, 1 two, 2 one; void two, whose prediction counts nowhere.
    assertThat(evaluation.images()).isEqualTo(2);
    assertThat(evaluation.pixels(0, 0)).isEqualTo(1);
    assertThat(evaluation.pixels(0, 1)).isEqualTo(1);
    assertThat(evaluation.pixels(0, 3)).isEqualTo(1);
    assertThat(evaluation.iou(0)).hasValue(1 / 3.0);
    assertThat(evaluation.iou(1)).hasValue(2 / 3.0);
    assertThat(evaluation.iou(2)).hasValue(1.0);
    // Predicted, and not there.
    assertThat(evaluation.iou(3)).hasValue(0.0);
    assertThat(evaluation.isPresent(3)).isFalse();
    // Neither.
    assertThat(evaluation.iou(4)).isEmpty();
    assertThat(evaluation.meanIou().orElseThrow()).isEqualTo(2 / 4.0, within(1e-15));
    assertThat(evaluation.meanIouOfPresentClasses().orElseThrow())
        .isEqualTo(2 / 3.0, within(1e-15));
    assertThat(evaluation.pixelAccuracy()).hasValue(4 / 6.0);
  }

  @Test
  void gathersPixelsRatherThanPictures() {
    var evaluation = new SegmentationEvaluation(2);
    evaluation.add("a.png", mask(1, 1), mask(1, 1));
    evaluation.add("b.png", mask(3, 1, 1, 1), mask(3, 0, 0, 0));
    // 1 of 4, not the mean of 1 and 0.
    assertThat(evaluation.iou(1)).hasValue(0.25);
  }

  @Test
  void hasNoNumbersWithoutPixels() {
    var evaluation = new SegmentationEvaluation(21);
    evaluation.add("a.png", mask(2, V, V), mask(2, 3, V));
    assertThat(evaluation.images()).isEqualTo(1);
    assertThat(evaluation.meanIou()).isEmpty();
    assertThat(evaluation.meanIouOfPresentClasses()).isEmpty();
    assertThat(evaluation.pixelAccuracy()).isEmpty();
  }

  @Test
  void isPerfectOnItself() {
    var evaluation = new SegmentationEvaluation(21);
    byte[] drawn = new byte[60 * 40];
    var random = new Random(3);
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = (byte) (random.nextInt(10) == 0 ? V : random.nextInt(21));
    }
    ClassMask mask = ClassMask.of(60, 40, drawn);
    evaluation.add("a.png", mask, mask);
    assertThat(evaluation.meanIou()).hasValue(1);
    assertThat(evaluation.pixelAccuracy()).hasValue(1);
  }

  @Test
  void refusesWhatCannotBeCompared() {
    var evaluation = new SegmentationEvaluation(3);
    assertThatThrownBy(() -> evaluation.add("m/a.png", mask(2, 0, 0), mask(1, 0, 0)))
        .isInstanceOf(DataSetException.class)
        .hasMessage("m/a.png: a mask of 2x1 pixels, but the prediction for its picture has 1x2");
    assertThatThrownBy(() -> evaluation.add("a.png", mask(2, 0, 3), mask(2, 0, 0)))
        .isInstanceOf(DataSetException.class)
        .hasMessage(
            "a.png: class 3, but the model has 3 classes: give masks of its classes, 255 for void");
    assertThatThrownBy(() -> evaluation.add("a.png", mask(2, 0, 0), mask(2, 0, V)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a.png: class 255 predicted of 3 classes");
    // Nothing of them was counted.
    assertThat(evaluation.images()).isZero();
    assertThat(evaluation.pixelAccuracy()).isEmpty();
    assertThatThrownBy(() -> new SegmentationEvaluation(256))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ClassMask mask(int width, int... classes) {
    byte[] bytes = new byte[classes.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) classes[i];
    }
    return ClassMask.of(width, classes.length / width, bytes);
  }
}
