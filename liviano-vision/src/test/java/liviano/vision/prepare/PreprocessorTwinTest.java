package liviano.vision.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import liviano.model.ChannelOrder;
import liviano.model.Fit;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.model.ResizeRule;
import liviano.model.Rgb;
import liviano.vision.Picture;
import liviano.vision.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the preprocessor against {@link PlainPreprocessing}, bit for bit. */
class PreprocessorTwinTest {

  private static float[] fast(Preprocessor preprocessor, Picture picture, Region region) {
    float[] input = new float[(int) preprocessor.inputLength()];
    Arrays.fill(input, Float.NaN);
    preprocessor.apply(picture, region, input);
    return input;
  }

  private static void assertTwins(Preprocessing preprocessing, Picture picture, Region region) {
    Preprocessor preprocessor = Preprocessor.of(preprocessing);
    float[] plain = PlainPreprocessing.apply(preprocessing, picture, region);
    for (String time : List.of("planned", "kept")) {
      int at = Arrays.mismatch(fast(preprocessor, picture, region), plain);
      assertThat(at).as("%s of %s, %s, %s", region, picture, preprocessing, time).isEqualTo(-1);
    }
  }

  private static Preprocessing random(Random random, ResizeRule rule) {
    int width = 1 + random.nextInt(random.nextBoolean() ? 8 : 90);
    int height = 1 + random.nextInt(random.nextBoolean() ? 8 : 90);
    Fit fit =
        switch (random.nextInt(5)) {
          case 0 -> new Fit.Squash();
          case 1 -> new Fit.CentralCrop(1 - random.nextDouble());
          case 2 -> new Fit.ResizeAndCrop(1 + random.nextInt(2 * Math.max(width, height)));
          case 3 ->
              new Fit.ResizeAndPad(
                  1 + random.nextInt(2 * Math.max(width, height)), Rgb.all(random.nextInt(256)));
          default -> new Fit.Pad(new Rgb(127.5f, 3, random.nextInt(256)));
        };
    Normalization normalization =
        switch (random.nextInt(3)) {
          case 0 -> Normalization.imageNet();
          case 1 -> Normalization.minusOneToOne();
          default -> new Normalization(new Rgb(104, 117, 123.68f), new Rgb(1, -2, 0.017f));
        };
    return new Preprocessing(
        width,
        height,
        fit,
        rule,
        normalization,
        random.nextBoolean() ? ChannelOrder.RGB : ChannelOrder.BGR);
  }

  private static Picture picture(Random random, int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    random.nextBytes(rgb);
    switch (random.nextInt(4)) {
      case 0 -> {
        for (int i = 0; i < rgb.length; i++) {
          rgb[i] = rgb[i - i % 3];
        }
      }
      case 1 -> {
        // Black and white alone: the cubic filter overshoots at every edge.
        for (int i = 0; i < rgb.length; i++) {
          rgb[i] = (byte) (rgb[i] >> 7);
        }
      }
      default -> {}
    }
    return Picture.ofRgb(width, height, rgb);
  }

  @ParameterizedTest
  @EnumSource(ResizeRule.class)
  void anySizesAndRules(ResizeRule rule) {
    Random random = new Random(11);
    for (int i = 0; i < 400; i++) {
      int width = 1 + random.nextInt(random.nextBoolean() ? 5 : 200);
      int height = 1 + random.nextInt(random.nextBoolean() ? 5 : 200);
      Picture picture = picture(random, width, height);
      int x = random.nextInt(width);
      int y = random.nextInt(height);
      Region region =
          random.nextBoolean()
              ? Region.whole(picture)
              : new Region(x, y, 1 + random.nextInt(width - x), 1 + random.nextInt(height - y));
      assertTwins(random(random, rule), picture, region);
    }
  }

  /** Windows too wide for a table of taps, or too many to keep, and rings that are too short. */
  @ParameterizedTest
  @CsvSource({
    "30000, 3, 40, 5",
    "3, 30000, 5, 40",
    "70000, 1, 1, 1",
    "1, 70000, 1, 1",
    "9000, 2, 9, 300",
    "2, 9000, 300, 9",
    "1, 1, 300, 200",
    "500, 375, 224, 224"
  })
  void extremeSizes(int width, int height, int toWidth, int toHeight) {
    Random random = new Random(width + height);
    Picture picture = picture(random, width, height);
    for (ResizeRule rule : ResizeRule.values()) {
      for (Fit fit :
          List.of(new Fit.Squash(), new Fit.ResizeAndCrop(256), new Fit.Pad(Rgb.all(9)))) {
        assertTwins(
            Preprocessing.torchvision(toWidth, toHeight).withResize(rule).withFit(fit),
            picture,
            Region.whole(picture));
      }
    }
  }

  /** More sizes than plans are kept, taken by several threads in different orders. */
  @ParameterizedTest
  @EnumSource(ResizeRule.class)
  void manySizesOnManyThreads(ResizeRule rule) throws Exception {
    Preprocessing preprocessing = Preprocessing.torchvision(20, 24).withResize(rule);
    Preprocessor preprocessor = Preprocessor.of(preprocessing);
    Random random = new Random(3);
    List<Picture> pictures = new ArrayList<>();
    List<float[]> plain = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Picture picture = picture(random, 10 + i % 11, 30 - i % 7);
      pictures.add(picture);
      plain.add(PlainPreprocessing.apply(preprocessing, picture, Region.whole(picture)));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int stride = 2 * thread + 7;
        Callable<Boolean> work =
            () -> {
              boolean equal = true;
              for (int i = 0; i < 600; i++) {
                int at = i * stride % pictures.size();
                Picture picture = pictures.get(at);
                float[] input = fast(preprocessor, picture, Region.whole(picture));
                equal &= Arrays.equals(input, plain.get(at));
              }
              return equal;
            };
        answers.add(threads.submit(work));
      }
      for (Future<Boolean> answer : answers) {
        assertThat(answer.get()).isTrue();
      }
    }
  }

  /** Equal lengths do not make equal plans: how far a resize goes counts, too. */
  @Test
  void plansAreToldApart() {
    ResizePlans plans = new ResizePlans(ResizeRule.TENSORFLOW_BILINEAR);
    Region region = new Region(0, 0, 40, 30);
    Placement whole = Placement.of(new Fit.Squash(), region, 8, 8);
    Placement cut = Placement.of(new Fit.ResizeAndCrop(10), region, 8, 8);
    ResizePlan kept = plans.of(whole);
    assertThat(plans.of(Placement.of(new Fit.Squash(), new Region(5, 6, 40, 30), 8, 8)))
        .isSameAs(kept);
    assertThat(plans.of(cut)).isNotSameAs(kept);
  }

  /** What is too large is planned anew each time instead of kept. */
  @Test
  void largePlansAreNotKept() {
    ResizePlans plans = new ResizePlans(ResizeRule.ANTIALIASED_BILINEAR);
    Placement large = Placement.of(new Fit.Squash(), new Region(0, 0, 16_384, 4), 16_384, 4);
    assertThat(plans.of(large)).isNotSameAs(plans.of(large));
  }
}
