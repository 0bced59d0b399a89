package liviano.vision;

import java.time.Duration;
import java.util.List;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.engine.CancelledException;
import liviano.engine.Deadline;
import liviano.engine.Program;
import liviano.model.Labels;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.tensor.Shape;
import liviano.vision.answer.FiniteOutputs;
import liviano.vision.answer.LabelFilter;
import liviano.vision.answer.Parallel;
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
  private final DetectionHead.Maker decoders;
  private final boolean[] answerable;
  private final DetectionDecoder decoder;
  private final DetectorOptions options;
  private final PictureRunner runner;

  private ObjectDetector(
      Model model, DetectionHead head, Preprocessing preprocessing, DetectorOptions options) {
    this.options = options;
    this.labels = LabelFilter.labels(options.labels(), model.card(), head.categories());
    this.decoders = head.maker();
    this.answerable = answerable(options, labels);
    this.decoder = decoder(options);
    this.runner = new PictureRunner(model, head.graph(), preprocessing, options.compile());
  }

  private ObjectDetector(ObjectDetector other, DetectorOptions options) {
    this.labels = other.labels;
    this.decoders = other.decoders;
    this.answerable = other.answerable;
    this.decoder = sameResults(other.options, options) ? other.decoder : decoder(options);
    this.options = options;
    this.runner = other.runner;
  }

  private DetectionDecoder decoder(DetectorOptions options) {
    return decoders.decoder(answerable, options.scoreThreshold(), options.maxResults());
  }

  private static boolean sameResults(DetectorOptions a, DetectorOptions b) {
    return a.scoreThreshold() == b.scoreThreshold() && a.maxResults() == b.maxResults();
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
   * @throws CancelledException if the calling thread is interrupted, or the options' time is over
   */
  public List<Detection> detect(Picture picture, Region region) {
    return detect(picture, region, options.deadline());
  }

  /**
   * The objects in each of several pictures, in their order. Works on as many pictures at a time as
   * there are processors (fewer where several threads share one inference), on the calling thread
   * and on threads that end with the call; each has the memory of one inference. The answers are
   * those of the pictures one by one.
   *
   * <p>If a picture fails, no further ones are begun, and the exception of the first in the list
   * that failed is thrown.
   *
   * @throws CancelledException if the calling thread is interrupted, or the options' time for all
   *     pictures together is over
   */
  public List<List<Detection>> detect(List<Picture> pictures) {
    Deadline deadline = options.deadline();
    return Parallel.map(
        pictures,
        Parallel.threads(options.threads()),
        picture -> detect(picture, Region.whole(picture), deadline));
  }

  private List<Detection> detect(Picture picture, Region region, Deadline deadline) {
    List<Found> found =
        runner.run(
            picture,
            region,
            deadline,
            session ->
                decoder.decode(
                    decoder.outputs().stream()
                        .map(session::output)
                        .map(FiniteOutputs::require)
                        .toList()));
    Placement placement = runner.placement(region);
    return found.stream()
        .map(f -> detection(f, placement))
        .filter(d -> d.box().width() > 0 && d.box().height() > 0)
        .toList();
  }

  /**
   * The same with another time for every call, sharing the compiled network and its memory, so that
   * each call may have a time of its own: {@code detector.withTimeout(left).detect(picture)}.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ObjectDetector withTimeout(Duration timeout) {
    return new ObjectDetector(this, options.toBuilder().timeout(timeout).build());
  }

  /**
   * The same with other bounds of its answers, sharing the compiled network and its memory, so that
   * each call may have its own: {@code detector.withResults(10, 0.3f).detect(picture)}.
   *
   * @param most objects in an answer
   * @param threshold the least score of one
   * @throws IllegalArgumentException if {@code most} is below 1, or the threshold not from 0 to 1
   */
  public ObjectDetector withResults(int most, float threshold) {
    return new ObjectDetector(
        this, options.toBuilder().maxResults(most).scoreThreshold(threshold).build());
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
