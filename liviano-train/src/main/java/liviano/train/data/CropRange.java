package liviano.train.data;

import java.util.Locale;
import liviano.vision.Region;

/**
 * Inception's crop: a region of random area and ratio, anywhere in the picture, is stretched to the
 * input.
 *
 * @param leastArea part of the picture's area, above 0
 * @param mostArea part of the picture's area, up to 1
 * @param leastRatio width by height, above 0
 * @param mostRatio width by height, at least {@code leastRatio}
 * @see <a href="https://arxiv.org/abs/1409.4842">Szegedy and others: Going deeper with
 *     convolutions, section 6</a>
 */
public record CropRange(double leastArea, double mostArea, double leastRatio, double mostRatio) {
  /** The paper's: area from 8 % to all, ratio from 3:4 to 4:3. */
  public static final CropRange INCEPTION = new CropRange(0.08, 1, 3.0 / 4, 4.0 / 3);

  private static final int TRIALS = 10;

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public CropRange {
    if (!(leastArea > 0 && leastArea <= mostArea && mostArea <= 1)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "crops of area %s to %s: give parts of 1", leastArea, mostArea));
    }
    if (!(leastRatio > 0 && leastRatio <= mostRatio && Double.isFinite(mostRatio))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "crops of ratio %s to %s: give numbers above 0", leastRatio, mostRatio));
    }
  }

  /**
   * A region by lot; where ten lots do not fit in the picture, its middle, as much as the ratios
   * allow.
   *
   * @param width of the picture, pixels
   * @param height of the picture, pixels
   */
  Region draw(int width, int height, Draws draws) {
    for (int i = 0; i < TRIALS; i++) {
      double area = draws.between(leastArea, mostArea) * width * height;
      double ratio = Math.exp(draws.between(Math.log(leastRatio), Math.log(mostRatio)));
      long across = Math.round(Math.sqrt(area * ratio));
      long down = Math.round(Math.sqrt(area / ratio));
      if (across >= 1 && across <= width && down >= 1 && down <= height) {
        int left = draws.below(width - (int) across + 1);
        int top = draws.below(height - (int) down + 1);
        return new Region(left, top, (int) across, (int) down);
      }
    }
    double ratio = Math.clamp((double) width / height, leastRatio, mostRatio);
    int across = (int) Math.clamp(Math.round(height * ratio), 1L, (long) width);
    int down = (int) Math.clamp(Math.round(width / ratio), 1L, (long) height);
    return new Region((width - across) / 2, (height - down) / 2, across, down);
  }
}
