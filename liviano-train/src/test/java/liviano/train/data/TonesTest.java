package liviano.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import liviano.model.Rgb;
import org.junit.jupiter.api.Test;

class TonesTest {
  private static Raster noise() {
    return Raster.of(Pictures.noise(17, 9, 1));
  }

  private static Raster pixel(int red, int green, int blue) {
    return new Raster(1, 1, new byte[] {(byte) red, (byte) green, (byte) blue});
  }

  private static int[] samples(Raster raster) {
    int[] samples = new int[raster.rgb().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = raster.rgb()[i] & 0xFF;
    }
    return samples;
  }

  @Test
  void aFactorOfOneChangesNothing() {
    Raster raster = noise();
    Tones.brightness(raster, 1);
    Tones.contrast(raster, 1);
    Tones.saturation(raster, 1);
    Hues.turn(raster, 0);
    Hues.turn(raster, 1);
    assertThat(Sharpness.of(raster, 1)).isEqualTo(noise());
  }

  @Test
  void brightnessIsOfAllSamples() {
    Raster raster = pixel(10, 100, 200);
    Tones.brightness(raster, 1.5f);
    assertThat(samples(raster)).containsExactly(15, 150, 255);
    Tones.brightness(raster, 0);
    assertThat(samples(raster)).containsOnly(0);
  }

  @Test
  void contrastIsFromTheMeanBrightness() {
    Raster raster = new Raster(2, 1, new byte[] {100, 100, 100, 60, 60, 60});
    Tones.contrast(raster, 0.5f);
    assertThat(samples(raster)).containsExactly(90, 90, 90, 70, 70, 70);
  }

  @Test
  void withoutSaturationAPictureIsGrey() {
    Raster raster = pixel(255, 0, 0);
    Tones.saturation(raster, 0);
    assertThat(samples(raster)).containsOnly(76); // 0.299 x 255
    Raster grey = pixel(90, 90, 90);
    Tones.saturation(grey, 2);
    assertThat(grey).isEqualTo(pixel(90, 90, 90));
  }

  @Test
  void huesGoRoundTheCircle() {
    Raster raster = pixel(200, 50, 50);
    Hues.turn(raster, 1 / 3f);
    assertThat(samples(raster)).containsExactly(50, 200, 50);
    Hues.turn(raster, 1 / 3f);
    assertThat(samples(raster)).containsExactly(50, 50, 200);
    Hues.turn(raster, -1 / 2f);
    assertThat(samples(raster)).containsExactly(200, 200, 50);
  }

  @Test
  void posterizingKeepsTheUpperBits() {
    Raster raster = pixel(0b10111011, 0b00001111, 255);
    Tones.posterize(raster, 4);
    assertThat(samples(raster)).containsExactly(0b10110000, 0, 0b11110000);
    Raster whole = noise();
    Tones.posterize(whole, 8);
    assertThat(whole).isEqualTo(noise());
  }

  @Test
  void solarizingInvertsFromTheThreshold() {
    Raster raster = pixel(127, 128, 255);
    Tones.solarize(raster, 128);
    assertThat(samples(raster)).containsExactly(127, 127, 0);
    Raster none = noise();
    Tones.solarize(none, 256);
    assertThat(none).isEqualTo(noise());
  }

  @Test
  void autocontrastUsesAllLevelsOfEachChannel() {
    Raster raster = new Raster(3, 1, new byte[] {10, 50, 7, 20, 60, 7, 30, 100, 7});
    Tones.autocontrast(raster);
    assertThat(samples(raster)).containsExactly(0, 0, 7, 128, 51, 7, 255, 255, 7);
  }

  @Test
  void equalizingMakesLevelsAsFrequentAsOthers() {
    byte[] dark = new byte[3 * 4];
    for (int i = 0; i < dark.length; i++) {
      dark[i] = (byte) (10 + i / 3);
    }
    Raster raster = new Raster(4, 1, dark);
    Tones.equalize(raster);
    assertThat(samples(raster)).containsExactly(0, 0, 0, 85, 85, 85, 170, 170, 170, 255, 255, 255);
    Raster plain = pixel(9, 9, 9);
    Tones.equalize(plain);
    assertThat(plain).isEqualTo(pixel(9, 9, 9));
  }

  @Test
  void sharpeningMovesAwayFromTheNeighboursAndSmoothingTowardsThem() {
    Raster raster = Raster.filled(3, 3, Rgb.all(100));
    raster.paste(pixel(126, 126, 126), 1, 1);
    assertThat(Sharpness.of(raster, 0).sample(1, 1, 0)).isEqualTo(110); // (5 x 126 + 800) / 13
    assertThat(Sharpness.of(raster, 2).sample(1, 1, 0)).isEqualTo(142);
    assertThat(Sharpness.of(raster, 2).sample(0, 0, 0)).isEqualTo(100);
  }
}
