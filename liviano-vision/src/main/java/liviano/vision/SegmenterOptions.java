package liviano.vision;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.engine.CompileOptions;
import liviano.model.Preprocessing;

/**
 * What a segmenter answers, and how it computes.
 *
 * @param scales the sizes at which the picture is seen, as multiples of the network's input; where
 *     there are several, each pixel's probabilities are averaged over them
 * @param flip whether each size is also seen mirrored, left to right
 * @param confidences whether the answer says how sure it is of each pixel
 * @param preprocessing instead of the one in the model's card
 * @param compile threads of one inference and the kernels to use
 */
public record SegmenterOptions(
    List<Double> scales,
    boolean flip,
    boolean confidences,
    Optional<Preprocessing> preprocessing,
    CompileOptions compile) {

  /** The six scales of the paper's table 7. */
  public static final List<Double> PAPER_SCALES = List.of(0.5, 0.75, 1.0, 1.25, 1.5, 1.75);

  private static final int MOST_SCALES = 16;

  /**
   * @throws IllegalArgumentException if there is no scale, one occurs twice, there are more than
   *     16, or one is outside 0.1 to 4
   */
  public SegmenterOptions {
    scales = List.copyOf(scales);
    if (scales.isEmpty()
        || scales.size() > MOST_SCALES
        || new HashSet<>(scales).size() < scales.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "give 1 to %d scales, each once, not %s", MOST_SCALES, scales));
    }
    for (double scale : scales) {
      if (!(scale >= 0.1 && scale <= 4)) {
        throw new IllegalArgumentException("scales must be from 0.1 to 4, one is " + scale);
      }
    }
  }

  /** One look at the picture, as it is. */
  public static SegmenterOptions defaults() {
    return new SegmenterOptions(
        List.of(1.0), false, false, Optional.empty(), CompileOptions.defaults());
  }

  /** At the six scales of the paper. */
  public SegmenterOptions withMultiScale() {
    return withScales(PAPER_SCALES);
  }

  public SegmenterOptions withScales(List<Double> newScales) {
    return new SegmenterOptions(newScales, flip, confidences, preprocessing, compile);
  }

  public SegmenterOptions withFlip(boolean newFlip) {
    return new SegmenterOptions(scales, newFlip, confidences, preprocessing, compile);
  }

  public SegmenterOptions withConfidences(boolean newConfidences) {
    return new SegmenterOptions(scales, flip, newConfidences, preprocessing, compile);
  }

  public SegmenterOptions withPreprocessing(Preprocessing other) {
    return new SegmenterOptions(scales, flip, confidences, Optional.of(other), compile);
  }

  public SegmenterOptions withCompile(CompileOptions other) {
    return new SegmenterOptions(scales, flip, confidences, preprocessing, other);
  }
}
