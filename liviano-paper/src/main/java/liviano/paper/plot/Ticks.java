package liviano.paper.plot;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * The marks of an axis and the numbers at some of them. A few values that differ have a mark each,
 * so that it can be read where a point stands; many have round numbers.
 *
 * @param marks values, from the least
 * @param labels one a mark; empty where its number has no place
 */
record Ticks(List<Double> marks, List<String> labels) {
  /** So many values or fewer have marks of their own. */
  private static final int OWN = 20;

  /** From one round number to the next, at the least, in points. */
  private static final double ACROSS = 60;

  private static final double UPWARDS = 40;

  /** Between two numbers side by side, in points. */
  private static final double GAP = 7;

  /**
   * Marks along the x axis.
   *
   * @param values of the points
   */
  static Ticks across(Axis axis, Scale scale, DoubleStream values) {
    double[] own = values.distinct().sorted().toArray();
    boolean few = own.length <= OWN && DoubleStream.of(own).allMatch(Ticks::isShort);
    Ticks ticks =
        few ? at(axis, DoubleStream.of(own)) : round(axis, scale, scale.length() / ACROSS);
    return ticks.thinned(scale);
  }

  /** Whether it is written with at most two decimals, so that nobody wants it rounded. */
  private static boolean isShort(double value) {
    return Math.abs(value * 100 - Math.rint(value * 100)) < 1e-6;
  }

  /** Marks along the y axis, whose numbers stand above one another. */
  static Ticks upwards(Axis axis, Scale scale) {
    return round(axis, scale, scale.length() / UPWARDS);
  }

  private static Ticks at(Axis axis, DoubleStream values) {
    List<Double> marks = values.boxed().toList();
    String pattern = pattern(axis, marks);
    return new Ticks(marks, marks.stream().map(mark -> number(pattern, mark)).toList());
  }

  /**
   * Round numbers.
   *
   * @param most how many there is room for
   */
  private static Ticks round(Axis axis, Scale scale, double most) {
    double decades = Math.log10(scale.most() / scale.least());
    // Within less than a decade, 1, 2 and 5 of it may all be outside.
    return scale.logarithmic() && decades > 0.8
        ? decades(axis, scale, decades > 3)
        : even(axis, scale, most);
  }

  private static Ticks even(Axis axis, Scale scale, double most) {
    double step = step((scale.most() - scale.least()) / Math.max(1, most));
    List<Double> marks = new ArrayList<>();
    for (long i = (long) Math.ceil(scale.least() / step - 1e-9);
        i * step <= scale.most() + step * 1e-9;
        i++) {
      marks.add(i * step);
    }
    return at(axis, marks.stream().mapToDouble(mark -> mark));
  }

  /** The least of 1, 2, 5, 10, 20 ... that is no less than this. */
  private static double step(double least) {
    double decade = Math.pow(10, Math.floor(Math.log10(least)));
    for (int times : new int[] {1, 2, 5}) {
      if (times * decade >= least * (1 - 1e-9)) {
        return times * decade;
      }
    }
    return 10 * decade;
  }

  /** All multiples of each decade; with numbers at 1, 2 and 5, or at 1 alone. */
  private static Ticks decades(Axis axis, Scale scale, boolean many) {
    List<Integer> written = many ? List.of(1) : List.of(1, 2, 5);
    List<Double> marks = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    int first = (int) Math.floor(Math.log10(scale.least()));
    int last = (int) Math.ceil(Math.log10(scale.most()));
    for (int decade = first; decade <= last; decade++) {
      for (int times = 1; times < 10; times++) {
        double value = Double.parseDouble(times + "e" + decade);
        if (value >= scale.least() * (1 - 1e-9) && value <= scale.most() * (1 + 1e-9)) {
          marks.add(value);
          labels.add(written.contains(times) ? number(pattern(axis, List.of(value)), value) : "");
        }
      }
    }
    return new Ticks(List.copyOf(marks), List.copyOf(labels));
  }

  /** Without the numbers that would touch another: the first and the last stay. */
  private Ticks thinned(Scale scale) {
    List<Integer> order = new ArrayList<>();
    if (!marks.isEmpty()) {
      order.add(0);
      order.add(marks.size() - 1);
    }
    for (int i = 1; i < marks.size() - 1; i++) {
      order.add(i);
    }
    List<Integer> kept = new ArrayList<>();
    for (int index : order) {
      if (!kept.contains(index) && kept.stream().noneMatch(other -> touch(scale, index, other))) {
        kept.add(index);
      }
    }
    List<String> left = new ArrayList<>();
    for (int i = 0; i < marks.size(); i++) {
      left.add(kept.contains(i) ? labels.get(i) : "");
    }
    return new Ticks(marks, List.copyOf(left));
  }

  private boolean touch(Scale scale, int one, int other) {
    if (labels.get(one).isEmpty() || labels.get(other).isEmpty()) {
      return false;
    }
    double apart = Math.abs(scale.place(marks.get(one)) - scale.place(marks.get(other)));
    double wide =
        Lettering.width(Style.tick(), labels.get(one))
            + Lettering.width(Style.tick(), labels.get(other));
    return apart < wide / 2 + GAP;
  }

  /** Such as 0.05, 20, 1,000; with an exponent where that is shorter. */
  private static String pattern(Axis axis, List<Double> values) {
    if (!axis.grouped()) {
      return "###0";
    }
    double largest = values.stream().mapToDouble(Math::abs).max().orElse(0);
    double least = axis.logarithmic() ? 1e-3 : 0.01;
    return largest != 0 && (largest < least || largest >= 1e6) ? "0.##E0" : "#,##0.####";
  }

  private static String number(String pattern, double value) {
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT))
        .format(value == 0 ? 0 : value);
  }
}
