package liviano.spark;

import java.io.Serial;
import liviano.vision.DetectorOptions;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * Finds objects in pictures, as {@link liviano.vision.ObjectDetector} does. The answers are {@code
 * array<struct<label: string, index: int, score: float, x: float, y: float, width: float, height:
 * float>>}, the surest first; boxes are in pixels of the picture upright, from its top left corner.
 */
public final class ObjectDetection extends RankingTransformer<ObjectDetection> {
  @Serial private static final long serialVersionUID = 1L;

  /** One with a new uid. */
  public ObjectDetection() {
    this(Identifiable$.MODULE$.randomUID("ObjectDetection"));
  }

  /** One with this uid. */
  public ObjectDetection(String uid) {
    super(
        uid,
        "detections",
        DetectorOptions.defaults().maxResults(),
        DetectorOptions.defaults().scoreThreshold());
  }

  @Override
  ObjectDetection self() {
    return this;
  }

  @Override
  Task<?> task() {
    return new Detect(getMaxResults(), (float) getScoreThreshold());
  }

  /** Reads what was saved. */
  public static MLReader<ObjectDetection> read() {
    return new StageReader<>();
  }

  /** Reads what was saved under a path. */
  public static ObjectDetection load(String path) {
    return read().load(path);
  }
}
