package liviano.vision.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import liviano.model.ChannelOrder;
import liviano.model.Fit;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.model.Preset;
import liviano.model.Rgb;
import liviano.vision.Picture;
import liviano.vision.Region;
import org.junit.jupiter.api.Test;

/** Networks that see grey. */
class GreyPreprocessingTest {
  private static final Preprocessing RAW = Preset.RAW.preprocessing(2, 1);
  private static final Preprocessing GREY = RAW.withChannels(ChannelOrder.GRAY);

  private static float[] prepared(Preprocessor preprocessor, Picture picture) {
    float[] input = new float[(int) preprocessor.inputLength()];
    preprocessor.apply(picture, Region.whole(picture), input);
    return input;
  }

  @Test
  void greyStaysWhatItIsInEveryBit() {
    byte[] rgb = new byte[3 * 256 * 2];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3);
    }
    float[] grey = prepared(Preprocessor.of(GREY.withSize(512, 1)), Picture.ofRgb(512, 1, rgb));

    for (int i = 0; i < grey.length; i++) {
      assertThat(grey[i]).isEqualTo(i % 256);
    }
  }

  @Test
  void coloursBecomeLuma() {
    Picture picture = Picture.ofRgb(2, 1, new byte[] {(byte) 200, 100, 50, 0, 0, (byte) 250});

    float[] grey = prepared(Preprocessor.of(GREY), picture);

    assertThat(grey).hasSize(2);
    assertThat(grey[0]).isCloseTo(0.299f * 200 + 0.587f * 100 + 0.114f * 50, within(1e-4f));
    assertThat(grey[1]).isCloseTo(28.5f, within(1e-4f));
    assertThat(prepared(Preprocessor.of(RAW, 1), picture)).isEqualTo(grey);
    assertThat(prepared(Preprocessor.of(GREY, 3), picture))
        .containsExactly(grey[0], grey[0], grey[0], grey[1], grey[1], grey[1]);
  }

  @Test
  void meanAndFillAreOneNumber() {
    Preprocessing padded =
        GREY.withSize(1, 2)
            .withFit(new Fit.Pad(new Rgb(30, 60, 90)))
            .withNormalization(new Normalization(new Rgb(1, 2, 3), Rgb.all(2)));
    Picture picture = Picture.ofRgb(1, 1, new byte[] {10, 10, 10});

    assertThat(prepared(Preprocessor.of(padded), picture)).containsExactly(4, 29);
  }
}
