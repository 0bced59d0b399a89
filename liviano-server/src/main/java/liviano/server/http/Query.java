package liviano.server.http;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SequencedMap;
import liviano.json.Json;

/** Parameters of a request, behind the {@code ?} of its address. Immutable. */
public final class Query {
  private static final int MOST = 100;
  private static final int LONGEST = 1 << 14;

  private final SequencedMap<String, String> values;

  private Query(SequencedMap<String, String> values) {
    this.values = values;
  }

  /**
   * Reads {@code name=value&...}.
   *
   * @param raw still percent-encoded, or null where there is none
   * @throws HttpException 400 if a name comes twice or is empty, there are above 100, or what is
   *     percent-encoded is no UTF-8; 414 if they are too long
   */
  public static Query parse(String raw) {
    if (raw != null && raw.length() > LONGEST) {
      throw new HttpException(
          414, "the parameters of the address are longer than " + LONGEST + " characters");
    }
    SequencedMap<String, String> values = new LinkedHashMap<>();
    for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (name.isEmpty()) {
        throw new HttpException(400, "a parameter of the address has no name");
      }
      if (values.putIfAbsent(name, value) != null) {
        throw new HttpException(400, "the parameter " + Json.quote(name) + " is given twice");
      }
      if (values.size() > MOST) {
        throw new HttpException(400, "the address has above " + MOST + " parameters");
      }
    }
    return new Query(values);
  }

  private static String decode(String raw) {
    return Percent.decode(raw.replace('+', ' '));
  }

  /**
   * This query, if all its parameters are known.
   *
   * @throws HttpException 400 that names the first that is not, and those that are
   */
  public Query requireOnly(Collection<String> known) {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw new HttpException(
            400,
            known.isEmpty()
                ? "there is no parameter " + Json.quote(name) + "; none is taken here"
                : "there is no parameter "
                    + Json.quote(name)
                    + "; known are "
                    + String.join(", ", known));
      }
    }
    return this;
  }

  /**
   * A parameter that has one or several names.
   *
   * @throws HttpException 400 if it is given by two of them
   */
  public Optional<String> find(String... names) {
    List<String> given = List.of(names).stream().filter(values::containsKey).toList();
    if (given.size() > 1) {
      throw new HttpException(400, "give one of the parameters " + String.join(", ", given));
    }
    return given.stream().findFirst().map(values::get);
  }

  /**
   * A whole number.
   *
   * @throws HttpException 400 if it is none, or not from {@code least} to {@code most}
   */
  public OptionalInt integer(int least, int most, String... names) {
    Optional<String> given = find(names);
    if (given.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      int number = Integer.parseInt(given.get());
      if (number >= least && number <= most) {
        return OptionalInt.of(number);
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw wrong(
        names[0],
        given.get(),
        String.format(Locale.ROOT, "a whole number from %d to %d", least, most));
  }

  /**
   * A number.
   *
   * @throws HttpException 400 if it is none, or not from {@code least} to {@code most}
   */
  public OptionalDouble number(double least, double most, String... names) {
    Optional<String> given = find(names);
    if (given.isEmpty()) {
      return OptionalDouble.empty();
    }
    // Double.parseDouble would take "0x1p3", "1d" and blanks too.
    if (given.get().matches("[+-]?[0-9]{1,20}(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?")) {
      double number = Double.parseDouble(given.get());
      if (number >= least && number <= most) {
        return OptionalDouble.of(number);
      }
    }
    throw wrong(
        names[0], given.get(), String.format(Locale.ROOT, "a number from %s to %s", least, most));
  }

  /**
   * Yes or no; no where it is missing.
   *
   * @throws HttpException 400 if it is neither {@code true} nor {@code false}
   */
  public boolean flag(String... names) {
    String given = find(names).orElse("false");
    return switch (given) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(names[0], given, "true or false");
    };
  }

  private static HttpException wrong(String name, String given, String needed) {
    return new HttpException(400, name + " must be " + needed + ", is " + Json.quote(given));
  }

  /** All parameters by name. */
  public Map<String, String> values() {
    return Map.copyOf(values);
  }
}
