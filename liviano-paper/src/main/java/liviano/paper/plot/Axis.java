package liviano.paper.plot;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;

/**
 * One axis of a plot.
 *
 * @param title what it shows, with its unit: {@code multiply-adds (millions)}
 * @param logarithmic whether equal steps are equal factors
 * @param min where it starts; empty for the data's own
 * @param max where it ends; empty for the data's own
 * @param grouped whether its numbers have a comma after each three digits; years have none
 */
public record Axis(
    String title, boolean logarithmic, OptionalDouble min, OptionalDouble max, boolean grouped) {
  /**
   * @throws IllegalArgumentException if an end is no number, they are not in order, or a
   *     logarithmic axis does not start above 0
   */
  public Axis {
    require(title, logarithmic, DoubleStream.concat(min.stream(), max.stream()));
    if (min.isPresent() && max.isPresent() && min.getAsDouble() >= max.getAsDouble()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "axis '%s': its ends are not in order", title));
    }
  }

  /** Equal steps, ends by the data. */
  public static Axis linear(String title) {
    return new Axis(title, false, OptionalDouble.empty(), OptionalDouble.empty(), true);
  }

  /** Years, from the first to the last of these. */
  public static Axis years(int first, int last) {
    return new Axis("year", false, OptionalDouble.of(first), OptionalDouble.of(last), false);
  }

  /** Equal factors, ends by the data. */
  public static Axis logarithmic(String title) {
    return new Axis(title, true, OptionalDouble.empty(), OptionalDouble.empty(), true);
  }

  /** The same axis between these ends. */
  public Axis from(double newMin, double newMax) {
    return new Axis(
        title, logarithmic, OptionalDouble.of(newMin), OptionalDouble.of(newMax), grouped);
  }

  /** The same axis with its title in other words. */
  Axis in(UnaryOperator<String> words) {
    return new Axis(words.apply(title), logarithmic, min, max, grouped);
  }

  /**
   * @throws IllegalArgumentException if one of the values cannot stand on this axis
   */
  void require(DoubleStream values) {
    require(title, logarithmic, values);
  }

  private static void require(String title, boolean logarithmic, DoubleStream values) {
    values.forEach(
        value -> {
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                String.format(Locale.ROOT, "axis '%s': %s is no place", title, value));
          }
          if (logarithmic && value <= 0) {
            throw new IllegalArgumentException(
                String.format(
                    Locale.ROOT, "axis '%s' is logarithmic: %s has no place", title, value));
          }
        });
  }
}
