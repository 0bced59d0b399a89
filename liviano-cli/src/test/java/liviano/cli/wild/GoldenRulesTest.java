package liviano.cli.wild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import liviano.cli.wild.GoldenRules.Found;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules notice numbers that were changed. */
@Tag("locale")
class GoldenRulesTest {

  @Test
  void floatsMustBeWithinATenThousandthOfTheLargest() {
    double[] theirs = {0, -2000, 3};

    assertThat(GoldenRules.floats(new double[] {0.19, -2000.1, 2.9}, theirs)).isEmpty();
    assertThat(GoldenRules.floats(new double[] {0.21, -2000, 3}, theirs).orElseThrow())
        .startsWith("number 0 is 0.21, not 0.0");
    assertThat(GoldenRules.floats(new double[] {0, -2000}, theirs)).contains("2 numbers, not 3");
    assertThat(GoldenRules.floats(new double[] {Double.NaN, -2000, 3}, theirs)).isPresent();
  }

  @Test
  void integersMayBeThreeStepsOffButKeepTheFirstClass() {
    double[] theirs = {10, 250, 245};

    assertThat(GoldenRules.quantised(new double[] {13, 248, 247}, theirs, 1, true)).isEmpty();
    assertThat(GoldenRules.quantised(new double[] {14, 250, 245}, theirs, 1, true)).isPresent();
    assertThat(GoldenRules.quantised(new double[] {10, 247, 248}, theirs, 1, true))
        .contains("class 2 is first, not 1");
    assertThat(GoldenRules.quantised(new double[] {10, 247, 248}, theirs, 1, false)).isEmpty();
    double[] tie = {4, 7, 7};
    assertThat(GoldenRules.quantised(new double[] {4, 6, 7}, tie, 1, true)).isEmpty();
    assertThat(GoldenRules.quantised(new double[] {7, 6, 6}, tie, 1, true)).isPresent();
    assertThat(GoldenRules.quantised(new double[] {0.5}, new double[] {0.8}, 0.1, false)).isEmpty();
    assertThat(GoldenRules.quantised(new double[] {0.5}, new double[] {0.9}, 0.1, false))
        .isPresent();
  }

  @Test
  void detectionsAreSets() {
    double[] boxes = {0, 0, 0.5, 0.5, 0.25, 0.25, 1, 1};
    double[] swapped = {0.25, 0.25, 1, 1, 0, 0, 0.5, 0.51};
    Found theirs = new Found(boxes, new double[] {1, 2}, new double[] {0.5, 0.5}, 2);

    assertThat(
            GoldenRules.detections(
                new Found(swapped, new double[] {2, 1}, new double[] {0.5, 0.49}, 2), theirs, 0.01))
        .isEmpty();
    assertThat(
            GoldenRules.detections(
                new Found(boxes, new double[] {2, 1}, new double[] {0.5, 0.5}, 2), theirs, 0.01))
        .isPresent();
    assertThat(
            GoldenRules.detections(
                new Found(boxes, new double[] {1, 2}, new double[] {0.5, 0.46}, 2), theirs, 0.01))
        .isPresent();
    double[] moved = {0, 0.1, 0.5, 0.6, 0.25, 0.25, 1, 1};
    assertThat(
            GoldenRules.detections(
                new Found(moved, new double[] {1, 2}, new double[] {0.5, 0.5}, 2), theirs, 0.01))
        .isPresent();
    assertThat(
            GoldenRules.detections(
                new Found(boxes, new double[] {1, 2}, new double[] {0.5, 0.5}, 1), theirs, 0.01))
        .contains("1 boxes, not 2");
  }

  @Test
  void pointsMayBeACellAway() {
    double[] theirs = {0.5, 0.5, 0.75};
    double cell = 1.0 / 48;

    assertThat(GoldenRules.keypoints(new double[] {0.52, 0.5, 0.76}, theirs, cell, 0.01)).isEmpty();
    assertThat(GoldenRules.keypoints(new double[] {0.53, 0.5, 0.75}, theirs, cell, 0.01))
        .isPresent();
    assertThat(GoldenRules.keypoints(new double[] {0.5, 0.5, 0.7}, theirs, cell, 0.01)).isPresent();
  }

  @Test
  void rulesOfPixelsAreReadOrRefused() {
    assertThat(GoldenFile.preparation("pixel * 0.0078125 + -0.9921875, BGR, NCHW"))
        .containsExactly("--scale=0.0078125", "--offset=-0.9921875", "--channels=bgr");
    assertThat(
            GoldenFile.preparation(
                "(pixel / 255 - mean) / std, mean 0.485 0.456 0.406, std 0.229 0.224 0.225, RGB,"
                    + " NCHW"))
        .containsExactly("--mean=0.485,0.456,0.406", "--std=0.229,0.224,0.225");
    assertThatThrownBy(() -> GoldenFile.preparation("sqrt(pixel)"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
