package liviano.spark;

import java.io.Serial;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * Gives each pixel of a picture a class, as {@link liviano.vision.ImageSegmenter} does. The answers
 * are {@code struct<width: int, height: int, mask: binary, areas: array<struct<label: string,
 * index: int, pixels: long, share: double>>>}. A mask is a grey PNG file of 8 bits, of the
 * picture's size, in which the brightness of a pixel is the index of its class; areas are those of
 * the classes that are there, the largest first.
 */
public final class ImageSegmentation extends PictureTransformer<ImageSegmentation> {
  @Serial private static final long serialVersionUID = 1L;

  /** One with a new uid. */
  public ImageSegmentation() {
    this(Identifiable$.MODULE$.randomUID("ImageSegmentation"));
  }

  /** One with this uid. */
  public ImageSegmentation(String uid) {
    super(uid, "segments");
  }

  @Override
  ImageSegmentation self() {
    return this;
  }

  @Override
  Task<?> task() {
    return new Segment();
  }

  /** Reads what was saved. */
  public static MLReader<ImageSegmentation> read() {
    return new StageReader<>();
  }

  /** Reads what was saved under a path. */
  public static ImageSegmentation load(String path) {
    return read().load(path);
  }
}
