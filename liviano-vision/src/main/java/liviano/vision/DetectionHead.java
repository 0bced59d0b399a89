package liviano.vision;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.graph.Graph;
import liviano.graph.Shape;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.vision.detection.CaffeSsdDecoder;
import liviano.vision.detection.DetectionDecoder;
import liviano.vision.detection.SsdDecoder;
import liviano.vision.detection.YoloDecoder;
import liviano.zoo.Recipe;
import liviano.zoo.Ssd;
import liviano.zoo.SsdAnchors;
import liviano.zoo.SsdLite;
import liviano.zoo.SsdPriors;
import liviano.zoo.YoloV2;

/**
 * How the outputs of a detector are read, which its recipe tells. A model without a recipe is read
 * as TensorFlow's SSDs are, where its layers are called as theirs.
 *
 * @param graph the network up to the outputs that are read
 * @param categories how many classes there are, and one place for the background
 * @param maker of its decoder
 */
record DetectionHead(Graph graph, int categories, Maker maker) {
  private static final String BOXES = "boxes";
  private static final String LOGITS = "logits";
  private static final String REGIONS = "regions";
  private static final int BOX = SsdLite.BOX;

  /** Makes a decoder for what may be answered. */
  @FunctionalInterface
  interface Maker {
    /**
     * @param allowed by category, 0 the background
     */
    DetectionDecoder decoder(boolean[] allowed, float scoreThreshold, int maxResults);
  }

  /**
   * The head of a model.
   *
   * @throws IllegalArgumentException if the model is no detector, or its outputs are not those of
   *     its recipe
   */
  static DetectionHead of(Model model) {
    if (model.card().task() != ModelCard.Task.DETECTION) {
      throw noDetector(model);
    }
    Optional<Recipe> recipe = model.recipe();
    if (recipe.filter(YoloV2::isFor).isPresent()) {
      return yolo(model, recipe.get());
    }
    if (recipe.filter(Ssd::isFor).isPresent()) {
      float[] priors = SsdPriors.of(recipe.get());
      return ssd(model, priors, (a, least, most) -> new CaffeSsdDecoder(priors, a, least, most));
    }
    List<Shape> maps = SsdLite.predictedMaps(model.graph());
    if (maps.size() < 2 || !maps.stream().allMatch(Shape::isMap)) {
      throw noDetector(model);
    }
    float[] anchors = SsdAnchors.of(maps);
    return ssd(model, anchors, (a, least, most) -> new SsdDecoder(anchors, a, least, most));
  }

  private static DetectionHead ssd(Model model, float[] anchors, Maker maker) {
    if (model.graph().find(BOXES).isEmpty() || model.graph().find(LOGITS).isEmpty()) {
      throw noDetector(model);
    }
    Graph graph = model.graph().endingAt(BOXES, LOGITS);
    int count = anchors.length / BOX;
    Shape boxes = graph.outputs().get(BOXES).shape();
    Shape logits = graph.outputs().get(LOGITS).shape();
    if (!boxes.equals(Shape.of(count, BOX))
        || !logits.equals(Shape.of(count, logits.channels()))
        || logits.channels() < 2) {
      throw new IllegalArgumentException(
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

  /** The card may ask for another size than the recipe's: the output follows the input. */
  private static DetectionHead yolo(Model model, Recipe recipe) {
    int numbers = YoloV2.BOX + recipe.classes();
    Optional<Value> regions = model.graph().find(REGIONS);
    if (regions.isEmpty()
        || !regions.get().shape().isMap()
        || regions.get().shape().channels() != YoloV2.BOXES * numbers) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' is no YOLOv2 of %d classes: it needs an output 'regions' of %d channels",
              model.card().title(),
              recipe.classes(),
              YoloV2.BOXES * numbers));
    }
    Preprocessing input = model.card().preprocessing();
    if (input.height() % YoloV2.STRIDE != 0 || input.width() % YoloV2.STRIDE != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' is prepared for pictures of %dx%d: give multiples of %d",
              model.card().title(),
              input.height(),
              input.width(),
              YoloV2.STRIDE));
    }
    int rows = input.height() / YoloV2.STRIDE;
    int columns = input.width() / YoloV2.STRIDE;
    List<YoloV2.Anchor> anchors = YoloV2.anchors(recipe);
    return new DetectionHead(
        model.graph().endingAt(REGIONS),
        recipe.classes() + 1,
        (allowed, least, most) -> new YoloDecoder(rows, columns, anchors, allowed, least, most));
  }

  private static IllegalArgumentException noDetector(Model model) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "'%s' is no detector: it needs the task detection, outputs 'boxes' and 'logits', and"
                + " predictors called as SSDLite's, or the recipe of a detector",
            model.card().title()));
  }
}
