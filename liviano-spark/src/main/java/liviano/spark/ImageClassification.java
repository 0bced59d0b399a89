package liviano.spark;

import java.io.Serial;
import liviano.vision.ClassifierOptions;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * Says what is in pictures, as {@link liviano.vision.ImageClassifier} does. The answers are {@code
 * array<struct<label: string, index: int, score: float>>}, the likeliest first.
 */
public final class ImageClassification extends RankingTransformer<ImageClassification> {
  @Serial private static final long serialVersionUID = 1L;

  /** One with a new uid. */
  public ImageClassification() {
    this(Identifiable$.MODULE$.randomUID("ImageClassification"));
  }

  /** One with this uid. */
  public ImageClassification(String uid) {
    super(
        uid,
        "categories",
        ClassifierOptions.defaults().maxResults(),
        ClassifierOptions.defaults().scoreThreshold());
  }

  @Override
  ImageClassification self() {
    return this;
  }

  @Override
  Task<?> task() {
    return new Classify(getMaxResults(), (float) getScoreThreshold());
  }

  /** Reads what was saved. */
  public static MLReader<ImageClassification> read() {
    return new StageReader<>();
  }

  /** Reads what was saved under a path. */
  public static ImageClassification load(String path) {
    return read().load(path);
  }
}
