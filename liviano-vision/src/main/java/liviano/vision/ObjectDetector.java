package liviano.vision;

import java.util.List;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.engine.Program;
import liviano.graph.Shape;
import liviano.model.Labels;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.vision.answer.LabelFilter;
import liviano.vision.detection.DetectionDecoder;
import liviano.vision.detection.DetectionHead;
import liviano.vision.detection.Found;
import liviano.vision.prepare.Placement;

/**
 * Finds objects in a picture. Immutable and thread-safe: one detector serves all threads, each
 * inference on one core unless the options say otherwise. Nothing has to be closed.
 */
public final class ObjectDetector {
  private final List<String> labels;
  private final DetectionDecoder decoder;
  private final ModelRunner runner;

  private ObjectDetector(
      Model model, DetectionHead head, Preprocessing preprocessing, DetectorOptions options) {
    this.labels = LabelFilter.labels(options.labels(), model.card(), head.categories());
    this.decoder =
        head.maker()
            .decoder(answerable(options, labels), options.scoreThreshold(), options.maxResults());
    this.runner = new ModelRunner(model, head.graph(), preprocessing, options.compile());
  }

  /** A detector with default options. */
  public static ObjectDetector of(Model model) {
    return of(model, DetectorOptions.defaults());
  }

  /**
   * A detector. The model's recipe tells how its outputs are read: those of SSD300 and SSD512
   * against {@link liviano.zoo.SsdPriors}, those of YOLOv2 against its anchors; all others, and
   * those of models without a recipe, against the {@link liviano.zoo.SsdAnchors} for the maps of
   * their predictors.
   *
   * @throws UnsupportedModelException if the model is no detector of objects in pictures of the
   *     size that the options or its card say
   * @throws MalformedModelException if its outputs are not those of its recipe or of its anchors,
   *     or its card names more or fewer labels than it has classes
   * @throws IllegalArgumentException if the options name no class of the model, or one by a word
   *     that several have, or have more or fewer labels than there are classes
   */
  public static ObjectDetector of(Model model, DetectorOptions options) {
    Preprocessing preprocessing = options.preprocessing().orElse(model.card().preprocessing());
    return new ObjectDetector(
        model, DetectionHead.of(model, preprocessing), preprocessing, options);
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
    List<Found> found =
        runner.run(
            picture,
            region,
            session ->
                decoder.decode(
                    decoder.outputs().stream().map(o -> session.output(o).segment()).toList()));
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

  private Detection detection(Found found, Placement placement) {
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
