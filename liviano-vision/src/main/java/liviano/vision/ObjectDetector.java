package liviano.vision;

import java.util.List;
import liviano.engine.Program;
import liviano.graph.Graph;
import liviano.graph.Shape;
import liviano.model.Labels;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.vision.detection.SsdDecoder;
import liviano.zoo.SsdAnchors;
import liviano.zoo.SsdLite;

/**
 * Finds objects in a picture. Immutable and thread-safe: one detector serves all threads, each
 * inference on one core unless the options say otherwise. Nothing has to be closed.
 */
public final class ObjectDetector {
  private static final String BOXES = "boxes";
  private static final String LOGITS = "logits";
  private static final int BOX = SsdLite.BOX;

  private final List<String> labels;
  private final SsdDecoder decoder;
  private final ModelRunner runner;

  private ObjectDetector(Model model, Graph graph, float[] anchors, DetectorOptions options) {
    this.labels = LabelFilter.labels(model.card(), graph.outputs().get(LOGITS).shape().channels());
    this.decoder =
        new SsdDecoder(
            anchors, answerable(options, labels), options.scoreThreshold(), options.maxResults());
    this.runner = new ModelRunner(model, graph, model.card().preprocessing(), options.compile());
  }

  /** A detector with default options. */
  public static ObjectDetector of(Model model) {
    return of(model, DetectorOptions.defaults());
  }

  /**
   * A detector. Its anchors are those of {@link SsdAnchors} for the maps of its predictors.
   *
   * @throws IllegalArgumentException if the model is no detector of objects in pictures, or the
   *     options name a label that it does not know
   */
  public static ObjectDetector of(Model model, DetectorOptions options) {
    String title = model.card().title();
    List<Shape> maps = SsdLite.predictedMaps(model.graph());
    if (model.card().task() != ModelCard.Task.DETECTION
        || model.graph().find(BOXES).isEmpty()
        || model.graph().find(LOGITS).isEmpty()
        || maps.size() < 2
        || !maps.stream().allMatch(Shape::isMap)) {
      throw new IllegalArgumentException(
          ("'%s' is no detector: it needs the task detection, outputs 'boxes' and 'logits', and"
                  + " predictors called as SSDLite's")
              .formatted(title));
    }
    Graph graph = model.graph().endingAt(BOXES, LOGITS);
    float[] anchors = SsdAnchors.of(maps);
    int count = anchors.length / BOX;
    Shape boxes = graph.outputs().get(BOXES).shape();
    Shape logits = graph.outputs().get(LOGITS).shape();
    if (!boxes.equals(Shape.of(count, BOX))
        || !logits.equals(Shape.of(count, logits.channels()))
        || logits.channels() < 2) {
      throw new IllegalArgumentException(
          "'%s' has %d anchors, but boxes of %s and logits of %s"
              .formatted(title, count, boxes, logits));
    }
    return new ObjectDetector(model, graph, anchors, options);
  }

  /** The objects in the picture, the surest first; of equally sure ones the lower category. */
  public List<Detection> detect(Picture picture) {
    return detect(picture, Region.whole(picture));
  }

  /**
   * The objects in a region of the picture, the surest first. Boxes are in pixels of the picture,
   * and end where the region ends.
   *
   * @throws IllegalArgumentException if the region is not inside the picture
   */
  public List<Detection> detect(Picture picture, Region region) {
    List<SsdDecoder.Found> found =
        runner.run(
            picture,
            region,
            session ->
                decoder.decode(session.output(BOXES).segment(), session.output(LOGITS).segment()));
    Placement placement = runner.placement(region);
    return found.stream()
        .map(f -> detection(f, placement))
        .filter(d -> d.box().width() > 0 && d.box().height() > 0)
        .toList();
  }

  /** The name of every class by category id, 0 the background. */
  public List<String> labels() {
    return labels;
  }

  /** The compiled network, to see its kernels and memory. */
  public Program program() {
    return runner.program();
  }

  private Detection detection(SsdDecoder.Found found, Placement placement) {
    Shape input = runner.inputShape();
    Region source = placement.source();
    double left = placement.columns().source(found.left() * (double) input.width());
    double right = placement.columns().source(found.right() * (double) input.width());
    double top = placement.rows().source(found.top() * (double) input.height());
    double bottom = placement.rows().source(found.bottom() * (double) input.height());
    return new Detection(
        found.category(),
        labels.get(found.category()),
        found.score(),
        new Box(
            (float) (source.x() + left),
            (float) (source.y() + top),
            (float) (right - left),
            (float) (bottom - top)));
  }

  private static boolean[] answerable(DetectorOptions options, List<String> labels) {
    boolean[] answerable = new boolean[labels.size()];
    for (int i :
        LabelFilter.allowed(options.categoryAllowlist(), options.categoryDenylist(), labels)) {
      answerable[i] = !labels.get(i).isBlank() && !labels.get(i).equals(Labels.NONE);
    }
    return answerable;
  }
}
