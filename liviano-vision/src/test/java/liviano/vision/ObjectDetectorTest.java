package liviano.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import liviano.engine.CompileOptions;
import liviano.graph.Graph;
import liviano.graph.Op;
import liviano.model.Fit;
import liviano.model.Labels;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.Rgb;
import liviano.model.VisionTask;
import liviano.tensor.Shape;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;

/** A small network with random weights: what it says is meaningless, but must be what it says. */
class ObjectDetectorTest {
  private static final List<String> LABELS =
      List.of("background", "cat", Labels.NONE, "dog", "cow");
  private static final Model MODEL = model(VisionTask.DETECTION, LABELS);
  private static final Picture PICTURE = picture(80, 60);
  private static final DetectorOptions ALL = DetectorOptions.builder().scoreThreshold(0).build();

  private static Model model(VisionTask task, List<String> labels) {
    Graph graph =
        Zoo.graph(
            Recipe.of("ssdlite_mobilenet_v2").withWidth(0.1).withResolution(64).withClasses(4));
    ModelCard card = ModelCard.of(task, "small", Preprocessing.keras(64, 64)).withLabels(labels);
    return new Model(graph, RandomWeights.of(graph, 9), card, Optional.empty());
  }

  private static Picture picture(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    new Random(4).nextBytes(rgb);
    return Picture.ofRgb(width, height, rgb);
  }

  private static List<Detection> detect(DetectorOptions options) {
    return ObjectDetector.of(MODEL, options).detect(PICTURE);
  }

  @Test
  void answersAreSortedInThePictureAndNamed() {
    List<Detection> detections = detect(ALL);

    assertThat(detections)
        .isNotEmpty()
        .hasSizeLessThanOrEqualTo(100)
        .isSortedAccordingTo((a, b) -> Float.compare(b.score(), a.score()))
        .extracting(Detection::categoryId)
        .contains(1, 3, 4)
        .doesNotContain(0, 2);
    for (Detection detection : detections) {
      Box box = detection.box();
      assertThat(detection.label()).isEqualTo(LABELS.get(detection.categoryId()));
      assertThat(box.width()).isPositive();
      assertThat(box.height()).isPositive();
      assertThat(Math.min(box.x(), box.y())).isNotNegative();
      assertThat(box.x() + box.width()).isLessThanOrEqualTo(80.001f);
      assertThat(box.y() + box.height()).isLessThanOrEqualTo(60.001f);
    }
  }

  @Test
  void optionsLimitTheAnswer() {
    List<Detection> all = detect(ALL);

    assertThat(detect(ALL.toBuilder().maxResults(3).build())).isEqualTo(all.subList(0, 3));
    assertThat(detect(ALL.toBuilder().scoreThreshold(all.get(4).score()).build()))
        .isEqualTo(all.subList(0, 5));
    assertThat(detect(ALL.toBuilder().categoryAllowlist(Set.of("dog")).build()))
        .isNotEmpty()
        .allMatch(d -> d.categoryId() == 3);
    assertThat(detect(ALL.toBuilder().categoryDenylist(Set.of("dog", "cow")).build()))
        .isNotEmpty()
        .allMatch(d -> d.categoryId() == 1);
    assertThat(detect(ALL.toBuilder().compile(CompileOptions.builder().threads(2).build()).build()))
        .isEqualTo(all);
  }

  /** The same region as a picture of its own: the same boxes, moved. */
  @Test
  void aRegionIsThePictureThatItCuts() {
    Region region = new Region(7, 5, 40, 30);
    byte[] rgb = new byte[3 * 40 * 30];
    for (int i = 0; i < 40 * 30; i++) {
      int pixel = PICTURE.rgb(7 + i % 40, 5 + i / 40);
      rgb[3 * i] = (byte) (pixel >> 16);
      rgb[3 * i + 1] = (byte) (pixel >> 8);
      rgb[3 * i + 2] = (byte) pixel;
    }
    ObjectDetector detector = ObjectDetector.of(MODEL, ALL);
    List<Detection> cut = detector.detect(Picture.ofRgb(40, 30, rgb));
    List<Detection> inside = detector.detect(PICTURE, region);

    assertThat(inside).hasSameSizeAs(cut);
    for (int i = 0; i < cut.size(); i++) {
      assertThat(inside.get(i).score()).isEqualTo(cut.get(i).score());
      assertThat(inside.get(i).box().x()).isCloseTo(cut.get(i).box().x() + 7, within(1e-3f));
      assertThat(inside.get(i).box().y()).isCloseTo(cut.get(i).box().y() + 5, within(1e-3f));
      assertThat(inside.get(i).box().width()).isCloseTo(cut.get(i).box().width(), within(1e-3f));
    }
    assertThatThrownBy(() -> detector.detect(PICTURE, new Region(70, 0, 20, 20)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void paddingIsTakenOffTheBoxes() {
    // 60x60 squares fill the input; a strip of 80x20 fills its upper quarter.
    Preprocessing padded = Preprocessing.keras(64, 64).withFit(new Fit.Pad(Rgb.all(127.5f)));
    Model model =
        new Model(
            MODEL.graph(),
            MODEL.weights(),
            MODEL.card().withPreprocessing(padded),
            Optional.empty());

    assertThat(ObjectDetector.of(model, ALL).detect(picture(80, 20)))
        .isNotEmpty()
        .allMatch(d -> d.box().y() + d.box().height() <= 20.001f && d.box().height() > 0)
        .anyMatch(d -> d.box().x() + d.box().width() > 40);
  }

  @Test
  void manyThreadsGetTheBitsOfOne() throws Exception {
    ObjectDetector detector = ObjectDetector.of(MODEL, ALL);
    List<Picture> pictures = List.of(PICTURE, picture(1, 1), picture(3, 900), picture(64, 64));
    List<List<Detection>> alone = pictures.stream().map(detector::detect).toList();
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      int which = i % pictures.size();
      calls.add(() -> detector.detect(pictures.get(which)).equals(alone.get(which)));
    }

    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Boolean> same : threads.invokeAll(calls)) {
        assertThat(same.get()).isTrue();
      }
    }
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> detect(ALL.toBuilder().categoryAllowlist(Set.of("yak")).build()))
        .hasMessage("the model has no label [yak]; nearest: [cat]");
    assertThatThrownBy(
            () ->
                ALL.toBuilder()
                    .categoryAllowlist(Set.of("cat"))
                    .categoryDenylist(Set.of("dog"))
                    .build())
        .hasMessageContaining("not both");
    assertThatThrownBy(() -> ALL.toBuilder().maxResults(0).build())
        .hasMessageContaining("maxResults");
    assertThatThrownBy(() -> ALL.toBuilder().scoreThreshold(Float.NaN).build())
        .hasMessageContaining("scoreThreshold");
    assertThatThrownBy(() -> ObjectDetector.of(model(VisionTask.CLASSIFICATION, LABELS)))
        .hasMessageContaining("'small' is no detector");
    assertThatThrownBy(() -> ObjectDetector.of(model(VisionTask.DETECTION, List.of("one"))))
        .hasMessageContaining("1 labels for 5 classes");
  }

  @Test
  void aNetworkWithOtherOutputsIsRefused() {
    var graph = Graph.builder();
    var image = graph.input("image", Shape.of(8, 8, 3));
    var first = graph.add("predictors.0.boxes", new Op.Relu(), image);
    var second = graph.add("predictors.1.boxes", new Op.Relu6(), first);
    graph.output("boxes", first).output("logits", second);
    ModelCard card = ModelCard.of(VisionTask.DETECTION, "odd", Preprocessing.keras(8, 8));
    Model odd = new Model(graph.build(), MODEL.weights(), card, Optional.empty());

    assertThatThrownBy(() -> ObjectDetector.of(odd))
        .hasMessage("'odd' has 576 anchors, but boxes of 8x8x3 and logits of 8x8x3");
  }

  @Test
  void labelsAndPreprocessingMayBeReplaced() {
    List<String> own = List.of("fondo", "gato", "nadie", "perro", "vaca");
    Preprocessing cut = MODEL.card().preprocessing().withFit(new Fit.CentralCrop(0.5));
    DetectorOptions options = ALL.toBuilder().labels(own).preprocessing(cut).build();

    assertThat(detect(options))
        .isNotEmpty()
        .allMatch(d -> d.box().x() > 19.9f && d.box().x() + d.box().width() < 60.1f)
        .allSatisfy(d -> assertThat(d.label()).isEqualTo(own.get(d.categoryId())))
        .isNotEqualTo(detect(ALL.toBuilder().labels(own).build()));
    assertThatThrownBy(() -> detect(ALL.toBuilder().labels(List.of("gato")).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labels: 1 for the 5 classes of 'small': give one a class");
  }

  @Test
  void classesWithoutLabelsAreNumbered() {
    assertThat(ObjectDetector.of(model(VisionTask.DETECTION, List.of()), ALL).detect(PICTURE))
        .isNotEmpty()
        .allSatisfy(d -> assertThat(d.label()).isEqualTo("class " + d.categoryId()));
  }
}
