package liviano.vision.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.tensor.Extents;
import liviano.tensor.Shape;
import liviano.vision.Box;
import liviano.vision.Detection;
import liviano.vision.DetectorOptions;
import liviano.vision.ObjectDetector;
import liviano.vision.Picture;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;

/** The recipe tells how outputs are read; what stands before them here is as small as can be. */
class DetectionHeadTest {
  private static final Recipe YOLO = recipe("yolo_v2").withClasses(1).withResolution(64);

  private static Recipe recipe(String id) {
    return Zoo.architecture(id).defaults();
  }

  private static Model model(Graph graph, Weights weights, Recipe recipe, int side) {
    ModelCard card = ModelCard.of(VisionTask.DETECTION, "small", Preprocessing.keras(side, side));
    return new Model(graph, weights, card, Optional.of(recipe));
  }

  /** Nothing of SSD300 but outputs of its shapes, which the picture does not change. */
  private static Model ssd300(int priors) {
    var graph = Graph.builder();
    Value image = graph.input("image", Shape.of(300, 300, 3));
    Value point = graph.add("pool", new Op.GlobalAveragePool(), image);
    Value boxes = graph.add("boxes.all", new Op.Dense(4 * priors, true), point);
    Value logits = graph.add("logits.all", new Op.Dense(3 * priors, true), point);
    graph
        .output("boxes", graph.add("boxes", new Op.Reshape(Shape.of(priors, 4)), boxes))
        .output("logits", graph.add("logits", new Op.Reshape(Shape.of(priors, 3)), logits));
    float[] sure = new float[3 * priors];
    for (int i = 0; i < priors; i++) {
      sure[3 * i] = 9;
    }
    // The first of the last map: a square of 261 pixels in the middle.
    sure[3 * (priors - 4) + 2] = 18;
    Weights weights =
        Weights.of(
            List.of(
                Tensor.of("boxes.all.weight", Extents.of(4 * priors, 3), new float[12 * priors]),
                Tensor.of("boxes.all.bias", Extents.of(4 * priors), new float[4 * priors]),
                Tensor.of("logits.all.weight", Extents.of(3 * priors, 3), new float[9 * priors]),
                Tensor.of("logits.all.bias", Extents.of(3 * priors), sure)));
    return model(graph.build(), weights, recipe("ssd_300").withClasses(2), 300);
  }

  /** Nothing of YOLOv2 but outputs of its shape, the same at all positions. */
  private static Model yolo(int side, int channels) {
    var graph = Graph.builder();
    Value image = graph.input("image", Shape.of(64, 64, 3));
    Window window = Window.square(32, 32, Padding.NONE);
    Value small = graph.add("pool", new Op.AveragePool(window, false), image);
    Window point = Window.square(1, 1, Padding.NONE);
    Value regions = graph.add("regions", new Op.Conv2d(channels, point, 1, true), small);
    graph.output("regions", regions);
    float[] bias = new float[channels];
    Arrays.fill(bias, -9);
    if (channels == 30) {
      // The second of five boxes: in the middle of each position, a fortieth of its anchor's size.
      float shrunk = (float) -Math.log(40);
      System.arraycopy(new float[] {0, 0, shrunk, shrunk, 2, 0}, 0, bias, 6, 6);
    }
    Weights weights =
        Weights.of(
            List.of(
                Tensor.of("regions.weight", Extents.of(channels, 1, 1, 3), new float[3 * channels]),
                Tensor.of("regions.bias", Extents.of(channels), bias)));
    return model(graph.build(), weights, YOLO, side);
  }

  private static DetectionDecoder decoder(Model model) {
    DetectionHead head = DetectionHead.of(model, model.card().preprocessing());
    return head.maker().decoder(new boolean[head.categories()], 0.5f, 10);
  }

  @Test
  void eachKindOfDetectorHasItsDecoder() {
    assertThat(decoder(ssd300(8732))).isInstanceOf(CaffeSsdDecoder.class);
    assertThat(decoder(yolo(64, 30))).isInstanceOf(YoloDecoder.class);
    Recipe lite = recipe("ssdlite_mobilenet_v1").withWidth(0.1).withResolution(64).withClasses(2);
    Graph graph = Zoo.graph(lite);
    assertThat(decoder(model(graph, RandomWeights.of(graph, 1), lite, 64)))
        .isInstanceOf(SsdDecoder.class);
  }

  @Test
  void ssdBoxesAreThosePriorsThatAreSure() {
    List<Detection> found =
        ObjectDetector.of(ssd300(8732)).detect(Picture.ofRgb(600, 300, new byte[3 * 600 * 300]));

    assertThat(found).hasSize(1);
    assertThat(found.getFirst().categoryId()).isEqualTo(2);
    Box box = found.getFirst().box();
    assertThat(box.x()).isCloseTo(2 * (150 - 130.5f), within(1e-2f));
    assertThat(box.y()).isCloseTo(150 - 130.5f, within(1e-2f));
    assertThat(box.width()).isCloseTo(2 * 261, within(1e-2f));
    assertThat(box.height()).isCloseTo(261, within(1e-2f));
  }

  /** The card asks for 96 pixels, the graph is for 64: the output has three rows then. */
  @Test
  void yoloBoxesStandWhereTheOutputOfThatInputHasThem() {
    List<Detection> found =
        ObjectDetector.of(yolo(96, 30)).detect(Picture.ofRgb(96, 96, new byte[3 * 96 * 96]));

    assertThat(found).hasSize(9).allMatch(d -> d.categoryId() == 1);
    assertThat(found)
        .extracting(d -> Math.round(d.box().x() + d.box().width() / 2))
        .containsExactlyInAnyOrder(16, 48, 80, 16, 48, 80, 16, 48, 80);
    assertThat(found)
        .allSatisfy(
            d -> {
              assertThat(d.score()).isCloseTo((float) (1 / (1 + Math.exp(-2))), within(1e-5f));
              assertThat(d.box().width()).isCloseTo(1.87446f / 40 * 32, within(1e-3f));
              assertThat(d.box().height()).isCloseTo(2.06253f / 40 * 32, within(1e-3f));
            });
  }

  @Test
  void outputsThatAreNotThoseOfTheRecipeAreRefused() {
    assertThatThrownBy(() -> ObjectDetector.of(ssd300(8731)))
        .hasMessage("'small' has 8732 anchors, but boxes of 8731x4 and logits of 8731x3");
    assertThatThrownBy(() -> ObjectDetector.of(yolo(64, 35)))
        .hasMessage(
            "'small' is no YOLOv2 of 1 classes for pictures of 64x64: its output 'regions' is"
                + " 2x2x35, not 2x2x30");
    DetectorOptions smaller =
        DetectorOptions.builder().preprocessing(Preprocessing.keras(224, 224)).build();
    assertThatThrownBy(() -> ObjectDetector.of(ssd300(8732), smaller))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage("'small' cannot be built for pictures of 224x224: its boxes are for 300x300");
    assertThatThrownBy(() -> ObjectDetector.of(yolo(80, 30)))
        .hasMessage("'small' cannot be built for pictures of 80x80: give multiples of 32");
  }
}
