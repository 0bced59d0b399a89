package liviano.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
   * @param constants all of the type, as its {@code values()}: asking it by reflection takes longer
   * @throws JsonException if no constant has that name; the message names those there are
   */
  public static <E extends Enum<E>> E read(JsonObject json, String key, E[] constants) {
    String name = json.string(key);
    List<String> known = new ArrayList<>();
    for (E constant : constants) {
      known.add(write(constant));
      if (known.getLast().equals(name)) {
        return constant;
      }
    }
    throw json.error(
        key, String.format(Locale.ROOT, "'%s' is none of %s", name, String.join(", ", known)));
  }
}
