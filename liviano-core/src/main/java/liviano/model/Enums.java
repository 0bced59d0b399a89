package liviano.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import liviano.json.JsonObject;

/** Constants by their name in lower case. */
final class Enums {
  private Enums() {}

  static String write(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws liviano.json.JsonException if no constant has that name; the message names those there
   *     are
   */
  static <E extends Enum<E>> E read(JsonObject json, String key, Class<E> type) {
    String name = json.string(key);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> write(constant).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                json.error(
                    key,
                    String.format(
                        Locale.ROOT,
                        "'%s' is none of %s",
                        name,
                        Arrays.stream(type.getEnumConstants())
                            .map(Enums::write)
                            .collect(Collectors.joining(", ")))));
  }
}
