package liviano.vision.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.zip.CRC32;
import liviano.model.ChannelOrder;
import liviano.model.Fit;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.model.ResizeRule;
import liviano.model.Rgb;
import liviano.vision.Picture;
import liviano.vision.Region;
import liviano.vision.TestPictures;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PreprocessorTest {

  private static Preprocessing plain(int width, int height, ResizeRule rule) {
    return Preprocessing.keras(width, height)
        .withResize(rule)
        .withNormalization(Normalization.none());
  }

  private static float[] apply(Preprocessing preprocessing, Picture picture) {
    return apply(preprocessing, picture, Region.whole(picture));
  }

  private static float[] apply(Preprocessing preprocessing, Picture picture, Region region) {
    Preprocessor preprocessor = Preprocessor.of(preprocessing);
    float[] input = new float[(int) preprocessor.inputLength()];
    preprocessor.apply(picture, region, input);
    return input;
  }

  private static Picture grey(int width, int height, int... levels) {
    byte[] rgb = new byte[3 * levels.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) levels[i / 3];
    }
    return Picture.ofRgb(width, height, rgb);
  }

  private static float[] reds(float[] input) {
    float[] reds = new float[input.length / 3];
    for (int i = 0; i < reds.length; i++) {
      reds[i] = input[3 * i];
    }
    return reds;
  }

  private static byte[] bytes(float[] input) {
    byte[] bytes = new byte[input.length];
    for (int i = 0; i < bytes.length; i++) {
      assertThat(input[i]).isBetween(0f, 255f).isEqualTo(Math.round(input[i]));
      bytes[i] = (byte) input[i];
    }
    return bytes;
  }

  private static long crc(float[] input) {
    CRC32 crc = new CRC32();
    crc.update(bytes(input));
    return crc.getValue();
  }

  @Test
  void tensorflowBilinearByHand() {
    Picture four = grey(4, 1, 0, 100, 200, 40);
    var rule = ResizeRule.TENSORFLOW_BILINEAR;
    // Halved: 0.5 and 2.5. Doubled: -0.25, 0.25, 0.75, ...
    assertThat(reds(apply(plain(2, 1, rule), four))).containsExactly(50, 120);
    assertThat(reds(apply(plain(8, 1, rule), four)))
        .containsExactly(0, 25, 75, 125, 175, 160, 80, 40);
    // A third: 1 skips the outer pixels altogether.
    assertThat(reds(apply(plain(1, 1, rule), grey(3, 1, 9, 60, 200)))).containsExactly(60);
  }

  @Test
  void legacyBilinearByHand() {
    Picture four = grey(4, 1, 0, 100, 200, 40);
    var rule = ResizeRule.TENSORFLOW_LEGACY_BILINEAR;
    assertThat(reds(apply(plain(2, 1, rule), four))).containsExactly(0, 200);
    assertThat(reds(apply(plain(8, 1, rule), four)))
        .containsExactly(0, 50, 100, 150, 200, 120, 40, 40);
    assertThat(reds(apply(plain(1, 3, rule), grey(1, 2, 30, 60))))
        .containsExactly(new float[] {30, 50, 60}, within(1e-5f));
  }

  @Test
  void alignedBilinearByHand() {
    Picture four = grey(4, 1, 0, 100, 200, 40);
    var rule = ResizeRule.TENSORFLOW_ALIGNED_BILINEAR;
    assertThat(reds(apply(plain(2, 1, rule), four))).containsExactly(0, 40);
    assertThat(reds(apply(plain(7, 1, rule), four))).containsExactly(0, 50, 100, 150, 200, 120, 40);
    assertThat(reds(apply(plain(1, 3, rule), grey(1, 2, 30, 60)))).containsExactly(30, 45, 60);
    assertThat(reds(apply(plain(1, 1, rule), four))).containsExactly(0);
  }

  @Test
  void antialiasedByHand() {
    // Halved triangle: weights 1/8 3/8 3/8 1/8 inside, 3/7 3/7 1/7 at the border.
    Picture four = grey(4, 1, 70, 140, 21, 7);
    assertThat(reds(apply(plain(2, 1, ResizeRule.ANTIALIASED_BILINEAR), four)))
        .containsExactly(Math.round((3 * 70 + 3 * 140 + 21) / 7f), Math.round((140 + 84) / 7f));
  }

  /** Computed by Pillow 12.3 from the same noise. */
  @Test
  void antialiasedIsPillows() {
    Picture picture = TestPictures.noise(5, 4);
    assertThat(apply(plain(3, 2, ResizeRule.ANTIALIASED_BILINEAR), picture))
        .containsExactly(
            170, 49, 154, 105, 94, 159, 127, 82, 52, 88, 122, 153, 164, 71, 135, 172, 75, 129);
    assertThat(apply(plain(3, 2, ResizeRule.ANTIALIASED_BICUBIC), picture))
        .containsExactly(
            178, 41, 157, 99, 97, 169, 121, 84, 41, 78, 131, 155, 174, 64, 136, 177, 73, 132);
  }

  /** CRC-32 of the samples that Pillow 12.3 gives for the same noise. */
  @ParameterizedTest
  @CsvSource({
    "301, 211,  64,  48, 2943353663, 1953686320",
    " 37, 500, 100,   9, 3053646973, 2036673095",
    "  1,   1,   5,   5, 4035844337, 4035844337",
    "1000,  2,   3,  20, 4109722028, 1988423639",
    "640, 480, 341, 256, 1952251401,  369407973"
  })
  void antialiasedIsPillowsBitForBit(
      int width, int height, int toWidth, int toHeight, long bilinear, long bicubic) {
    Picture picture = TestPictures.noise(width, height);
    var triangle = plain(toWidth, toHeight, ResizeRule.ANTIALIASED_BILINEAR);
    var cubic = plain(toWidth, toHeight, ResizeRule.ANTIALIASED_BICUBIC);
    assertThat(crc(apply(triangle, picture))).isEqualTo(bilinear);
    assertThat(crc(apply(cubic, picture))).isEqualTo(bicubic);
  }

  /** Pillow: resize 300x200 to 96x64, cut the middle 56x56. */
  @Test
  void torchvisionCutsTheMiddle() {
    Preprocessing preprocessing =
        Preprocessing.torchvision(56, 56).withNormalization(Normalization.none());
    assertThat(crc(apply(preprocessing, TestPictures.noise(300, 200)))).isEqualTo(2666257580L);
  }

  /** The definition, pixel by pixel. */
  private static float bilinear(
      Picture picture, int channel, int x, int y, int width, int height, boolean half) {
    float[] at = new float[2];
    int[] first = new int[2];
    int[] second = new int[2];
    int[] target = {x, y};
    int[] sizes = {width, height};
    int[] sources = {picture.width(), picture.height()};
    for (int axis = 0; axis < 2; axis++) {
      float scale = sources[axis] / (float) sizes[axis];
      at[axis] = half ? (target[axis] + 0.5f) * scale - 0.5f : target[axis] * scale;
      first[axis] = Math.max(0, (int) Math.floor(at[axis]));
      second[axis] = Math.min(sources[axis] - 1, (int) Math.ceil(at[axis]));
      at[axis] -= (float) Math.floor(at[axis]);
    }
    int shift = 16 - 8 * channel;
    float a = picture.rgb(first[0], first[1]) >> shift & 0xFF;
    float b = picture.rgb(second[0], first[1]) >> shift & 0xFF;
    float c = picture.rgb(first[0], second[1]) >> shift & 0xFF;
    float d = picture.rgb(second[0], second[1]) >> shift & 0xFF;
    float top = a + (b - a) * at[0];
    float bottom = c + (d - c) * at[0];
    return top + (bottom - top) * at[1];
  }

  @Test
  void bilinearIsItsDefinitionBitForBit() {
    Random random = new Random(5);
    for (int i = 0; i < 300; i++) {
      Picture picture = TestPictures.noise(1 + random.nextInt(40), 1 + random.nextInt(40));
      int width = 1 + random.nextInt(50);
      int height = 1 + random.nextInt(50);
      boolean half = random.nextBoolean();
      var rule = half ? ResizeRule.TENSORFLOW_BILINEAR : ResizeRule.TENSORFLOW_LEGACY_BILINEAR;
      float[] input = apply(plain(width, height, rule), picture);
      for (int k = 0; k < input.length; k++) {
        int pixel = k / 3;
        assertThat(input[k])
            .isEqualTo(bilinear(picture, k % 3, pixel % width, pixel / width, width, height, half));
      }
    }
  }

  @Test
  void tensorflowCropsTheMiddle() {
    // Margins of 100 and 80 pixels: (100 - 87.5) / 2 = 6.25 and 5.
    Picture picture = TestPictures.noise(100, 80);
    Preprocessing crop = plain(31, 17, ResizeRule.TENSORFLOW_BILINEAR);
    float[] middle = apply(crop, picture, new Region(6, 5, 88, 70));
    assertThat(apply(crop.withFit(new Fit.CentralCrop(0.875)), picture)).containsExactly(middle);
    assertThat(apply(crop.withFit(new Fit.CentralCrop(1)), picture))
        .containsExactly(apply(crop, picture));
  }

  @ParameterizedTest
  @EnumSource(ResizeRule.class)
  void aRegionIsAPictureOfItsOwn(ResizeRule rule) {
    Picture picture = TestPictures.noise(40, 30);
    byte[] rgb = new byte[3 * 11 * 7];
    for (int i = 0; i < rgb.length; i++) {
      int pixel = i / 3;
      rgb[i] = (byte) (picture.rgb(5 + pixel % 11, 9 + pixel / 11) >> 16 - 8 * (i % 3));
    }
    Picture part = Picture.ofRgb(11, 7, rgb);
    for (Fit fit :
        new Fit[] {new Fit.Squash(), new Fit.ResizeAndCrop(9), new Fit.Pad(Rgb.all(3))}) {
      Preprocessing preprocessing = plain(8, 8, rule).withFit(fit);
      assertThat(apply(preprocessing, picture, new Region(5, 9, 11, 7)))
          .containsExactly(apply(preprocessing, part));
    }
  }

  @Test
  void normalizationAndChannelOrder() {
    Picture picture = Picture.ofRgb(1, 1, new byte[] {10, 20, 40});
    var normalization = new Normalization(new Rgb(1, 2, 3), new Rgb(2, 4, 8));
    Preprocessing rgb = Preprocessing.keras(1, 1).withNormalization(normalization);
    assertThat(apply(rgb, picture)).containsExactly(9 / 2f, 18 / 4f, 37 / 8f);
    assertThat(apply(rgb.withChannels(ChannelOrder.BGR), picture))
        .containsExactly(37 / 8f, 18 / 4f, 9 / 2f);
    assertThat(apply(Preprocessing.keras(1, 1), grey(1, 1, 0))).containsExactly(-1, -1, -1);
    assertThat(apply(Preprocessing.keras(1, 1), grey(1, 1, 255))).containsExactly(1, 1, 1);
  }

  @Test
  void paddingFillsRightAndBottom() {
    Preprocessing pad = Preprocessing.keras(4, 4).withFit(new Fit.Pad(Rgb.all(127.5f)));
    assertThat(reds(apply(pad, grey(2, 1, 255, 255))))
        .containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    assertThat(reds(apply(pad, grey(1, 4, 0, 0, 0, 0))))
        .containsExactly(-1, 0, 0, 0, -1, 0, 0, 0, -1, 0, 0, 0, -1, 0, 0, 0);
  }

  @Test
  void paddingLeavesRoomBesideASideOfItsOwn() {
    Fit fit = new Fit.ResizeAndPad(2, Rgb.all(127.5f));
    Preprocessing pad = Preprocessing.keras(3, 3).withFit(fit);
    assertThat(reds(apply(pad, grey(2, 1, 255, 255)))).containsExactly(1, 1, 0, 0, 0, 0, 0, 0, 0);
    assertThat(reds(apply(pad.withSize(6, 6), grey(1, 1, 0))))
        .as("twice the input, twice the side")
        .startsWith(-1, -1, -1, -1, 0, 0);
    Fit larger = new Fit.ResizeAndPad(4, Rgb.all(127.5f));
    assertThat(reds(apply(pad.withFit(larger), grey(4, 2, 0, 0, 255, 0, 0, 0, 255, 0))))
        .as("what is outside is not seen")
        .containsExactly(-1, -1, 1, -1, -1, 1, 0, 0, 0);
  }

  @Test
  void paddingKeepsTheAspectRatioToTheNearestPixel() {
    Preprocessing pad =
        plain(6, 6, ResizeRule.TENSORFLOW_BILINEAR).withFit(new Fit.Pad(Rgb.all(127.5f)));
    // 4x3 becomes 6 x 4.5 and so 6x5; 7x5 becomes 6 x 4.29 and so 6x4.
    assertThat(rowsOf(255, apply(pad, white(4, 3)))).isEqualTo(5);
    assertThat(rowsOf(255, apply(pad, white(7, 5)))).isEqualTo(4);
    // A line stays a line.
    assertThat(rowsOf(255, apply(pad, white(100, 1)))).isEqualTo(1);
  }

  private static Picture white(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    Arrays.fill(rgb, (byte) 255);
    return Picture.ofRgb(width, height, rgb);
  }

  private static int rowsOf(float value, float[] input) {
    int rows = 0;
    for (int y = 0; y < 6; y++) {
      rows += input[18 * y] == value ? 1 : 0;
    }
    return rows;
  }

  @Test
  void aPictureSmallerThanTheCropIsSurroundedByBlack() {
    Preprocessing crop =
        plain(4, 4, ResizeRule.ANTIALIASED_BILINEAR).withFit(new Fit.ResizeAndCrop(1));
    // 2x1 stands at column (4 - 2) / 2 and row (4 - 1) / 2.
    assertThat(reds(apply(crop, grey(2, 1, 8, 9))))
        .containsExactly(0, 0, 0, 0, 0, 8, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @ParameterizedTest
  @EnumSource(ResizeRule.class)
  void extremeShapesAreAnsweredQuickly(ResizeRule rule) {
    Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          for (Picture picture :
              new Picture[] {
                grey(1, 1, 77),
                TestPictures.noise(20_000, 10),
                TestPictures.noise(10, 20_000),
                TestPictures.noise(1 << 16, 1),
                TestPictures.noise(1, 1 << 16)
              }) {
            for (Fit fit :
                new Fit[] {
                  new Fit.Squash(),
                  new Fit.CentralCrop(0.875),
                  new Fit.ResizeAndCrop(256),
                  new Fit.Pad(Rgb.all(127.5f))
                }) {
              for (float value : apply(plain(224, 224, rule).withFit(fit), picture)) {
                if (!(value >= 0 && value <= 255)) {
                  Assertions.fail(
                      String.format(Locale.ROOT, "%s of %s gave %s", fit, picture, value));
                }
              }
            }
          }
        });
  }

  @Test
  void windowsLongerThanTheRingAreWhole() {
    // Each target row sees 2,000 source rows and more: their mean, for rows of one level.
    byte[] rgb = new byte[3 * 4_000];
    Arrays.fill(rgb, 3 * 2_000, rgb.length, (byte) 200);
    Picture picture = Picture.ofRgb(1, 4_000, rgb);
    float[] reds = reds(apply(plain(1, 2, ResizeRule.ANTIALIASED_BILINEAR), picture));
    // By the triangle: the farther half weighs 1/7, the nearer 6/7.
    assertThat(reds).containsExactly(new float[] {200 / 7f, 1200 / 7f}, within(0.6f));
  }

  @Test
  void offHeapInputsAreTheSame() {
    Picture picture = TestPictures.noise(50, 40);
    Preprocessor preprocessor = Preprocessor.of(Preprocessing.tensorflow(32, 24));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment input = arena.allocate(4 * preprocessor.inputLength(), 64);
      preprocessor.apply(picture, input);
      assertThat(input.toArray(ValueLayout.JAVA_FLOAT))
          .containsExactly(apply(preprocessor.preprocessing(), picture));
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Picture picture = TestPictures.noise(10, 8);
    Preprocessor preprocessor = Preprocessor.of(Preprocessing.keras(4, 4));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> preprocessor.apply(picture, Region.whole(picture), new float[47]))
        .withMessageContaining("give 192");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> preprocessor.apply(picture, new Region(3, 0, 8, 8), new float[48]))
        .withMessage("region 8x8 at (3, 0) reaches beyond the picture of 10x8 pixels");
    assertThatIllegalArgumentException().isThrownBy(() -> new Region(-1, 0, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Region(0, 0, 1, 0));
  }
}
