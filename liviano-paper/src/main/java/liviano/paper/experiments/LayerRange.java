package liviano.paper.experiments;

import java.util.Locale;

/**
 * The values of one layer over pictures, and what they become with 256 integers for the layer. The
 * integers reach from the least to the greatest value, 0 among them and met exactly, as in Jacob et
 * al. 2018 (arXiv:1712.05877).
 *
 * @param layer its name
 * @param linear whether no non-linearity follows it
 * @param values of all pictures
 * @param clipped values that are 6 or more: what a ReLU6 cuts, or has cut
 * @param least of the values and 0
 * @param most of the values and 0
 * @param energy the sum of the squares of the values
 * @param negativeEnergy the part of it that is below 0
 */
public record LayerRange(
    String layer,
    boolean linear,
    long values,
    long clipped,
    double least,
    double most,
    double energy,
    double negativeEnergy) {
  /** Steps between the 256 integers of a byte. */
  private static final int STEPS = 255;

  private static final float SIX = 6;

  /** Sums up the values of a layer. */
  public static LayerRange of(String layer, boolean linear, float[] values) {
    long clipped = 0;
    float least = 0;
    float most = 0;
    double energy = 0;
    double negative = 0;
    for (float value : values) {
      double square = (double) value * value;
      energy += square;
      negative += value < 0 ? square : 0;
      clipped += value >= SIX ? 1 : 0;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return new LayerRange(layer, linear, values.length, clipped, least, most, energy, negative);
  }

  /**
   * Both together.
   *
   * @throws IllegalArgumentException if the other is of another layer
   */
  public LayerRange plus(LayerRange other) {
    if (!layer.equals(other.layer) || linear != other.linear) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "the layers %s and %s are not one", layer, other.layer));
    }
    return new LayerRange(
        layer,
        linear,
        values + other.values,
        clipped + other.clipped,
        Math.min(least, other.least),
        Math.max(most, other.most),
        energy + other.energy,
        negativeEnergy + other.negativeEnergy);
  }

  /** From the least value to the greatest. */
  public double span() {
    return most - least;
  }

  /** The distance of two integers: the largest error of a value is half of it. */
  public double step() {
    return span() / STEPS;
  }

  /** The share of values that are 6 or more, 0 to 1. */
  public double clippedShare() {
    return values == 0 ? 0 : (double) clipped / values;
  }

  /** The share of the energy below 0: what a ReLU would take. */
  public double negativeShare() {
    return energy == 0 ? 0 : negativeEnergy / energy;
  }

  /** The sum of the squares of what rounding these values to the 256 integers changes. */
  public double noise(float[] rounded) {
    double step = step();
    if (step == 0) {
      return 0;
    }
    double zero = Math.rint(-least / step);
    double noise = 0;
    for (float value : rounded) {
      double integer = Math.clamp(Math.rint(value / step) + zero, 0, STEPS);
      double error = (integer - zero) * step - value;
      noise += error * error;
    }
    return noise;
  }

  /**
   * The signal-to-noise ratio in decibels: ten times the decimal logarithm of the energy over that
   * of the noise.
   */
  public double decibels(double noise) {
    return 10 * Math.log10(energy / noise);
  }
}
