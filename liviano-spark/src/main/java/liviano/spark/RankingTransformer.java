package liviano.spark;

import java.io.Serial;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;

/**
 * A transformer whose answers have scores, the best first.
 *
 * @param <T> the transformer itself
 */
public abstract sealed class RankingTransformer<T extends RankingTransformer<T>>
    extends PictureTransformer<T> permits ImageClassification, ObjectDetection {
  @Serial private static final long serialVersionUID = 1L;

  private final IntParam maxResults;
  private final DoubleParam scoreThreshold;

  RankingTransformer(String uid, String usualOutput, int usualResults, double usualThreshold) {
    super(uid, usualOutput);
    this.maxResults =
        new IntParam(
            this, "maxResults", "the most results of a picture", check(value -> (int) value >= 1));
    this.scoreThreshold =
        new DoubleParam(
            this,
            "scoreThreshold",
            "the least score of a result, from 0 to 1",
            check(value -> (double) value >= 0 && (double) value <= 1));
    setDefault(maxResults, usualResults);
    setDefault(scoreThreshold, usualThreshold);
  }

  /** The most results of a picture. */
  public final IntParam maxResults() {
    return maxResults;
  }

  public final T setMaxResults(int most) {
    set(maxResults, (Object) most);
    return self();
  }

  public final int getMaxResults() {
    return (int) getOrDefault(maxResults);
  }

  /** The least score of a result, from 0 to 1. */
  public final DoubleParam scoreThreshold() {
    return scoreThreshold;
  }

  public final T setScoreThreshold(double least) {
    set(scoreThreshold, (Object) least);
    return self();
  }

  public final double getScoreThreshold() {
    return (double) getOrDefault(scoreThreshold);
  }
}
