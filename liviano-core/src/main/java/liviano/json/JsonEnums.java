package liviano.json;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Constants by their name in lower case. */
public final class JsonEnums {
  private JsonEnums() {}

  /** The name that a constant has in a text. */
  public static String write(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The constant that a member names.
   *
   * @throws JsonException if no constant has that name; the message names those there are
   */
  public static <E extends Enum<E>> E read(JsonObject json, String key, Class<E> type) {
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
                            .map(JsonEnums::write)
                            .collect(Collectors.joining(", ")))));
  }
}
