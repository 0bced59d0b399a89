package liviano.model;

import java.util.List;
import java.util.Optional;
import liviano.graph.Op;
import liviano.graph.Window;
import liviano.json.JsonArray;
import liviano.json.JsonEnums;
import liviano.json.JsonNull;
import liviano.json.JsonObject;
import liviano.json.JsonString;
import liviano.json.JsonValue;
import liviano.tensor.DetectionRule;
import liviano.tensor.Nearest;
import liviano.tensor.Quantization;
import liviano.tensor.Shape;
import liviano.tensor.UnaryFunction;

/** Writes an operation's name and settings as members of a JSON object, in the order of calls. */
final class SettingsOut {
  static final String INFINITY = "infinity";

  private final JsonObject.Builder json;

  SettingsOut(JsonObject.Builder json) {
    this.json = json;
  }

  SettingsOut name(String name) {
    json.put("op", name);
    return this;
  }

  SettingsOut put(String key, int number) {
    json.put(key, number);
    return this;
  }

  SettingsOut put(String key, boolean value) {
    json.put(key, value);
    return this;
  }

  SettingsOut put(String key, float number) {
    json.put(key, number);
    return this;
  }

  /** A number, or infinity as a word. */
  SettingsOut putBound(String key, float bound) {
    if (Float.isInfinite(bound)) {
      json.put(key, bound > 0 ? INFINITY : "-" + INFINITY);
    } else {
      json.put(key, bound);
    }
    return this;
  }

  /** A constant by its name in lower case. */
  SettingsOut put(String key, Enum<?> constant) {
    json.put(key, JsonEnums.write(constant));
    return this;
  }

  SettingsOut put(String key, List<Integer> numbers) {
    json.put(key, JsonArray.ofIntegers(numbers.stream().mapToInt(Integer::intValue).toArray()));
    return this;
  }

  SettingsOut put(String key, Window window) {
    json.put(key, WindowJson.write(window));
    return this;
  }

  SettingsOut put(String key, Shape shape) {
    json.put(key, OpJson.write(shape));
    return this;
  }

  SettingsOut put(String key, DetectionRule rule) {
    json.put(key, DetectionJson.write(rule));
    return this;
  }

  SettingsOut put(String key, UnaryFunction function) {
    json.put(key, FunctionJson.write(function));
    return this;
  }

  SettingsOut put(String key, Nearest rule) {
    json.put(
        key,
        JsonObject.builder()
            .put("sampling", new JsonString(JsonEnums.write(rule.sampling())))
            .put("rounding", new JsonString(JsonEnums.write(rule.rounding())))
            .build());
    return this;
  }

  SettingsOut put(String key, Op operation) {
    JsonObject.Builder object = JsonObject.builder();
    OpJson.write(operation, object);
    json.put(key, object.build());
    return this;
  }

  SettingsOut put(String key, Quantization quantization) {
    JsonObject.Builder object = JsonObject.builder();
    QuantizationJson.write(quantization, object);
    json.put(key, object.build());
    return this;
  }

  /** No weights are written as null. */
  SettingsOut put(String key, Optional<Op.WeightFormat> weights) {
    json.put(key, weights.isEmpty() ? JsonNull.NULL : object(weights.get()));
    return this;
  }

  private static JsonValue object(Op.WeightFormat weights) {
    JsonObject.Builder object =
        JsonObject.builder().put("dtype", JsonEnums.write(weights.format()));
    QuantizationJson.write(weights.quantization(), object);
    return object.build();
  }
}
