package liviano.model;

import java.util.ArrayList;
import java.util.List;
import liviano.json.JsonEnums;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.json.JsonString;
import liviano.tensor.UnaryFunction;

/** A function of one number as JSON: its name, and its settings as further members. */
final class FunctionJson {
  private FunctionJson() {}

  static JsonObject write(UnaryFunction function) {
    return switch (function) {
      case UnaryFunction.Plain plain -> named(JsonEnums.write(plain)).build();
      case UnaryFunction.Elu(float alpha) -> named("elu").put("alpha", of(alpha)).build();
      case UnaryFunction.Selu(float alpha, float gamma) ->
          named("selu").put("alpha", of(alpha)).put("gamma", of(gamma)).build();
      case UnaryFunction.Celu(float alpha) -> named("celu").put("alpha", of(alpha)).build();
      case UnaryFunction.ThresholdedRelu(float alpha) ->
          named("thresholded_relu").put("alpha", of(alpha)).build();
      case UnaryFunction.HardSigmoid(float alpha, float beta) ->
          named("hard_sigmoid").put("alpha", of(alpha)).put("beta", of(beta)).build();
      case UnaryFunction.Shrink(float bias, float lambda) ->
          named("shrink").put("bias", of(bias)).put("lambda", of(lambda)).build();
    };
  }

  /**
   * @throws liviano.json.JsonException if the function is unknown, or a setting is missing, unknown
   *     or wrong
   */
  static UnaryFunction read(JsonObject json) {
    return switch (json.string("name")) {
      case "elu" -> new UnaryFunction.Elu(real(json, "alpha", "alpha"));
      case "selu" ->
          new UnaryFunction.Selu(
              real(json, "alpha", "alpha", "gamma"), real(json, "gamma", "alpha", "gamma"));
      case "celu" -> new UnaryFunction.Celu(real(json, "alpha", "alpha"));
      case "thresholded_relu" -> new UnaryFunction.ThresholdedRelu(real(json, "alpha", "alpha"));
      case "hard_sigmoid" ->
          new UnaryFunction.HardSigmoid(
              real(json, "alpha", "alpha", "beta"), real(json, "beta", "alpha", "beta"));
      case "shrink" ->
          new UnaryFunction.Shrink(
              real(json, "bias", "bias", "lambda"), real(json, "lambda", "bias", "lambda"));
      default -> {
        json.requireOnly(List.of("name"));
        yield JsonEnums.read(json, "name", UnaryFunction.Plain.values());
      }
    };
  }

  private static JsonObject.Builder named(String name) {
    return JsonObject.builder().put("name", new JsonString(name));
  }

  private static JsonNumber of(float value) {
    return JsonNumber.of(value);
  }

  private static float real(JsonObject json, String key, String... settings) {
    List<String> known = new ArrayList<>(List.of(settings));
    known.add("name");
    json.requireOnly(known);
    return SettingsIn.real(json, key);
  }
}
