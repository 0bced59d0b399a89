package liviano.formats.keras;

import java.util.List;
import java.util.Optional;
import liviano.json.JsonArray;
import liviano.json.JsonObject;

/** Where configurations say the extents of an input, the batch first; open ones are null. */
final class InputShapes {
  /** As versions before 3 call it. */
  static final String KEY = "batch_input_shape";

  private static final List<String> KEYS = List.of(KEY, "batch_shape", "build_input_shape");

  private InputShapes() {}

  /** The extents that a layer's configuration says its input has; empty if it says none. */
  static Optional<JsonArray> of(JsonObject config) {
    return KEYS.stream()
        .flatMap(key -> config.find(key).stream())
        .filter(JsonArray.class::isInstance)
        .map(JsonArray.class::cast)
        .findFirst();
  }
}
