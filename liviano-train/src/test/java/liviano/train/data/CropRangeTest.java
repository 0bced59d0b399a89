package liviano.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import liviano.vision.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CropRangeTest {
  @Test
  void areaAndRatioStayInTheirRanges() {
    Set<Region> drawn = new HashSet<>();
    for (int seed = 0; seed < 500; seed++) {
      Region region = CropRange.INCEPTION.draw(500, 375, new Draws(seed));
      double area = region.width() * region.height() / (500.0 * 375);
      double ratio = region.width() / (double) region.height();
      // Sides are whole pixels.
      assertThat(area).isBetween(0.078, 1.0);
      assertThat(ratio).isBetween(0.74, 1.35);
      assertThat(region.x() + region.width()).isLessThanOrEqualTo(500);
      assertThat(region.y() + region.height()).isLessThanOrEqualTo(375);
      drawn.add(region);
    }
    assertThat(drawn).hasSizeGreaterThan(490);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "1, 1000", "1000, 1", "3, 5", "100000, 2"})
  void everyPictureHasACrop(int width, int height) {
    for (int seed = 0; seed < 50; seed++) {
      Region region = CropRange.INCEPTION.draw(width, height, new Draws(seed));
      assertThat(region.x() + region.width()).isLessThanOrEqualTo(width);
      assertThat(region.y() + region.height()).isLessThanOrEqualTo(height);
    }
  }

  @Test
  void whereNoLotFitsTheMiddleIsSeen() {
    CropRange square = new CropRange(1, 1, 1, 1);
    assertThat(square.draw(300, 100, new Draws(1))).isEqualTo(new Region(100, 0, 100, 100));
    assertThat(square.draw(100, 300, new Draws(1))).isEqualTo(new Region(0, 100, 100, 100));
    assertThat(square.draw(100, 100, new Draws(1))).isEqualTo(new Region(0, 0, 100, 100));
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1, 1", "0.5, 0.4, 1, 1", "0.5, 2, 1, 1", "NaN, 1, 1, 1", "0.5, 1, 0, 1"})
  void rangesThatCannotBeAreRefused(double least, double most, double narrow, double wide) {
    assertThatThrownBy(() -> new CropRange(least, most, narrow, wide))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
