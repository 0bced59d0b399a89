package liviano.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import liviano.model.Rgb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DistortionTest {
  private static final Rgb FILL = Rgb.all(128);

  private static Raster photo() {
    return Raster.of(Pictures.slope(40, 30));
  }

  private static Raster distorted(Distortion distortion, double strength, long seed) {
    return distortion.of(photo(), strength, new Draws(seed), FILL);
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheSizeAndIsDecidedByTheSeed(Distortion distortion) {
    Raster once = distorted(distortion, 0.9, 5);
    assertThat(once.width()).isEqualTo(40);
    assertThat(once.height()).isEqualTo(30);
    assertThat(once).isEqualTo(distorted(distortion, 0.9, 5));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"AUTOCONTRAST", "EQUALIZE"})
  void withoutStrengthNothingIsChanged(Distortion distortion) {
    assertThat(distorted(distortion, 0, 5)).isEqualTo(photo());
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"IDENTITY", "AUTOCONTRAST"})
  void withStrengthSomethingIs(Distortion distortion) {
    Raster noise = Raster.of(Pictures.noise(40, 30, 1));
    Raster changed = distortion.of(new Raster(40, 30, noise.rgb().clone()), 1, new Draws(5), FILL);
    assertThat(changed).isNotEqualTo(noise);
  }

  @ParameterizedTest
  @EnumSource(names = {"ROTATE", "SHEAR_X", "TRANSLATE_Y", "BRIGHTNESS", "SHARPNESS"})
  void goesEitherWay(Distortion distortion) {
    Raster raster = Raster.of(Pictures.noise(40, 30, 1));
    Set<Raster> results = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      Raster copy = new Raster(40, 30, raster.rgb().clone());
      results.add(distortion.of(copy, 0.5, new Draws(seed), FILL));
    }
    assertThat(results).hasSize(2);
  }

  @Test
  void aHoleIsAsLargeAsItsStrengthSays() {
    int most = 0;
    for (int seed = 0; seed < 50; seed++) {
      Raster raster = Raster.filled(40, 30, Rgb.all(0));
      Raster cut = Distortion.CUTOUT.of(raster, 1, new Draws(seed), FILL);
      int pixels = 0;
      for (int i = 0; i < cut.rgb().length; i += 3) {
        pixels += cut.rgb()[i] == 0 ? 0 : 1;
      }
      assertThat(pixels).isBetween(36, 144);
      most = Math.max(most, pixels);
    }
    assertThat(most).isEqualTo(144); // 0.4 x 30, squared
  }

  @Test
  void allAreDrawn() {
    Draws draws = new Draws(1);
    Set<Distortion> drawn = EnumSet.noneOf(Distortion.class);
    for (int i = 0; i < 500; i++) {
      drawn.add(Distortion.any(draws));
    }
    assertThat(drawn).hasSize(Distortion.values().length);
  }

  @Test
  void onePixelIsAPictureToo() {
    for (Distortion distortion : Distortion.values()) {
      Raster pixel = Raster.filled(1, 1, Rgb.all(50));
      assertThat(distortion.of(pixel, 1, new Draws(1), FILL).rgb()).hasSize(3);
    }
  }
}
