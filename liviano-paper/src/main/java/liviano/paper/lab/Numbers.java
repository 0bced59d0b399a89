package liviano.paper.lab;

import java.util.Locale;
import java.util.stream.IntStream;
import liviano.json.JsonArray;
import liviano.paper.experiments.Matrix;

/** Measured numbers as people and programs read them. */
final class Numbers {
  private static final double LARGE = 1000;

  private Numbers() {}

  /**
   * How many digits after the point, at most two, show the numbers of a matrix: none where all are
   * whole or any is large.
   */
  static int decimals(Matrix matrix) {
    if (Math.max(matrix.max(), -matrix.min()) >= LARGE) {
      return 0;
    }
    int most = 0;
    for (int row = 0; row < matrix.rows() && most < 2; row++) {
      for (int column = 0; column < matrix.columns() && most < 2; column++) {
        long hundredths = Math.round(matrix.at(row, column) * 100);
        most = Math.max(most, hundredths % 100 == 0 ? 0 : hundredths % 10 == 0 ? 1 : 2);
      }
    }
    return most;
  }

  /** So many digits after the point, but {@code 0} for what rounds to nothing. */
  static String brief(double number, int decimals) {
    if (Math.abs(number) >= LARGE * LARGE) {
      return String.format(Locale.ROOT, "%.1e", number);
    }
    String text = String.format(Locale.ROOT, "%." + decimals + "f", number);
    return text.matches("-?0(\\.0*)?") ? "0" : text;
  }

  /** Such as {@code 12.5 %}. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }

  /** Rows of numbers. */
  static JsonArray toJson(Matrix matrix) {
    return JsonArray.of(
        IntStream.range(0, matrix.rows())
            .mapToObj(
                row ->
                    JsonArray.ofNumbers(
                        IntStream.range(0, matrix.columns())
                            .mapToDouble(column -> matrix.at(row, column))
                            .toArray()))
            .toList());
  }
}
