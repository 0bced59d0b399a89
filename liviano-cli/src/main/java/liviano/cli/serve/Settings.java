package liviano.cli.serve;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liviano.cli.UsageException;
import liviano.text.NearNames;

/**
 * Values of options, or of the environment variables that stand for them where they are not given:
 * {@code LIVIANO_SERVE_MAX_BODY} for {@code --max-body}. What is wrong with a value is said of the
 * one that it came from.
 */
record Settings(Map<String, String> environment) {
  private static final String PREFIX = "LIVIANO_SERVE_";
  private static final Pattern BYTES = Pattern.compile("([0-9]{1,15})([KMG]?)(I?B)?");
  private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s|m|)");

  /** The variable of an option. */
  static String variable(String option) {
    return PREFIX + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /**
   * Requires that each variable of the verb stands for an option.
   *
   * @throws UsageException that names one that does not, and those that may have been meant
   */
  void requireKnown(Collection<String> options) {
    Set<String> known = options.stream().map(Settings::variable).collect(Collectors.toSet());
    environment.keySet().stream()
        .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
        .sorted()
        .findFirst()
        .ifPresent(
            name -> {
              throw new UsageException(
                  String.format(
                      Locale.ROOT,
                      "the variable %s stands for no option%s (see 'liviano serve --help')",
                      name,
                      near(name, known).map(other -> ": did you mean " + other + "?").orElse("")));
            });
  }

  private static Optional<String> near(String name, Set<String> known) {
    List<String> ends =
        known.stream().map(other -> other.substring(PREFIX.length())).sorted().toList();
    String end = name.substring(PREFIX.length()).toUpperCase(Locale.ROOT);
    return NearNames.of(end, ends).stream().findFirst().map(other -> PREFIX + other);
  }

  /** A value, and what to call it. */
  private record Given(String from, String value) {
    UsageException wrong(String needed) {
      return new UsageException(
          String.format(Locale.ROOT, "%s must be %s, is '%s'", from, needed, value));
    }
  }

  private Optional<Given> given(String option, Optional<String> value) {
    if (value.isPresent()) {
      return Optional.of(new Given(option, value.get()));
    }
    return Optional.ofNullable(environment.get(variable(option)))
        .filter(text -> !text.isBlank())
        .map(text -> new Given(variable(option), text.strip()));
  }

  /** A text, handed over with what to call it. */
  Optional<String> text(String option, Optional<String> value) {
    return given(option, value).map(Given::value);
  }

  /** Where a value came from: the option, or its variable. */
  String source(String option, Optional<String> value) {
    return given(option, value).map(Given::from).orElse(option);
  }

  /** Several texts; the variable has them with commas between. */
  List<String> texts(String option, List<String> values) {
    if (!values.isEmpty()) {
      return values;
    }
    return given(option, Optional.empty()).stream()
        .flatMap(given -> Stream.of(given.value().split(",")))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /**
   * A whole number.
   *
   * @throws UsageException if it is none, or not from {@code least} to {@code most}
   */
  OptionalInt integer(String option, Optional<String> value, int least, int most) {
    Optional<Given> given = given(option, value);
    if (given.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      int number = Integer.parseInt(given.get().value());
      if (number >= least && number <= most) {
        return OptionalInt.of(number);
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw given
        .get()
        .wrong(String.format(Locale.ROOT, "a whole number from %d to %d", least, most));
  }

  /**
   * A number of bytes, such as {@code 32M}: K, M and G stand for 2^10, 2^20 and 2^30.
   *
   * @throws UsageException if it is none
   */
  OptionalLong bytes(String option, Optional<String> value) {
    Optional<Given> given = given(option, value);
    if (given.isEmpty()) {
      return OptionalLong.empty();
    }
    Matcher matcher = BYTES.matcher(given.get().value().toUpperCase(Locale.ROOT));
    long number = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    int shift = matcher.matches() ? 10 * " KMG".indexOf(matcher.group(2).concat(" ").charAt(0)) : 0;
    if (number < 1 || number > Long.MAX_VALUE >> shift) {
      throw given.get().wrong("a number of bytes such as 500K, 32M or 2G");
    }
    return OptionalLong.of(number << shift);
  }

  /**
   * A time, such as {@code 30s} or {@code 500ms}; seconds where it says no unit.
   *
   * @throws UsageException if it is none, or above ten minutes
   */
  Optional<Duration> time(String option, Optional<String> value) {
    Optional<Given> given = given(option, value);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher = TIME.matcher(given.get().value());
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      Duration time =
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
          };
      if (time.isPositive() && time.compareTo(Duration.ofMinutes(10)) <= 0) {
        return Optional.of(time);
      }
    }
    throw given.get().wrong("a time such as 500ms, 30s or 2m, at most 10m");
  }

  /**
   * Yes or no.
   *
   * @param set whether the option is on the command line
   * @throws UsageException if the variable is neither true nor false
   */
  boolean flag(String option, boolean set) {
    Optional<Given> given = given(option, Optional.empty());
    if (set || given.isEmpty()) {
      return set;
    }
    return switch (given.get().value().toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes" -> true;
      case "false", "0", "no" -> false;
      default -> throw given.get().wrong("true or false");
    };
  }
}
