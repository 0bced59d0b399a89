package liviano.formats;

import java.util.Optional;
import liviano.Limits;

/**
 * How a model file is read.
 *
 * @param cut the part of a TensorFlow graph that is taken; {@link GraphCut#NONE} for all of a file
 *     of any kind
 * @param limits on what the file may hold, and on its network
 * @param rounding of a TensorFlow Lite file; empty for what the file says, and {@link
 *     IntegerRounding#XNNPACK} where it says nothing. Files of other kinds are refused where it is
 *     given
 */
public record ReadOptions(GraphCut cut, Limits limits, Optional<IntegerRounding> rounding) {
  /**
   * @throws IllegalArgumentException if there are a cut and a rounding, which are for files of two
   *     kinds
   */
  public ReadOptions {
    if (!cut.isNone() && rounding.isPresent()) {
      throw new IllegalArgumentException(
          "a TensorFlow graph is cut, and a TensorFlow Lite file is rounded: no file is both");
    }
  }

  /** All of the file, the default limits, rounded as the file says. */
  public static ReadOptions defaults() {
    return new ReadOptions(GraphCut.NONE, Limits.defaults(), Optional.empty());
  }

  public ReadOptions withCut(GraphCut part) {
    return new ReadOptions(part, limits, rounding);
  }

  public ReadOptions withLimits(Limits most) {
    return new ReadOptions(cut, most, rounding);
  }

  public ReadOptions withRounding(IntegerRounding whose) {
    return new ReadOptions(cut, limits, Optional.of(whose));
  }
}
