package liviano.spark;

import java.io.Serial;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * Turns pictures into vectors, as {@link liviano.vision.ImageEmbedder} does: dense vectors of
 * Spark's machine learning, which its estimators take.
 */
public final class ImageEmbedding extends PictureTransformer<ImageEmbedding> {
  @Serial private static final long serialVersionUID = 1L;

  private final BooleanParam unitLength;

  /** One with a new uid. */
  public ImageEmbedding() {
    this(Identifiable$.MODULE$.randomUID("ImageEmbedding"));
  }

  /** One with this uid. */
  public ImageEmbedding(String uid) {
    super(uid, "embedding");
    this.unitLength =
        new BooleanParam(this, "unitLength", "whether vectors are scaled to length 1");
    setDefault(unitLength, false);
  }

  /** Whether vectors are scaled to length 1; not if not set. */
  public BooleanParam unitLength() {
    return unitLength;
  }

  public ImageEmbedding setUnitLength(boolean scaled) {
    set(unitLength, (Object) scaled);
    return this;
  }

  public boolean getUnitLength() {
    return (boolean) getOrDefault(unitLength);
  }

  @Override
  ImageEmbedding self() {
    return this;
  }

  @Override
  Task<?> task() {
    return new Embed(getUnitLength(), true);
  }

  /** Reads what was saved. */
  public static MLReader<ImageEmbedding> read() {
    return new StageReader<>();
  }

  /** Reads what was saved under a path. */
  public static ImageEmbedding load(String path) {
    return read().load(path);
  }
}
