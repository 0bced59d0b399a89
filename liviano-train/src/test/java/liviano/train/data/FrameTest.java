package liviano.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import liviano.model.ResizeRule;
import liviano.model.Rgb;
import liviano.vision.Picture;
import org.junit.jupiter.api.Test;

class FrameTest {
  private static Frame.Axis axis(double start, double extent, int picture, int input) {
    return Frame.Axis.of(start, extent, picture, input);
  }

  @Test
  void allOfAnAxisFillsTheInput() {
    assertThat(axis(0, 50, 50, 20)).isEqualTo(new Frame.Axis(0, 50, 0, 20, 20));
  }

  @Test
  void aPartIsMovedToWholePixels() {
    assertThat(axis(10.6, 20.1, 50, 300)).isEqualTo(new Frame.Axis(11, 20, 0, 300, 300));
    assertThat(axis(10.4, 0.2, 50, 300)).isEqualTo(new Frame.Axis(10, 1, 0, 300, 300));
  }

  @Test
  void whatIsBeyondThePictureIsLeftFree() {
    assertThat(axis(-25, 100, 50, 200)).isEqualTo(new Frame.Axis(0, 50, 50, 100, 200));
    assertThat(axis(25, 50, 50, 200)).isEqualTo(new Frame.Axis(25, 25, 0, 100, 200));
    // However small the picture becomes, a pixel of it is seen.
    assertThat(axis(-5000, 10_000, 1, 10).length()).isEqualTo(1);
    assertThat(axis(0, 10_000, 1, 10)).isEqualTo(new Frame.Axis(0, 1, 0, 1, 10));
    assertThat(axis(-9999, 10_000, 1, 10)).isEqualTo(new Frame.Axis(0, 1, 9, 1, 10));
  }

  @Test
  void coordinatesGoByWhatIsSeen() {
    Frame.Axis axis = axis(-25, 100, 50, 200);
    assertThat(axis.toInput(0)).isEqualTo(50);
    assertThat(axis.toInput(50)).isEqualTo(150);
    assertThat(axis.pixel(49)).isEqualTo(-1);
    assertThat(axis.pixel(50)).isZero();
    assertThat(axis.pixel(149)).isEqualTo(49);
    assertThat(axis.pixel(150)).isEqualTo(-1);
    assertThat(axis(0, 3, 3, 1).pixel(0)).isEqualTo(1);
  }

  @Test
  void aFrameIsItsPictureInAColour() {
    Picture picture = Pictures.noise(4, 4, 1);
    Frame frame = new Frame(axis(-2, 8, 4, 8), axis(2, 8, 4, 8));
    Raster raster =
        frame.placed(frame.seen(picture, ResizeRule.TENSORFLOW_BILINEAR), new Rgb(7, 8, 9));
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        boolean inside = x >= 2 && x < 6 && y < 2;
        int expected = inside ? picture.rgb(x - 2, y + 2) >> 16 : 7;
        assertThat(raster.sample(x, y, 0)).isEqualTo(expected);
      }
    }
  }
}
