package liviano.vision;

import java.util.List;
import java.util.Locale;
import liviano.model.Normalization;
import liviano.model.Rgb;

/** The number that a pixel becomes in a network's input. Computed in 64-bit floats. */
public sealed interface PixelRule {

  /** The colour of a channel. */
  enum Colour {
    RED,
    GREEN,
    BLUE,
    GREY
  }

  /**
   * @param pixel 0 to 255
   */
  double number(double pixel, Colour colour);

  /** {@code pixel * factor + summand}. */
  record Affine(double factor, double summand) implements PixelRule {
    public Affine {
      requireFinite(factor);
      requireFinite(summand);
    }

    @Override
    public double number(double pixel, Colour colour) {
      return pixel * factor + summand;
    }
  }

  /**
   * {@code (pixel / unit - mean) / deviation}, for each colour; grey by their averages.
   *
   * @param unit 255 where mean and deviation are those of numbers from 0 to 1, as torchvision has
   *     them; 1 where they are those of pixels
   * @param mean of red, green, blue
   * @param deviation of red, green, blue; none is 0
   */
  record Standard(double unit, List<Double> mean, List<Double> deviation) implements PixelRule {
    private static final int COLOURS = 3;

    public Standard {
      mean = List.copyOf(mean);
      deviation = List.copyOf(deviation);
      if (mean.size() != COLOURS || deviation.size() != COLOURS) {
        throw new IllegalArgumentException("mean and deviation are three numbers each");
      }
      mean.forEach(PixelRule::requireFinite);
      deviation.forEach(PixelRule::requireFinite);
      if (deviation.contains(0.0) || deviation.contains(-0.0) || !(unit > 0)) {
        throw new IllegalArgumentException("a pixel cannot be divided by 0");
      }
    }

    @Override
    public double number(double pixel, Colour colour) {
      return (pixel / unit - of(mean, colour)) / of(deviation, colour);
    }

    private static double of(List<Double> colours, Colour colour) {
      return switch (colour) {
        case RED -> colours.get(0);
        case GREEN -> colours.get(1);
        case BLUE -> colours.get(2);
        case GREY -> grey(colours);
      };
    }

    private static double grey(List<Double> colours) {
      boolean same = colours.stream().distinct().count() == 1;
      return same
          ? colours.getFirst()
          : (colours.get(0) + colours.get(1) + colours.get(2)) / COLOURS;
    }
  }

  /** As a card's normalisation has it. */
  static PixelRule of(Normalization normalization) {
    return new Standard(1, list(normalization.mean()), list(normalization.deviation()));
  }

  private static List<Double> list(Rgb rgb) {
    return List.of((double) rgb.red(), (double) rgb.green(), (double) rgb.blue());
  }

  private static void requireFinite(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s is no finite number", number));
    }
  }
}
