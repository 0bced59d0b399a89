package liviano.vision.detection;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.Op;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.model.Role;
import liviano.model.VisionTask;
import liviano.tensor.DetectionRule;
import liviano.tensor.Shape;
import liviano.vision.prepare.SizedGraph;
import liviano.zoo.Recipe;
import liviano.zoo.Ssd;
import liviano.zoo.SsdAnchors;
import liviano.zoo.SsdLite;
import liviano.zoo.SsdPriors;
import liviano.zoo.YoloV2;

/**
 * How the outputs of a detector are read, which its recipe tells. A model without a recipe is read
 * as TensorFlow's SSDs are, where its layers are called as theirs; one that gives boxes, classes
 * and scores has done the rest itself.
 *
 * @param graph the network up to the outputs that are read, for pictures of the prepared size
 * @param categories how many classes there are, and one place for the background where it has one
 * @param maker of its decoder
 */
public record DetectionHead(Graph graph, int categories, Maker maker) {
  private static final String BOXES = Role.BOXES.key();
  private static final String LOGITS = Role.LOGITS.key();
  private static final String REGIONS = Role.REGIONS.key();
  private static final int BOX = SsdLite.BOX;

  /** Makes a decoder for what may be answered. */
  @FunctionalInterface
  public interface Maker {
    /**
     * @param allowed by category, 0 the background
     */
    DetectionDecoder decoder(boolean[] allowed, float scoreThreshold, int maxResults);
  }

  /**
   * The head of a model.
   *
   * @param input how pictures are prepared; the head is for pictures of that size
   * @throws UnsupportedModelException if the model is no detector of such pictures
   * @throws MalformedModelException if its outputs are not those of its recipe or of its anchors
   */
  public static DetectionHead of(Model model, Preprocessing input) {
    if (model.card().task() != VisionTask.DETECTION) {
      throw noDetector(model);
    }
    Optional<Recipe> recipe = model.recipe();
    try {
      if (recipe.filter(YoloV2::isFor).isPresent()) {
        return yolo(model, input, recipe.get());
      }
      if (recipe.filter(Ssd::isFor).isPresent()) {
        return caffe(model, input, recipe.get());
      }
    } catch (IllegalArgumentException e) {
      // The zoo's word for a recipe that is not one of its networks, or sets what they do not take.
      throw new MalformedModelException(
          String.format(Locale.ROOT, "'%s': %s", model.card().title(), e.getMessage()));
    }
    return model.find(Role.DETECTION_SCORES).isPresent()
        ? decoded(model, input)
        : tensorFlow(model, input);
  }

  /** The network with these outputs, for pictures of the prepared size. */
  private static Graph ending(Model model, Preprocessing input, Role... roles) {
    for (Role role : roles) {
      if (model.find(role).isEmpty()) {
        throw noDetector(model);
      }
    }
    return SizedGraph.of(model, model.ending(roles), input);
  }

  /** Where the network says how many it found, only so many count. */
  private static DetectionHead decoded(Model model, Preprocessing input) {
    boolean counts = model.find(Role.DETECTION_COUNT).isPresent();
    List<Role> roles = DecodedBoxes.roles(counts);
    Graph graph = ending(model, input, roles.toArray(Role[]::new));
    int boxes = graph.outputs().get(Role.DETECTION_SCORES.key()).shape().elements();
    int sides = graph.outputs().get(Role.DETECTION_BOXES.key()).shape().elements();
    int classes = graph.outputs().get(Role.DETECTION_CLASSES.key()).shape().elements();
    if (sides != Math.multiplyExact(boxes, BOX) || classes != boxes) {
      throw new MalformedModelException(
          String.format(
              Locale.ROOT,
              "'%s' gives %d scores, but %d sides of boxes and %d classes",
              model.card().title(),
              boxes,
              sides,
              classes));
    }
    return new DetectionHead(
        graph,
        classes(model),
        (allowed, least, most) -> new DecodedBoxes(allowed, least, most, counts));
  }

  /** As the network's last layer says, else the labels. */
  private static int classes(Model model) {
    return model.graph().nodes().stream()
        .flatMap(
            node ->
                node.op() instanceof Op.DetectionPostProcess(DetectionRule rule)
                    ? Stream.of(rule.classes())
                    : Stream.empty())
        .findFirst()
        .orElseGet(
            () ->
                model.card().labels().isEmpty()
                    ? DecodedBoxes.UNNAMED
                    : model.card().labels().size());
  }

  private static DetectionHead caffe(Model model, Preprocessing input, Recipe recipe) {
    float[] priors = SsdPriors.of(recipe);
    int side = recipe.resolution();
    if (input.height() != side || input.width() != side) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "'%s' cannot be built for pictures of %dx%d: its boxes are for %dx%d",
              model.card().title(),
              input.width(),
              input.height(),
              side,
              side));
    }
    return ssd(
        model,
        ending(model, input, Role.BOXES, Role.LOGITS),
        priors,
        (a, least, most) -> new CaffeSsdDecoder(priors, a, least, most));
  }

  private static DetectionHead tensorFlow(Model model, Preprocessing input) {
    Graph graph = ending(model, input, Role.BOXES, Role.LOGITS);
    List<Shape> maps = SsdLite.predictedMaps(graph);
    if (maps.size() < 2 || !maps.stream().allMatch(Shape::isMap)) {
      throw noDetector(model);
    }
    float[] anchors;
    try {
      anchors = SsdAnchors.of(maps);
    } catch (IllegalArgumentException e) {
      throw new UnsupportedModelException(
          String.format(Locale.ROOT, "'%s': %s", model.card().title(), e.getMessage()));
    }
    return ssd(model, graph, anchors, (a, least, most) -> new SsdDecoder(anchors, a, least, most));
  }

  private static DetectionHead ssd(Model model, Graph graph, float[] anchors, Maker maker) {
    int count = anchors.length / BOX;
    Shape boxes = graph.outputs().get(BOXES).shape();
    Shape logits = graph.outputs().get(LOGITS).shape();
    if (!boxes.equals(Shape.of(count, BOX))
        || logits.rank() != 2
        || logits.dims().getFirst() != count
        || logits.channels() < 2) {
      throw new MalformedModelException(
          String.format(
              Locale.ROOT,
              "'%s' has %d anchors, but boxes of %s and logits of %s",
              model.card().title(),
              count,
              boxes,
              logits));
    }
    return new DetectionHead(graph, logits.channels(), maker);
  }

  /** Pictures may be prepared to another size than the recipe's: the output follows the input. */
  private static DetectionHead yolo(Model model, Preprocessing input, Recipe recipe) {
    if (input.height() % YoloV2.STRIDE != 0 || input.width() % YoloV2.STRIDE != 0) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "'%s' cannot be built for pictures of %dx%d: give multiples of %d",
              model.card().title(),
              input.width(),
              input.height(),
              YoloV2.STRIDE));
    }
    List<YoloV2.Anchor> anchors = YoloV2.anchors(recipe);
    Graph graph = ending(model, input, Role.REGIONS);
    int rows = input.height() / YoloV2.STRIDE;
    int columns = input.width() / YoloV2.STRIDE;
    Shape expected =
        Shape.of(rows, columns, YoloV2.BOXES * Math.addExact(YoloV2.BOX, recipe.classes()));
    Shape regions = graph.outputs().get(REGIONS).shape();
    if (!regions.equals(expected)) {
      throw new MalformedModelException(
          String.format(
              Locale.ROOT,
              "'%s' is no YOLOv2 of %d classes for pictures of %dx%d: its output 'regions' is %s,"
                  + " not %s",
              model.card().title(),
              recipe.classes(),
              input.width(),
              input.height(),
              regions,
              expected));
    }
    return new DetectionHead(
        graph,
        recipe.classes() + 1,
        (allowed, least, most) -> new YoloDecoder(rows, columns, anchors, allowed, least, most));
  }

  private static UnsupportedModelException noDetector(Model model) {
    return new UnsupportedModelException(
        String.format(
            Locale.ROOT,
            "'%s' is no detector: it needs the task detection, and outputs 'boxes' and 'logits'"
                + " with predictors called as SSDLite's, the recipe of a detector, or boxes,"
                + " classes and scores",
            model.card().title()));
  }
}
