package liviano.vision.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.Role;
import liviano.model.VisionTask;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.Shape;
import liviano.vision.Detection;
import liviano.vision.DetectorOptions;
import liviano.vision.ObjectDetector;
import liviano.vision.Picture;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import org.junit.jupiter.api.Test;

/** Networks that give boxes, classes, scores and their number in whatever order. */
class DecodedBoxesTest {
  private static final Picture PICTURE = Picture.ofRgb(200, 100, new byte[3 * 200 * 100]);
  private static final float[] BOXES = {
    0.1f, 0.2f, 0.5f, 0.6f, -1, -1, 2, 2, 0.5f, 0.5f, 0.4f, 0.9f, 0, 0, 1, 1
  };

  /** Gives these numbers whatever the picture shows. */
  private static Model model(float[] classes, float[] scores, float count, List<String> labels) {
    GraphBuilder builder = Graph.builder();
    builder.input("image", Shape.of(10, 10, 3));
    Value s = constant(builder, "a", Shape.of(scores.length));
    Value b = constant(builder, "b", Shape.of(4, 4));
    Value n = constant(builder, "c", Shape.of(1));
    Value c = constant(builder, "d", Shape.of(classes.length));
    builder.output("o:3", s).output("o:0", b).output("o:2", n).output("o:1", c);
    SequencedMap<String, Role> roles = new LinkedHashMap<>();
    roles.put("o:0", Role.DETECTION_BOXES);
    roles.put("o:1", Role.DETECTION_CLASSES);
    roles.put("o:2", Role.DETECTION_COUNT);
    roles.put("o:3", Role.DETECTION_SCORES);
    ModelCard card =
        ModelCard.of(VisionTask.DETECTION, "ready", Preprocessing.keras(10, 10))
            .withRoles(roles)
            .withLabels(labels);
    Weights weights =
        Weights.of(
            List.of(
                Tensor.of("a.value", Extents.of(scores.length), scores),
                Tensor.of("b.value", Extents.of(4, 4), BOXES),
                Tensor.of("c.value", Extents.of(1), count),
                Tensor.of("d.value", Extents.of(classes.length), classes)));
    return new Model(builder.build(), weights, card, Optional.empty());
  }

  private static Value constant(GraphBuilder builder, String name, Shape shape) {
    return builder
        .add(name, new Op.Constant(shape, DType.F32), List.of(), List.of(name))
        .getFirst();
  }

  private static List<Detection> detect(Model model, float threshold) {
    DetectorOptions options = DetectorOptions.builder().scoreThreshold(threshold).build();
    return ObjectDetector.of(model, options).detect(PICTURE);
  }

  @Test
  void boxesAreOfThePictureAndTheSurestComeFirst() {
    Model model =
        model(
            new float[] {2, 0, 1, 1},
            new float[] {0.5f, 0.75f, 0.9f, 0.95f},
            3,
            List.of("red", "green", "blue"));

    List<Detection> found = detect(model, 0.1f);

    // The third has no height, and the fourth is beyond the count.
    assertThat(found).extracting(Detection::label).containsExactly("red", "blue");
    assertThat(found).extracting(Detection::categoryId).containsExactly(0, 2);
    assertThat(found.getFirst().box().width()).isEqualTo(200);
    assertThat(found.getLast().box().x()).isCloseTo(40, within(1e-4f));
    assertThat(found.getLast().box().y()).isCloseTo(10, within(1e-4f));
    assertThat(found.getLast().box().width()).isCloseTo(80, within(1e-4f));
    assertThat(found.getLast().box().height()).isCloseTo(40, within(1e-4f));
    assertThat(detect(model, 0.6f)).hasSize(1);
  }

  @Test
  void withoutLabelsClassesAreNumbers() {
    Model model = model(new float[] {17, 0, 1, 1}, new float[] {0.5f, 0, 0, 0}, 4, List.of());

    assertThat(detect(model, 0)).extracting(Detection::label).containsExactly("class 17");
  }

  @Test
  void aClassWithoutALabelIsTold() {
    List<String> labels = IntStream.range(0, 3).mapToObj(i -> "c" + i).toList();
    Model model = model(new float[] {3, 0, 1, 1}, new float[] {0.5f, 0, 0, 0}, 4, labels);

    assertThatThrownBy(() -> detect(model, 0))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("class 3, but there are labels for 0 to 2");
  }

  @Test
  void outputsThatDoNotFitEachOtherAreRefused() {
    Model model = model(new float[] {3, 0, 1}, new float[] {0.5f, 0, 0, 0}, 4, List.of());

    assertThatThrownBy(() -> ObjectDetector.of(model))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage("'ready' gives 4 scores, but 16 sides of boxes and 3 classes");
  }
}
