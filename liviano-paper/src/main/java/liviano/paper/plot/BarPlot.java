package liviano.paper.plot;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Bars side by side, from 0 up.
 *
 * @param title above the plot; empty for none
 * @param categoryTitle what the groups of bars are
 * @param value what a bar's height is; not logarithmic, because a bar starts at 0
 * @param categories one group of bars each; names differ
 * @param bars each with colour of its own; names differ
 */
public record BarPlot(
    String title, String categoryTitle, Axis value, List<String> categories, List<Bars> bars)
    implements Plot {

  /**
   * The bars of one colour.
   *
   * @param name for the legend
   * @param values one a category
   */
  public record Bars(String name, List<Double> values) {
    /** Copies the values. */
    public Bars {
      values = List.copyOf(values);
    }
  }

  /**
   * @throws IllegalArgumentException if there are no bars, a name comes twice, a value is no number
   *     or below 0, or there is not one a category
   */
  public BarPlot {
    categories = List.copyOf(categories);
    bars = List.copyOf(bars);
    if (bars.isEmpty() || categories.isEmpty()) {
      throw new IllegalArgumentException("a bar plot needs bars and categories");
    }
    if (value.logarithmic()) {
      throw new IllegalArgumentException("bars start at 0, which a logarithmic axis has not");
    }
    requireDistinct(categories);
    requireDistinct(bars.stream().map(Bars::name).toList());
    for (Bars each : bars) {
      value.require(each.values().stream().mapToDouble(v -> v));
      if (each.values().size() != categories.size()
          || each.values().stream().anyMatch(v -> v < 0)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "bars '%s': %s are not %d values from 0",
                each.name(),
                each.values(),
                categories.size()));
      }
    }
  }

  /** The same plot in another language. */
  public BarPlot in(UnaryOperator<String> words) {
    return new BarPlot(
        words.apply(title),
        words.apply(categoryTitle),
        value.in(words),
        categories.stream().map(words).toList(),
        bars.stream().map(each -> new Bars(words.apply(each.name()), each.values())).toList());
  }

  @Override
  public Graphic drawing(int width, int height) {
    return new BarPainter(this).drawing(width, height);
  }

  static void requireDistinct(List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "the name '%s' comes twice", name));
      }
    }
  }
}
