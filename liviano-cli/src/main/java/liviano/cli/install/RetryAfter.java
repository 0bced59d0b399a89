package liviano.cli.install;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** How long a server asks to wait: a number of seconds, or a date. */
final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private RetryAfter() {}

  /**
   * Reads the header of this name.
   *
   * @return empty if it is neither of both
   */
  static Optional<Duration> read(String header, Instant now) {
    String text = header.strip();
    if (SECONDS.matcher(text).matches()) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration time = Duration.between(now, until);
      return Optional.of(time.isNegative() ? Duration.ZERO : time);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
