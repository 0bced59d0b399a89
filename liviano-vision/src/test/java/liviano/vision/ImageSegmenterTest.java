package liviano.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.graph.Graph;
import liviano.kernels.PackedWeights;
import liviano.model.Fit;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.ResizeRule;
import liviano.model.Rgb;
import liviano.model.VisionTask;
import liviano.vision.answer.Softmax;
import liviano.vision.prepare.Preprocessor;
import liviano.zoo.DeepLabV3;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A small network with random weights: what it says is meaningless, but must be what it says. */
class ImageSegmenterTest {
  private static final int SIDE = 65;
  private static final int CLASSES = 5;
  private static final Preprocessing PADDED =
      Preprocessing.tensorflow(SIDE, SIDE).withFit(new Fit.Pad(Rgb.all(127.5f)));
  private static final Recipe RECIPE =
      Zoo.architecture("deeplab_v3_mobilenet_v2")
          .defaults()
          .withWidth(0.35)
          .withResolution(SIDE)
          .withClasses(CLASSES)
          .withOutputStride(8);
  private static final Model MODEL =
      model(RECIPE, ModelCard.of(VisionTask.SEGMENTATION, "small", PADDED));

  private static Model model(Recipe recipe, ModelCard card) {
    Graph graph = Zoo.graph(recipe);
    return new Model(graph, RandomWeights.of(graph, 3), card, Optional.of(recipe));
  }

  /** Blocks of colour, so that the network has something to tell apart. */
  private static Picture picture(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      int block = i % width * 5 / width + 5 * (i / width * 4 / height);
      rgb[3 * i] = (byte) (block * 53);
      rgb[3 * i + 1] = (byte) (block * 101);
      rgb[3 * i + 2] = (byte) (block * block * 29);
    }
    return Picture.ofRgb(width, height, rgb);
  }

  private static SegmenterOptions options() {
    return SegmenterOptions.builder().confidences(true).build();
  }

  @Test
  void aPictureOfTheInputsSizeGetsTheNetworksOwnAnswer() {
    Picture picture = picture(SIDE, SIDE);
    Session session =
        Engine.compile(MODEL.graph(), MODEL.weights(), CompileOptions.defaults()).newSession();
    Preprocessor.of(PADDED).apply(picture, session.input("image").segment());
    session.run();
    float[] upsampled = session.output("upsampled").toArray();

    Segmentation segmentation = ImageSegmenter.of(MODEL, options()).segment(picture);

    assertThat(segmentation.areas()).hasSizeGreaterThan(1);
    assertThat(segmentation.areas().stream().mapToLong(ClassArea::pixels).sum())
        .isEqualTo(SIDE * SIDE);
    float[] confidences = segmentation.confidences().orElseThrow();
    for (int i = 0; i < SIDE * SIDE; i++) {
      Softmax.apply(upsampled, i * CLASSES, CLASSES);
      float greatest = 0;
      for (int c = 0; c < CLASSES; c++) {
        greatest = Math.max(greatest, upsampled[i * CLASSES + c]);
      }
      int ours = segmentation.classAt(i % SIDE, i / SIDE);
      assertThat(upsampled[i * CLASSES + ours]).isCloseTo(greatest, within(1e-5f));
      assertThat(confidences[i]).isCloseTo(greatest, within(1e-4f));
    }
  }

  /** Each pixel looked up by itself, against the whole road. */
  @ParameterizedTest
  @CsvSource({
    "130, 65, 1, false",
    "40, 61, 1, false",
    "130, 65, 0.5, true",
    "33, 70, 1.5, false",
  })
  void theMaskIsThatOfThePlainRoad(int width, int height, double scale, boolean flip) {
    Picture picture = picture(width, height);
    SegmenterOptions options = options().toBuilder().scales(List.of(scale)).flip(flip).build();

    Segmentation segmentation = ImageSegmenter.of(MODEL, options).segment(picture);

    double[][] expected = plain(picture, List.of(scale), flip);
    assertAnswers(segmentation, expected);
    assertThat(segmentation.areas()).hasSizeGreaterThan(1);
  }

  @Test
  void scalesAndMirrorImagesAreAveraged() {
    Picture picture = picture(90, 60);
    SegmenterOptions options = options().toBuilder().multiScale().flip(true).build();

    Segmentation segmentation = ImageSegmenter.of(MODEL, options).segment(picture);

    assertAnswers(segmentation, plain(picture, SegmenterOptions.PAPER_SCALES, true));
    assertThat(segmentation.mask()).isNotEqualTo(ImageSegmenter.of(MODEL).segment(picture).mask());
  }

  private static void assertAnswers(Segmentation segmentation, double[][] expected) {
    float[] confidences = segmentation.confidences().orElseThrow();
    for (int i = 0; i < expected.length; i++) {
      double greatest = 0;
      for (double probability : expected[i]) {
        greatest = Math.max(greatest, probability);
      }
      int ours = segmentation.classAt(i % segmentation.width(), i / segmentation.width());
      assertThat(expected[i][ours]).isCloseTo(greatest, within(2e-4));
      assertThat(confidences[i]).isCloseTo((float) greatest, within(2e-4f));
    }
  }

  /**
   * Probabilities of every pixel. One look interpolates logits, several (a mirror image is one)
   * interpolate the mean of what each says of the input's pixels.
   */
  private static double[][] plain(Picture picture, List<Double> scales, boolean flip) {
    float[] values = new float[SIDE * SIDE * 3];
    Preprocessor.of(PADDED).apply(picture, Region.whole(picture), values);
    double[][] mean = new double[SIDE * SIDE][CLASSES];
    double[][] alone = null;
    for (double scale : scales) {
      int side = (int) ((SIDE - 1) * scale + 1);
      double[] input = plainResize(values, SIDE, 3, side);
      for (int mirror = 0; mirror < (flip ? 2 : 1); mirror++) {
        double[] logits = plainRun(input, side, mirror == 1);
        int points = (int) Math.round(Math.sqrt(logits.length / (double) CLASSES));
        alone = new double[picture.width() * picture.height()][];
        for (int i = 0; i < mean.length; i++) {
          double y = i / SIDE * (points - 1.0) / (SIDE - 1);
          double x = i % SIDE * (points - 1.0) / (SIDE - 1);
          double[] at = softmax(plainAt(logits, points, CLASSES, y, x));
          for (int c = 0; c < CLASSES; c++) {
            mean[i][c] += at[c] / scales.size() / (flip ? 2 : 1);
          }
        }
        for (int i = 0; i < alone.length; i++) {
          double y = inInput(i / picture.width(), picture.height(), picture);
          double x = inInput(i % picture.width(), picture.width(), picture);
          double by = (points - 1.0) / (SIDE - 1);
          alone[i] = softmax(plainAt(logits, points, CLASSES, y * by, x * by));
        }
      }
    }
    if (scales.size() == 1 && !flip) {
      return alone;
    }
    double[] flat = new double[mean.length * CLASSES];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = mean[i / CLASSES][i % CLASSES];
    }
    double[][] answers = new double[picture.width() * picture.height()][];
    for (int i = 0; i < answers.length; i++) {
      double y = inInput(i / picture.width(), picture.height(), picture);
      double x = inInput(i % picture.width(), picture.width(), picture);
      answers[i] = plainAt(flat, SIDE, CLASSES, y, x);
    }
    return answers;
  }

  private static double inInput(int pixel, int length, Picture picture) {
    long resized = Math.round((double) SIDE * length / Math.max(picture.width(), picture.height()));
    return Math.clamp((pixel + 0.5) * resized / length - 0.5, 0, resized - 1);
  }

  /** Each scale is a network of another size, which the recipe builds. */
  @Test
  void everyDeepLabLooksAtSeveralScales() {
    Recipe recipe =
        Zoo.architecture("deeplab_v3_mobilenet_v1")
            .defaults()
            .withWidth(0.25)
            .withResolution(SIDE)
            .withClasses(CLASSES);
    Model model = model(recipe, ModelCard.of(VisionTask.SEGMENTATION, "small", PADDED));
    SegmenterOptions twice =
        SegmenterOptions.builder().scales(List.of(0.5, 1.0)).flip(true).build();
    Picture picture = picture(40, 30);

    Segmentation found = ImageSegmenter.of(model, twice).segment(picture);

    assertThat(found.width()).isEqualTo(40);
    assertThat(found.height()).isEqualTo(30);
    assertThat(found.labels()).hasSize(CLASSES);
  }

  private static double[] plainRun(double[] input, int side, boolean mirrored) {
    float[] values = new float[input.length];
    for (int i = 0; i < input.length; i++) {
      int x = i / 3 % side;
      int from = mirrored ? i + 3 * (side - 1 - 2 * x) : i;
      values[i] = (float) input[from];
    }
    Graph graph = DeepLabV3.graph(RECIPE, side, side);
    Session session =
        Engine.compile(graph, MODEL.weights(), CompileOptions.defaults()).newSession();
    session.input("image").copyFrom(values);
    session.run();
    float[] logits = session.output("logits").toArray();
    int points = session.output("logits").shape().width();
    double[] answers = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      int x = i / CLASSES % points;
      answers[mirrored ? i + CLASSES * (points - 1 - 2 * x) : i] = logits[i];
    }
    return answers;
  }

  private static double[] plainResize(float[] map, int side, int channels, int newSide) {
    double[] wide = new double[map.length];
    for (int i = 0; i < map.length; i++) {
      wide[i] = map[i];
    }
    double[] resized = new double[newSide * newSide * channels];
    double by = (side - 1.0) / (newSide - 1);
    for (int i = 0; i < newSide * newSide; i++) {
      double[] at = plainAt(wide, side, channels, i / newSide * by, i % newSide * by);
      System.arraycopy(at, 0, resized, i * channels, channels);
    }
    return resized;
  }

  private static double[] plainAt(double[] map, int side, int channels, double y, double x) {
    double[] at = new double[channels];
    for (int row = (int) y; row <= Math.min(side - 1, (int) y + 1); row++) {
      for (int column = (int) x; column <= Math.min(side - 1, (int) x + 1); column++) {
        double weight = (1 - Math.abs(row - y)) * (1 - Math.abs(column - x));
        for (int c = 0; c < channels; c++) {
          at[c] += weight * map[(row * side + column) * channels + c];
        }
      }
    }
    return at;
  }

  private static double[] softmax(double[] logits) {
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    double[] shares = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      shares[i] = Math.exp(logits[i]) / sum;
    }
    return shares;
  }

  @Test
  void allScalesShareOneSetOfPackedWeights() {
    PackedWeights shared = new PackedWeights();
    CompileOptions compile = CompileOptions.builder().packedWeights(shared).build();
    ImageSegmenter.of(MODEL, options().toBuilder().compile(compile).build())
        .segment(picture(20, 20));
    long once = shared.bytes();

    ImageSegmenter.of(MODEL, options().toBuilder().compile(compile).multiScale().flip(true).build())
        .segment(picture(20, 20));

    assertThat(shared.bytes()).isEqualTo(once).isPositive();
  }

  @Test
  void threadsGetTheBitsOfOne() throws Exception {
    ImageSegmenter segmenter =
        ImageSegmenter.of(MODEL, options().toBuilder().scales(List.of(0.5, 1.0)).build());
    byte[] alone = segmenter.segment(picture(50, 40)).mask();
    List<Callable<byte[]>> calls = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      calls.add(() -> segmenter.segment(picture(50, 40)).mask());
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<byte[]> mask : threads.invokeAll(calls)) {
        assertThat(mask.get()).isEqualTo(alone);
      }
    }
  }

  @Test
  void aRegionIsThePictureThatItCuts() {
    Picture picture = picture(60, 50);
    Region region = new Region(11, 7, 40, 33);
    byte[] rgb = new byte[3 * 40 * 33];
    for (int i = 0; i < 40 * 33; i++) {
      int pixel = picture.rgb(11 + i % 40, 7 + i / 40);
      rgb[3 * i] = (byte) (pixel >> 16);
      rgb[3 * i + 1] = (byte) (pixel >> 8);
      rgb[3 * i + 2] = (byte) pixel;
    }
    ImageSegmenter segmenter = ImageSegmenter.of(MODEL);

    assertThat(segmenter.segment(picture, region).mask())
        .isEqualTo(segmenter.segment(Picture.ofRgb(40, 33, rgb)).mask());
    assertThatThrownBy(() -> segmenter.segment(picture, new Region(30, 0, 40, 10)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anyPictureAndAnyInputIsAnswered() {
    ImageSegmenter segmenter = ImageSegmenter.of(MODEL);
    assertThat(segmenter.segment(picture(1, 1)).mask()).hasSize(1);
    assertThat(segmenter.segment(picture(20_000, 10)).mask()).hasSize(200_000);
    assertThat(segmenter.segment(picture(10, 20_000)).mask()).hasSize(200_000);

    Preprocessing wide =
        PADDED
            .withSize(97, 49)
            .withFit(new Fit.Squash())
            .withResize(ResizeRule.TENSORFLOW_LEGACY_BILINEAR);
    ImageSegmenter squashed =
        ImageSegmenter.of(MODEL, options().toBuilder().preprocessing(wide).build());
    assertThat(squashed.program().outputShapes().get("logits")).hasToString("7x13x5");
    assertThat(squashed.segment(picture(30, 20)).mask()).hasSize(600);
  }

  @Test
  void ownLabelsStandInForTheCards() {
    List<String> own = List.of("fondo", "gato", "perro", "vaca", "abeja");
    SegmenterOptions options = options().toBuilder().labels(own).build();

    assertThat(ImageSegmenter.of(MODEL, options).segment(picture(40, 30)).labels()).isEqualTo(own);
  }

  @Test
  void mistakesAreNamed() {
    ModelCard card = MODEL.card();
    Model classifier = model(RECIPE, ModelCard.of(VisionTask.CLASSIFICATION, "other", PADDED));
    Model many = model(RECIPE.withClasses(257), card);
    Model withoutRecipe = new Model(MODEL.graph(), MODEL.weights(), card, Optional.empty());
    Preprocessing cut = PADDED.withFit(new Fit.CentralCrop(0.9));

    assertThatThrownBy(() -> ImageSegmenter.of(classifier))
        .hasMessageContaining("'other' is no segmenter");
    assertThatThrownBy(() -> ImageSegmenter.of(many)).hasMessageContaining("at most 256");
    assertThatThrownBy(
            () -> ImageSegmenter.of(MODEL, options().toBuilder().preprocessing(cut).build()))
        .hasMessageContaining("pad or squash");
    assertThatThrownBy(
            () ->
                ImageSegmenter.of(
                    withoutRecipe, options().toBuilder().scales(List.of(0.5, 1.0)).build()))
        .hasMessageContaining("'small' cannot be built for pictures of 33x33: layer head.concat");
    assertThatThrownBy(() -> options().toBuilder().scales(List.of(1.0, 1.0)).build())
        .hasMessageContaining("each once");
    assertThatThrownBy(() -> options().toBuilder().scales(List.of(Double.NaN)).build())
        .hasMessageContaining("from 0.1 to 4");
    assertThatThrownBy(() -> ImageSegmenter.of(model(RECIPE, card.withLabels(List.of("one")))))
        .hasMessageContaining("1 labels for 5 classes");
    assertThatThrownBy(
            () -> ImageSegmenter.of(MODEL, options().toBuilder().labels(List.of("one")).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labels: 1 for the 5 classes of 'small': give one a class");
    Preprocessing huge = PADDED.withSize(16_384, 8);
    assertThatThrownBy(
            () ->
                ImageSegmenter.of(
                    MODEL, options().toBuilder().preprocessing(huge).multiScale().build()))
        .hasMessageContaining("take a smaller scale");
  }
}
