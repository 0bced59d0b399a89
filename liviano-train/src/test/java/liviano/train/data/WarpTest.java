package liviano.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import liviano.model.Rgb;
import org.junit.jupiter.api.Test;

class WarpTest {
  private static final Rgb FILL = new Rgb(1, 2, 3);
  private static final Raster NOISE = Raster.of(Pictures.noise(7, 7, 1));

  @Test
  void theIdentityMovesNothing() {
    assertThat(Warp.rotation(0).of(NOISE, FILL)).isEqualTo(NOISE);
    assertThat(Warp.shear(0, 0).of(NOISE, FILL)).isEqualTo(NOISE);
    assertThat(Warp.translation(0, 0).of(NOISE, FILL)).isEqualTo(NOISE);
  }

  @Test
  void aShiftMovesPixelsAndFillsWhatIsLeft() {
    Raster moved = Warp.translation(2, -1).of(NOISE, FILL);
    for (int y = 0; y < 7; y++) {
      for (int x = 0; x < 7; x++) {
        for (int channel = 0; channel < 3; channel++) {
          boolean inside = x + 2 < 7 && y - 1 >= 0;
          assertThat(moved.sample(x, y, channel))
              .isEqualTo(inside ? NOISE.sample(x + 2, y - 1, channel) : channel + 1);
        }
      }
    }
  }

  @Test
  void aQuarterTurnIsExact() {
    Raster turned = Warp.rotation(90).of(NOISE, FILL);
    for (int y = 0; y < 7; y++) {
      for (int x = 0; x < 7; x++) {
        assertThat(turned.sample(x, y, 0)).isEqualTo(NOISE.sample(6 - y, x, 0));
      }
    }
  }

  @Test
  void betweenPixelsTheyAreBlended() {
    Raster pair = new Raster(2, 1, new byte[] {0, 0, 0, 100, 100, 100});
    assertThat(Warp.translation(0.25, 0).of(pair, FILL).sample(0, 0, 0)).isEqualTo(25);
  }

  @Test
  void aShearLeavesTheMiddleRow() {
    Raster slanted = Warp.shear(1, 0).of(NOISE, FILL);
    for (int x = 0; x < 7; x++) {
      assertThat(slanted.sample(x, 3, 1)).isEqualTo(NOISE.sample(x, 3, 1));
    }
    assertThat(slanted.sample(1, 4, 1)).isEqualTo(NOISE.sample(2, 4, 1));
  }
}
