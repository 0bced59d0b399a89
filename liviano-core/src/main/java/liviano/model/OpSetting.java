package liviano.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import liviano.graph.Op;
import liviano.graph.Window;
import liviano.json.JsonArray;
import liviano.json.JsonBoolean;
import liviano.json.JsonEnums;
import liviano.json.JsonNull;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.json.JsonString;
import liviano.json.JsonValue;
import liviano.tensor.DType;
import liviano.tensor.DetectionRule;
import liviano.tensor.Nearest;
import liviano.tensor.Quantization;
import liviano.tensor.Rescaling;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import liviano.tensor.UnaryFunction;

/**
 * One setting of an operation as a member of a JSON object.
 *
 * @param key the member's name
 * @param kind how its value is written and read
 * @param get takes it from the operation
 */
record OpSetting<O, T>(String key, Kind<T> kind, Function<O, T> get) {

  /** A kind of value, written and read. */
  record Kind<T>(Function<T, JsonValue> write, BiFunction<JsonObject, String, T> read) {}

  private static final String INFINITY = "infinity";

  static final Kind<Integer> INTEGER = new Kind<>(n -> JsonNumber.of(n), JsonObject::integer);
  static final Kind<Boolean> BOOLEAN = new Kind<>(JsonBoolean::of, JsonObject::bool);
  static final Kind<Float> FLOAT = new Kind<>(x -> JsonNumber.of(x), OpSetting::real);

  /** A number, or infinity as a word. */
  static final Kind<Float> BOUND = new Kind<>(OpSetting::writeBound, OpSetting::bound);

  /** A member that files of the first version lack: they join innermost extents. */
  static final Kind<Integer> JOINED_AXIS =
      new Kind<>(
          axis -> JsonNumber.of(axis),
          (json, key) -> json.optionalInteger(key).orElse(Op.Concat.INNERMOST));

  /** A member that some files lack: they take the nearest. */
  static final Kind<Rescaling> RESCALING =
      new Kind<>(
          rescaling -> new JsonString(JsonEnums.write(rescaling)),
          (json, key) ->
              json.find(key).isPresent()
                  ? JsonEnums.read(json, key, Rescaling.class)
                  : Rescaling.NEAREST);

  static final Kind<DetectionRule> DETECTIONS =
      new Kind<>(DetectionJson::write, (json, key) -> DetectionJson.read(json.object(key)));

  static final Kind<UnaryFunction> FUNCTION =
      new Kind<>(FunctionJson::write, (json, key) -> FunctionJson.read(json.object(key)));
  static final Kind<Window> WINDOW =
      new Kind<>(WindowJson::write, (json, key) -> WindowJson.read(json.object(key)));
  static final Kind<Nearest> NEAREST =
      new Kind<>(OpSetting::write, (json, key) -> nearest(json.object(key)));
  static final Kind<Shape> SHAPE =
      new Kind<>(OpJson::write, (json, key) -> OpJson.shape(json.array(key)));
  static final Kind<List<Integer>> INTEGERS =
      new Kind<>(
          numbers -> JsonArray.ofIntegers(numbers.stream().mapToInt(Integer::intValue).toArray()),
          (json, key) -> Arrays.stream(json.array(key).integers()).boxed().toList());

  static final Kind<Op> OPERATION =
      new Kind<>(OpSetting::write, (json, key) -> OpJson.read(json.object(key), List.of()));
  static final Kind<Quantization> QUANTIZATION =
      new Kind<>(OpSetting::write, (json, key) -> quantization(json.object(key), List.of()));
  static final Kind<Optional<Op.WeightFormat>> WEIGHTS =
      new Kind<>(OpSetting::write, OpSetting::weights);

  /** A constant by its name in lower case. */
  static <E extends Enum<E>> Kind<E> oneOf(Class<E> type) {
    return new Kind<>(
        constant -> new JsonString(JsonEnums.write(constant)),
        (json, key) -> JsonEnums.read(json, key, type));
  }

  void write(O op, JsonObject.Builder json) {
    json.put(key, kind.write().apply(get.apply(op)));
  }

  /**
   * @throws liviano.json.JsonException if the member is missing or of another kind
   */
  T read(JsonObject json) {
    return kind.read().apply(json, key);
  }

  private static JsonObject write(Op op) {
    JsonObject.Builder json = JsonObject.builder();
    OpJson.write(op, json);
    return json.build();
  }

  private static JsonObject write(Quantization quantization) {
    JsonObject.Builder json = JsonObject.builder();
    QuantizationJson.write(quantization, json);
    return json.build();
  }

  private static Quantization quantization(JsonObject json, List<String> others) {
    List<String> known = new ArrayList<>(QuantizationJson.members());
    known.addAll(others);
    json.requireOnly(known);
    return QuantizationJson.read(json);
  }

  /** No weights are written as null. */
  private static JsonValue write(Optional<Op.WeightFormat> weights) {
    if (weights.isEmpty()) {
      return JsonNull.NULL;
    }
    JsonObject.Builder json =
        JsonObject.builder().put("dtype", JsonEnums.write(weights.get().format()));
    QuantizationJson.write(weights.get().quantization(), json);
    return json.build();
  }

  private static Optional<Op.WeightFormat> weights(JsonObject json, String key) {
    if (json.get(key) instanceof JsonNull) {
      return Optional.empty();
    }
    JsonObject weights = json.object(key);
    Quantization quantization = quantization(weights, List.of("dtype"));
    return Optional.of(
        new Op.WeightFormat(JsonEnums.read(weights, "dtype", DType.class), quantization));
  }

  private static JsonObject write(Nearest rule) {
    return JsonObject.builder()
        .put("sampling", new JsonString(JsonEnums.write(rule.sampling())))
        .put("rounding", new JsonString(JsonEnums.write(rule.rounding())))
        .build();
  }

  private static Nearest nearest(JsonObject json) {
    json.requireOnly(List.of("sampling", "rounding"));
    return new Nearest(
        JsonEnums.read(json, "sampling", Sampling.class),
        JsonEnums.read(json, "rounding", Nearest.Rounding.class));
  }

  private static JsonValue writeBound(float bound) {
    if (!Float.isInfinite(bound)) {
      return JsonNumber.of(bound);
    }
    return new JsonString(bound > 0 ? INFINITY : "-" + INFINITY);
  }

  private static float bound(JsonObject json, String key) {
    if (!(json.get(key) instanceof JsonString(String word))) {
      return real(json, key);
    }
    return switch (word) {
      case INFINITY -> Float.POSITIVE_INFINITY;
      case "-" + INFINITY -> Float.NEGATIVE_INFINITY;
      default -> throw json.error(key, "expected a number or infinity but found " + word);
    };
  }

  /** A number that a float holds; it may be rounded. */
  static float real(JsonObject json, String key) {
    float value = (float) json.number(key);
    if (!Float.isFinite(value)) {
      throw json.error(key, "expected a number within a float's range but found " + json.get(key));
    }
    return value;
  }
}
