package liviano.vision.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import liviano.model.Fit;
import liviano.vision.Region;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {

  /** torchvision's center_crop: half of what is left over, rounded half to even. */
  @ParameterizedTest
  @CsvSource({
    "256, 0", "257, 0", "258, 1", "259, 2", "260, 2", "261, 2", "262, 3", "263, 4", "265, 4"
  })
  void marginsAreRoundedHalfToEven(int length, int from) {
    Fit fit = new Fit.ResizeAndCrop(256);
    Placement wide = Placement.of(fit, new Region(3, 5, length, 256), 256, 256);
    assertThat(wide.columns()).isEqualTo(new Placement.Span(length, length, from, 256, 0));
    assertThat(wide.rows()).isEqualTo(new Placement.Span(256, 256, 0, 256, 0));
    Placement tall = Placement.of(fit, new Region(3, 5, 256, length), 256, 256);
    assertThat(tall.rows()).isEqualTo(wide.columns());
    assertThat(tall.columns()).isEqualTo(wide.rows());
  }
}
