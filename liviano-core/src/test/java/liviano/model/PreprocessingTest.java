package liviano.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreprocessingTest {

  @Test
  void torchvisionResizes256For224() {
    assertThat(Preprocessing.torchvision(224, 224).fit()).isEqualTo(new Fit.ResizeAndCrop(256));
    assertThat(Preprocessing.torchvision(160, 160).fit()).isEqualTo(new Fit.ResizeAndCrop(182));
  }

  @Test
  void tensorflowCropsAndKerasSquashes() {
    assertThat(Preprocessing.tensorflow(224, 224).fit()).isEqualTo(new Fit.CentralCrop(0.875));
    assertThat(Preprocessing.keras(224, 224))
        .isEqualTo(Preprocessing.tensorflow(224, 224).withFit(new Fit.Squash()));
  }

  @Test
  void anotherSizeSeesTheSameShareOfThePicture() {
    Preprocessing half = Preprocessing.torchvision(224, 224).withSize(112, 96);
    assertThat(half.width()).isEqualTo(112);
    assertThat(half.height()).isEqualTo(96);
    assertThat(half.fit()).isEqualTo(new Fit.ResizeAndCrop(128));
  }

  /**
   * The longer side counts, whichever it is: to lay everything on its side changes nothing else.
   */
  @ParameterizedTest
  @CsvSource({"200, 100, 400, 300, 456", "200, 100, 300, 400, 456", "160, 96, 40, 24, 45"})
  void widthAndHeightAreTreatedAlike(int width, int height, int newWidth, int newHeight, int side) {
    Fit scaled = new Fit.ResizeAndCrop(side);
    assertThat(Preprocessing.torchvision(width, height).withSize(newWidth, newHeight).fit())
        .isEqualTo(scaled);
    assertThat(Preprocessing.torchvision(height, width).withSize(newHeight, newWidth).fit())
        .isEqualTo(scaled);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 16_385, Integer.MAX_VALUE})
  void sidesOutsideTheRangeAreRefused(int side) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Preprocessing.tensorflow(side, 224))
        .withMessageContaining("width of " + side);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Preprocessing.torchvision(224, side))
        .withMessageContaining("height of " + side);
    assertThatIllegalArgumentException().isThrownBy(() -> new Fit.ResizeAndCrop(side));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.5, 1.0001, Double.NaN, Double.POSITIVE_INFINITY})
  void fractionsOutsideTheRangeAreRefused(double fraction) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Fit.CentralCrop(fraction));
  }

  @Test
  void normalizationRefusesZerosAndWhatIsNotFinite() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Normalization(Rgb.all(0), new Rgb(1, 0, 1)));
    assertThatIllegalArgumentException().isThrownBy(() -> Rgb.all(Float.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> new Rgb(0, 0, Float.NEGATIVE_INFINITY));
  }
}
