package liviano.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SsdPriorsTest {

  private static float[] priors(String id, int classes) {
    return SsdPriors.of(Zoo.architecture(id).defaults().withClasses(classes));
  }

  @ParameterizedTest
  @CsvSource({"ssd_300, 8732", "ssd_512, 24564"})
  void thereAreAsManyAsTheNetworkPredicts(String id, int count) {
    assertThat(priors(id, 80)).hasSize(4 * count);
    assertThat(priors(id, 20)).hasSize(4 * count);
    assertThat(Zoo.graph(Zoo.architecture(id).defaults()).find("boxes").orElseThrow().shape())
        .hasToString(count + "x4");
  }

  /** Centre (x, y), width and height in pixels of a 300 x 300 picture. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # the first map: 38 x 38, 8 pixels apart
          0,   4,   4,  30,      30
          1,   4,   4,  42.42641, 42.42641
          2,   4,   4,  42.42641, 21.21320
          3,   4,   4,  21.21320, 42.42641
          4,   12,  4,  30,      30
          152, 4,   12, 30,      30
          5775, 300, 300, 21.21320, 42.42641
          # the second: 19 x 19, 16 pixels apart, with ratios of 3
          5776, 8,  8,  60,      60
          5777, 8,  8,  81.60882, 81.60882
          5780, 8,  8,  103.92305, 34.64102
          5781, 8,  8,  34.64102, 103.92305
          # the last
          8728, 150, 150, 264,      264
          8729, 150, 150, 288.37476, 288.37476
          8731, 150, 150, 186.67619, 373.35238
          """)
  void theyStandAndGrowAsPublishedForVoc(
      int prior, double x, double y, double width, double height) {
    assertPrior(priors("ssd_300", 20), prior, 300, x, y, width, height);
  }

  @ParameterizedTest
  @CsvSource({
    "ssd_300, 0, 300, 4, 4, 21, 21",
    "ssd_300, 5776, 300, 8, 8, 45, 45",
    "ssd_300, 8729, 300, 150, 150, 286.73158, 286.73158",
    "ssd_512, 0, 512, 4, 4, 20.48, 20.48",
    "ssd_512, 16384, 512, 8, 8, 51.2, 51.2",
    "ssd_512, 24560, 512, 256, 256, 460.8, 460.8",
    "ssd_512, 24561, 512, 256, 256, 500.08537, 500.08537",
  })
  void thoseForCocoAreSmaller(
      String id, int prior, int side, double x, double y, double width, double height) {
    assertPrior(priors(id, 80), prior, side, x, y, width, height);
  }

  /** Nothing is clipped: the first box begins outside. */
  @Test
  void boxesMayReachBeyondThePicture() {
    assertThat(priors("ssd_300", 80)[0]).isEqualTo((float) ((4 - 10.5) / 300));
  }

  @Test
  void otherNetworksHaveNone() {
    assertThatThrownBy(() -> SsdPriors.of(Recipe.of("ssdlite_mobilenet_v2")))
        .hasMessage("a recipe for ssdlite_mobilenet_v2, not for SSD300 or SSD512");
  }

  private static void assertPrior(
      float[] priors, int prior, int side, double x, double y, double width, double height) {
    float[] box = Arrays.copyOfRange(priors, 4 * prior, 4 * prior + 4);
    assertThat((box[1] + box[3]) / 2.0 * side).isCloseTo(x, within(1e-3));
    assertThat((box[0] + box[2]) / 2.0 * side).isCloseTo(y, within(1e-3));
    assertThat((double) (box[3] - box[1]) * side).isCloseTo(width, within(1e-3));
    assertThat((double) (box[2] - box[0]) * side).isCloseTo(height, within(1e-3));
  }
}
