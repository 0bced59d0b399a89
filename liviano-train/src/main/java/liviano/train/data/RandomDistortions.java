package liviano.train.data;

import java.util.Locale;

/**
 * RandAugment: a few operations by lot for each picture, all of one strength: rotations, shears,
 * shifts, colours, sharpness, fewer levels, equalised levels and holes.
 *
 * @param operations for each picture, 0 to {@value #MOST_OPERATIONS}
 * @param magnitude their strength, 0 to 10
 * @see <a href="https://arxiv.org/abs/1909.13719">Cubuk and others: RandAugment</a>
 */
public record RandomDistortions(int operations, double magnitude) {
  /** The most operations for a picture. */
  public static final int MOST_OPERATIONS = 10;

  /** None. */
  public static final RandomDistortions NONE = new RandomDistortions(0, 0);

  private static final double MOST = 10;

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public RandomDistortions {
    if (operations < 0 || operations > MOST_OPERATIONS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%d distortions: give from 0 to %d", operations, MOST_OPERATIONS));
    }
    if (!(magnitude >= 0 && magnitude <= MOST)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "distortions of magnitude %s: give from 0 to 10", magnitude));
    }
  }

  /** From 0 to 1. */
  double strength() {
    return magnitude / MOST;
  }
}
