package liviano.model;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How a classifier's logits become probabilities that can be believed, as measured on pictures that
 * it was not taught on.
 *
 * @param temperature that the logits are divided by before the softmax, above 0; 1 changes nothing
 *     (Guo et al. 2017, <em>On Calibration of Modern Neural Networks</em>, arXiv:1706.04599)
 * @param unknownBelow where the greatest probability is below it, the picture shows none of the
 *     classes; from 0 to 1, empty where every picture is taken to show one of them
 */
public record Calibration(double temperature, OptionalDouble unknownBelow) {
  /** Probabilities as the network gives them, and no picture is unknown. */
  public static final Calibration NONE = new Calibration(1, OptionalDouble.empty());

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public Calibration {
    if (!(temperature > 0 && temperature <= 1e6)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "temperature must be above 0 and at most 1e6, is %s", temperature));
    }
    double least = unknownBelow.orElse(0);
    if (!(least >= 0 && least <= 1)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "unknownBelow must be from 0 to 1, is %s", least));
    }
  }

  /** Whether the greatest probability says that a picture shows none of the classes. */
  public boolean isUnknown(double greatest) {
    return unknownBelow.isPresent() && greatest < unknownBelow.getAsDouble();
  }

  /** The logits divided by the temperature, in their place. */
  public void apply(float[] logits) {
    if (temperature != 1) {
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) (logits[i] / temperature);
      }
    }
  }
}
