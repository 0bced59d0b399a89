package liviano.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liviano.engine.CancelledException;
import liviano.graph.Graph;
import liviano.model.Fit;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.Rgb;
import liviano.model.VisionTask;
import liviano.vision.explain.ClassActivationMap;
import liviano.vision.explain.ClassMap;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several pictures in one call, and calls that are given up: the same for every task. */
class ManyPicturesTest {
  private static final List<Picture> PICTURES =
      Stream.of(3, 40, 9, 64, 1, 33, 20).map(side -> picture(side, 2 * side)).toList();
  private static final Duration NO_TIME = Duration.ofNanos(1);

  /**
   * A task with small weights.
   *
   * @param one its answer for a picture, as text
   * @param many for several
   * @param hurried for a picture, in no time
   * @param hurriedMany for several, in no time
   */
  private record Case(
      String name,
      Function<Picture, String> one,
      Function<List<Picture>, List<String>> many,
      Function<Picture, ?> hurried,
      Function<List<Picture>, ?> hurriedMany) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> tasks() {
    Model classes = model("mobilenet_v2", 32, 0.1, VisionTask.CLASSIFICATION);
    ImageClassifier classifier = ImageClassifier.of(classes);
    ImageClassifier hurriedClassifier = classifier.withTimeout(NO_TIME);
    ImageEmbedder embedder = ImageEmbedder.of(classes);
    ImageEmbedder hurriedEmbedder = embedder.withTimeout(NO_TIME);
    ObjectDetector detector =
        ObjectDetector.of(
            model("ssdlite_mobilenet_v2", 64, 0.1, VisionTask.DETECTION),
            DetectorOptions.evaluation());
    ObjectDetector hurriedDetector = detector.withTimeout(NO_TIME);
    ImageSegmenter segmenter =
        ImageSegmenter.of(
            model("deeplab_v3_mobilenet_v2", 33, 0.35, VisionTask.SEGMENTATION),
            SegmenterOptions.builder().scales(List.of(1.0, 1.5)).build());
    ImageSegmenter hurriedSegmenter = segmenter.withTimeout(NO_TIME);
    ClassActivationMap maps = ClassActivationMap.of(classes);
    ClassActivationMap hurriedMaps = maps.withTimeout(NO_TIME);
    return List.of(
        new Case(
            "classifier",
            picture -> classifier.classify(picture).toString(),
            all -> texts(classifier.classify(all)),
            hurriedClassifier::classify,
            hurriedClassifier::classify),
        new Case(
            "embedder",
            picture -> text(embedder.embed(picture)),
            all -> texts(embedder.embed(all)),
            hurriedEmbedder::embed,
            hurriedEmbedder::embed),
        new Case(
            "detector",
            picture -> detector.detect(picture).toString(),
            all -> texts(detector.detect(all)),
            hurriedDetector::detect,
            hurriedDetector::detect),
        new Case(
            "segmenter",
            picture -> segmenter.segment(picture).toString(),
            all -> texts(segmenter.segment(all)),
            hurriedSegmenter::segment,
            hurriedSegmenter::segment),
        new Case(
            "class activation map",
            picture -> mapsText(maps.explain(picture)),
            all -> maps.explain(all).stream().map(ManyPicturesTest::mapsText).toList(),
            hurriedMaps::explain,
            hurriedMaps::explain));
  }

  private static Model model(String network, int side, double width, VisionTask task) {
    Recipe recipe =
        Zoo.architecture(network).defaults().withWidth(width).withResolution(side).withClasses(5);
    Graph graph = Zoo.graph(recipe);
    Preprocessing padded = Preprocessing.keras(side, side).withFit(new Fit.Pad(Rgb.all(127.5f)));
    return new Model(
        graph,
        RandomWeights.of(graph, 9),
        ModelCard.of(task, "small", padded),
        Optional.of(recipe));
  }

  private static Picture picture(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    new Random(width).nextBytes(rgb);
    return Picture.ofRgb(width, height, rgb);
  }

  private static List<String> texts(List<?> answers) {
    return answers.stream()
        .map(answer -> answer instanceof float[] numbers ? text(numbers) : answer.toString())
        .toList();
  }

  private static String mapsText(List<ClassMap> maps) {
    return maps.stream()
        .map(map -> map.category() + text(map.values()))
        .collect(Collectors.joining());
  }

  private static String text(float[] numbers) {
    List<Float> all = new ArrayList<>();
    for (float number : numbers) {
      all.add(number);
    }
    return all.toString();
  }

  @AfterEach
  void leaveNoInterrupt() {
    Thread.interrupted();
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void answersAreThoseOfThePicturesOneByOne(Case task) {
    List<String> expected = PICTURES.stream().map(task.one()).toList();

    assertThat(expected).doesNotHaveDuplicates();
    assertThat(task.many().apply(PICTURES)).isEqualTo(expected);
    assertThat(task.many().apply(List.of())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void aCallThatIsOutOfTimeSaysSo(Case task) {
    assertThat(reason(() -> task.hurried().apply(PICTURES.getFirst())))
        .isEqualTo(CancelledException.Reason.DEADLINE);
    assertThat(reason(() -> task.hurriedMany().apply(PICTURES)))
        .isEqualTo(CancelledException.Reason.DEADLINE);
    assertThat(task.one().apply(PICTURES.getFirst())).as("without a timeout").isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void anInterruptedThreadComputesNothingAndStaysInterrupted(Case task) {
    Thread.currentThread().interrupt();

    assertThat(reason(() -> task.one().apply(PICTURES.getFirst())))
        .isEqualTo(CancelledException.Reason.INTERRUPTED);
    assertThat(reason(() -> task.many().apply(PICTURES)))
        .isEqualTo(CancelledException.Reason.INTERRUPTED);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static CancelledException.Reason reason(Runnable call) {
    return catchThrowableOfType(CancelledException.class, call::run).reason();
  }

  @ParameterizedTest
  @MethodSource("notPositive")
  void aTimeoutIsPositive(Duration timeout) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassifierOptions.builder().timeout(timeout))
        .withMessageStartingWith("timeout must be positive");
  }

  static List<Duration> notPositive() {
    return List.of(Duration.ZERO, Duration.ofSeconds(-1));
  }
}
