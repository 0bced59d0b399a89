package liviano.paper.experiments;

import java.util.Locale;

/**
 * What a ReLU6 after a linear bottleneck would destroy: everything below 0, and of what is above 6
 * the excess.
 *
 * @param block the block's name
 * @param channels that the block gives
 * @param values of all pictures
 * @param negative values below 0
 * @param over values above 6
 * @param energy the sum of the squares of all values
 * @param lostBelow the sum of the squares of the negative values
 * @param lostAbove the sum of the squares of the excess over 6
 */
public record BlockLoss(
    String block,
    int channels,
    long values,
    long negative,
    long over,
    double energy,
    double lostBelow,
    double lostAbove) {
  private static final float SIX = 6;

  /** Sums up the values of a linear bottleneck. */
  public static BlockLoss of(String block, int channels, float[] values) {
    long negative = 0;
    long over = 0;
    double energy = 0;
    double lostBelow = 0;
    double lostAbove = 0;
    for (float value : values) {
      double square = (double) value * value;
      energy += square;
      if (value < 0) {
        negative++;
        lostBelow += square;
      } else if (value > SIX) {
        over++;
        lostAbove += (double) (value - SIX) * (value - SIX);
      }
    }
    return new BlockLoss(
        block, channels, values.length, negative, over, energy, lostBelow, lostAbove);
  }

  /**
   * Both together.
   *
   * @throws IllegalArgumentException if the other is of another block
   */
  public BlockLoss plus(BlockLoss other) {
    if (!block.equals(other.block) || channels != other.channels) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "the blocks %s and %s are not one", block, other.block));
    }
    return new BlockLoss(
        block,
        channels,
        values + other.values,
        negative + other.negative,
        over + other.over,
        energy + other.energy,
        lostBelow + other.lostBelow,
        lostAbove + other.lostAbove);
  }

  /** The share of values below 0, from 0 to 1. */
  public double negativeShare() {
    return values == 0 ? 0 : (double) negative / values;
  }

  /** The share of values above 6. */
  public double overShare() {
    return values == 0 ? 0 : (double) over / values;
  }

  /** The share of the energy that goes with the negative values. */
  public double lostBelowShare() {
    return energy == 0 ? 0 : lostBelow / energy;
  }

  /** The share of the energy that goes with the excess over 6. */
  public double lostAboveShare() {
    return energy == 0 ? 0 : lostAbove / energy;
  }

  /** The share of the energy that is lost in all. */
  public double lostShare() {
    return lostBelowShare() + lostAboveShare();
  }
}
