package liviano.train.run;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import liviano.cli.output.Text;
import liviano.cli.output.Words;

/**
 * The figures of an epoch as a line of at most 79 columns under a heading, for the terminal.
 *
 * @param epochs that the run is to take
 * @param score what the score is called
 */
public record EpochLine(int epochs, String score) {
  private static final int SCORE_WIDTH = 12;

  /** Longer runs do without the exact second. */
  private static final long DAY = 86_400;

  /** What stands above the columns. */
  public String heading() {
    return line("epoch", "loss", "validation", Text.fit(score, SCORE_WIDTH), "rate", "pict./s")
        + "  time left";
  }

  /**
   * The line of an epoch. An asterisk at its end says that no earlier one had as high a score.
   *
   * @param left time to the end of the run, see {@link #left}
   */
  public String of(EpochMetrics row, Duration left, boolean best) {
    return line(
            row.epoch() + "/" + epochs,
            number(row.trainLoss()),
            number(row.validationLoss()),
            number(row.score()),
            rate(row.rate()),
            speed(row.picturesPerSecond()))
        + String.format(Locale.ROOT, "  %9s%s", duration(left), best ? " *" : "");
  }

  /**
   * The time that the epochs to come will take, if each takes as long as this one, or what is left
   * of the time that the run may work, if that is less.
   */
  public Duration left(EpochMetrics row, Optional<Duration> budgetLeft) {
    double seconds = Math.max(0, epochs - row.epoch()) * row.seconds();
    Duration left = Duration.ofSeconds((long) Math.min(seconds, 1e9));
    return budgetLeft.filter(most -> most.compareTo(left) < 0).orElse(left);
  }

  private static String line(
      String epoch, String loss, String validation, String score, String rate, String speed) {
    return String.format(
        Locale.ROOT,
        "%9s  %9s  %10s  %" + SCORE_WIDTH + "s  %8s  %7s",
        epoch,
        loss,
        validation,
        score,
        rate,
        speed);
  }

  static String number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : "-";
  }

  /** Four decimals; an exponent where that would be too long. */
  static String number(double value) {
    return Math.abs(value) >= 9999 && Double.isFinite(value)
        ? String.format(Locale.ROOT, "%.2e", value)
        : String.format(Locale.ROOT, "%.4f", value);
  }

  /** Three digits that count, two where there is an exponent: 0.0450, 0.00125, 3.2e-06. */
  static String rate(double rate) {
    if (rate == 0 || !Double.isFinite(rate)) {
      return rate == 0 ? "0" : String.valueOf(rate);
    }
    if (rate < 1e-3 || rate >= 1000) {
      return String.format(Locale.ROOT, "%.1e", rate);
    }
    int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(rate)));
    return String.format(Locale.ROOT, "%." + decimals + "f", rate);
  }

  private static String speed(double picturesPerSecond) {
    return String.format(Locale.ROOT, picturesPerSecond < 100 ? "%.1f" : "%.0f", picturesPerSecond);
  }

  /** Such as 0:42, 12:05, 3:20:00 and, from a day on, 2 d 3 h. */
  public static String duration(Duration time) {
    long seconds = time.toSeconds();
    if (seconds >= DAY) {
      return String.format(Locale.ROOT, "%d d %d h", seconds / DAY, seconds % DAY / 3600);
    }
    return Words.clock(seconds);
  }
}
