package liviano.paper.experiments;

import java.util.Locale;

/**
 * How many channels of an expansion layer were above 0 after its non-linearity, over the positions
 * of one or more pictures. The paper's appendix A: where at least as many are positive as the layer
 * read channels, {@code k} of {@code tk}, a generic ReLU layer loses nothing.
 *
 * @param block the layer's block
 * @param narrow channels that the layer reads: k
 * @param channels channels that it gives: tk
 * @param positions of all pictures
 * @param sum of positive channels, over the positions
 * @param squares of positive channels, summed
 * @param least positive channels at a position
 * @param most positive channels at a position
 * @param below positions with fewer than {@code narrow} positive channels
 */
public record LayerActivity(
    String block,
    int narrow,
    int channels,
    long positions,
    long sum,
    long squares,
    int least,
    int most,
    long below) {

  /**
   * Counts a map after its non-linearity.
   *
   * @param values positions x channels
   * @throws IllegalArgumentException if there is no position, or part of one
   */
  public static LayerActivity of(String block, int narrow, int channels, float[] values) {
    if (values.length == 0 || values.length % channels != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%d values are no positions of %d channels", values.length, channels));
    }
    long sum = 0;
    long squares = 0;
    long below = 0;
    int least = channels;
    int most = 0;
    for (int at = 0; at < values.length; at += channels) {
      int positive = 0;
      for (int c = at; c < at + channels; c++) {
        positive += values[c] > 0 ? 1 : 0;
      }
      sum += positive;
      squares += (long) positive * positive;
      least = Math.min(least, positive);
      most = Math.max(most, positive);
      below += positive < narrow ? 1 : 0;
    }
    return new LayerActivity(
        block, narrow, channels, values.length / channels, sum, squares, least, most, below);
  }

  /**
   * Both together.
   *
   * @throws IllegalArgumentException if the other is of another layer
   */
  public LayerActivity plus(LayerActivity other) {
    if (!block.equals(other.block) || narrow != other.narrow || channels != other.channels) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "the layers of %s and %s are not one", block, other.block));
    }
    return new LayerActivity(
        block,
        narrow,
        channels,
        positions + other.positions,
        sum + other.sum,
        squares + other.squares,
        Math.min(least, other.least),
        Math.max(most, other.most),
        below + other.below);
  }

  /** The share of channels that suffices for nothing to be lost: k / tk, the paper's 1/6. */
  public double threshold() {
    return (double) narrow / channels;
  }

  /** The mean share of channels that were positive, 0 to 1. */
  public double meanShare() {
    return (double) sum / positions / channels;
  }

  /** The least share at any position. */
  public double leastShare() {
    return (double) least / channels;
  }

  /** The greatest share at any position. */
  public double mostShare() {
    return (double) most / channels;
  }

  /** The standard deviation of the share from position to position. */
  public double deviation() {
    double mean = (double) sum / positions;
    return Math.sqrt(Math.max(0, (double) squares / positions - mean * mean)) / channels;
  }

  /** The share of positions below the threshold. */
  public double belowShare() {
    return (double) below / positions;
  }
}
