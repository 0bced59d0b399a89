package liviano.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.graph.Op;
import liviano.graph.Window;
import liviano.json.JsonEnums;
import liviano.json.JsonException;
import liviano.json.JsonNull;
import liviano.json.JsonObject;
import liviano.json.JsonString;
import liviano.tensor.DType;
import liviano.tensor.DetectionRule;
import liviano.tensor.Nearest;
import liviano.tensor.Quantization;
import liviano.tensor.Rescaling;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import liviano.tensor.UnaryFunction;

/**
 * Reads an operation's settings from members of a JSON object, and remembers which were asked for.
 * Each method throws {@link JsonException} if the member is missing or of another kind.
 */
final class SettingsIn {
  private final JsonObject json;
  private final List<String> known = new ArrayList<>(List.of("op"));

  SettingsIn(JsonObject json) {
    this.json = json;
  }

  /** What to throw where nothing has that name. */
  JsonException unknown(String operation) {
    return json.error("op", "unknown operation '" + operation + "'");
  }

  /**
   * @param around further members that may be there
   * @throws JsonException naming the first that nobody asked for
   */
  void requireNoOthers(List<String> around) {
    known.addAll(around);
    json.requireOnly(known);
  }

  int integer(String key) {
    return json.integer(known(key));
  }

  boolean bool(String key) {
    return json.bool(known(key));
  }

  float real(String key) {
    return real(json, known(key));
  }

  /** A number, or infinity as a word. */
  float bound(String key) {
    if (!(json.get(known(key)) instanceof JsonString(String word))) {
      return real(json, key);
    }
    return switch (word) {
      case SettingsOut.INFINITY -> Float.POSITIVE_INFINITY;
      case "-" + SettingsOut.INFINITY -> Float.NEGATIVE_INFINITY;
      default -> throw json.error(key, "expected a number or infinity but found " + word);
    };
  }

  /** A member that files of the first version lack: they join innermost extents. */
  int joinedAxis(String key) {
    return json.optionalInteger(known(key)).orElse(Op.Concat.INNERMOST);
  }

  /** A member that some files lack: they take the nearest. */
  Rescaling rescaling(String key) {
    return json.find(known(key)).isPresent() ? oneOf(key, Rescaling.values()) : Rescaling.NEAREST;
  }

  /** A constant by its name in lower case. */
  <E extends Enum<E>> E oneOf(String key, E[] constants) {
    return JsonEnums.read(json, known(key), constants);
  }

  List<Integer> integers(String key) {
    List<Integer> numbers = new ArrayList<>();
    for (int number : json.array(known(key)).integers()) {
      numbers.add(number);
    }
    return List.copyOf(numbers);
  }

  Window window(String key) {
    return WindowJson.read(json.object(known(key)));
  }

  Shape shape(String key) {
    return OpJson.shape(json.array(known(key)));
  }

  DetectionRule detections(String key) {
    return DetectionJson.read(json.object(known(key)));
  }

  UnaryFunction function(String key) {
    return FunctionJson.read(json.object(known(key)));
  }

  Nearest nearest(String key) {
    JsonObject rule = json.object(known(key));
    rule.requireOnly(List.of("sampling", "rounding"));
    return new Nearest(
        JsonEnums.read(rule, "sampling", Sampling.values()),
        JsonEnums.read(rule, "rounding", Nearest.Rounding.values()));
  }

  Op operation(String key) {
    return OpJson.read(json.object(known(key)), List.of());
  }

  Quantization quantization(String key) {
    return quantization(json.object(known(key)), List.of());
  }

  /** None where it is null. */
  Optional<Op.WeightFormat> weights(String key) {
    if (json.get(known(key)) instanceof JsonNull) {
      return Optional.empty();
    }
    JsonObject weights = json.object(key);
    Quantization quantization = quantization(weights, List.of("dtype"));
    return Optional.of(
        new Op.WeightFormat(JsonEnums.read(weights, "dtype", DType.values()), quantization));
  }

  private static Quantization quantization(JsonObject json, List<String> others) {
    List<String> members = new ArrayList<>(QuantizationJson.members());
    members.addAll(others);
    json.requireOnly(members);
    return QuantizationJson.read(json);
  }

  /**
   * A number that a float holds; it may be rounded.
   *
   * @throws JsonException if it is no number, or beyond a float
   */
  static float real(JsonObject json, String key) {
    float value = (float) json.number(key);
    if (!Float.isFinite(value)) {
      throw json.error(key, "expected a number within a float's range but found " + json.get(key));
    }
    return value;
  }

  private String known(String key) {
    known.add(key);
    return key;
  }
}
