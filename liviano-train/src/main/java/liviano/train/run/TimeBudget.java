package liviano.train.run;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a run may work at a time, as {@code --for} says it.
 *
 * @param length above zero
 */
public record TimeBudget(Duration length) {
  private static final Pattern PARTS =
      Pattern.compile("(?:([0-9]{1,4})d)?(?:([0-9]{1,5})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,7})s)?");

  /**
   * @throws IllegalArgumentException if it is not above zero
   */
  public TimeBudget {
    if (!length.isPositive()) {
      throw new IllegalArgumentException("a time to work must be above zero");
    }
  }

  /**
   * A time in days, hours, minutes and seconds: {@code 30m}, {@code 2h}, {@code 1h30m}.
   *
   * @throws IllegalArgumentException if it is none, or no time at all; the message says what one is
   */
  public static TimeBudget parse(String text) {
    Matcher parts = PARTS.matcher(text);
    if (parts.matches()) {
      Duration length =
          Duration.ofDays(number(parts.group(1)))
              .plusHours(number(parts.group(2)))
              .plusMinutes(number(parts.group(3)))
              .plusSeconds(number(parts.group(4)));
      if (length.isPositive()) {
        return new TimeBudget(length);
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no time to work: give one such as 30m, 2h or 1h30m");
  }

  private static long number(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** Whether it is used up. */
  public boolean isOver(Duration worked) {
    return worked.compareTo(length) >= 0;
  }

  /** What is left of it, zero at least. */
  public Duration left(Duration worked) {
    return isOver(worked) ? Duration.ZERO : length.minus(worked);
  }
}
