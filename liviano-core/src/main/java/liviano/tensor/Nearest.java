package liviano.tensor;

/**
 * Which input position an output position of a nearest-neighbour resize copies, along one axis.
 * TensorFlow has three of these rules, ONNX all of them.
 *
 * <p>Positions are fractions of whole numbers here, so one that lies exactly between two goes where
 * the rule says. Engines that divide in floats take the other one now and then: ONNX Runtime where
 * it shrinks by 7, for example.
 *
 * @param sampling where the output position falls on the input
 * @param rounding which input position that is
 */
public record Nearest(Sampling sampling, Rounding rounding) {
  /** TensorFlow's rule without flags: {@code floor(out * in / out)}. */
  public static final Nearest LEGACY = new Nearest(Sampling.LEGACY, Rounding.FLOOR);

  /** TensorFlow's rule with half-pixel centres, and that of most others. */
  public static final Nearest HALF_PIXEL =
      new Nearest(Sampling.HALF_PIXEL, Rounding.ROUND_PREFER_CEIL);

  /** TensorFlow's rule with aligned corners. */
  public static final Nearest ALIGN_CORNERS =
      new Nearest(Sampling.ALIGN_CORNERS, Rounding.ROUND_PREFER_CEIL);

  /** How a position between two becomes one of them; called as ONNX calls them. */
  public enum Rounding {
    FLOOR,
    /** To the nearer one, and the first of two that are as near. */
    ROUND_PREFER_FLOOR,
    /** To the nearer one, and the second of two that are as near. */
    ROUND_PREFER_CEIL,
    CEIL
  }

  /**
   * The input position, from 0 to {@code in - 1}.
   *
   * @param position on the output, from 0
   * @param in extent of the input, at most 2^30
   * @param out extent of the output, at most 2^30
   */
  public int source(int position, int in, int out) {
    return switch (sampling) {
      case HALF_PIXEL -> halfPixel(position, in, out);
      case PYTORCH_HALF_PIXEL -> out == 1 ? 0 : halfPixel(position, in, out);
      case ALIGN_CORNERS -> out == 1 ? 0 : rounded((long) position * (in - 1), out - 1, in);
      case LEGACY -> rounded((long) position * in, out, in);
    };
  }

  private int halfPixel(int position, int in, int out) {
    return rounded((2L * position + 1) * in - out, 2L * out, in);
  }

  /** The fraction {@code above / below} as a position of an axis of {@code in}. */
  private int rounded(long above, long below, int in) {
    long rounded =
        switch (rounding) {
          case FLOOR -> Math.floorDiv(above, below);
          case ROUND_PREFER_FLOOR -> Math.ceilDiv(2 * above - below, 2 * below);
          case ROUND_PREFER_CEIL -> Math.floorDiv(2 * above + below, 2 * below);
          case CEIL -> Math.ceilDiv(above, below);
        };
    return Math.clamp(rounded, 0, in - 1);
  }
}
