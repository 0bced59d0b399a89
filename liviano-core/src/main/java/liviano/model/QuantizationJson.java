package liviano.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import liviano.json.JsonArray;
import liviano.json.JsonException;
import liviano.json.JsonObject;
import liviano.tensor.Quantization;

/** Scales and zero points as JSON. */
final class QuantizationJson {
  private static final String SCALES = "scales";
  private static final String ZERO_POINTS = "zeroPoints";

  /** What a file has that was written when there was one for all scales. */
  private static final String ZERO_POINT = "zeroPoint";

  private static final List<String> MEMBERS = List.of(SCALES, ZERO_POINTS, ZERO_POINT);

  private QuantizationJson() {}

  /** The members that a quantization takes in an object. */
  static List<String> members() {
    return MEMBERS;
  }

  /** Adds scales and zero points to an object. */
  static void write(Quantization quantization, JsonObject.Builder json) {
    json.put(
        SCALES,
        JsonArray.ofNumbers(
            quantization.scales().stream().mapToDouble(Float::doubleValue).toArray()));
    if (quantization.zeroPoints().size() == 1) {
      json.put(ZERO_POINT, quantization.zeroPoints().getFirst());
    } else {
      json.put(
          ZERO_POINTS,
          JsonArray.ofIntegers(
              quantization.zeroPoints().stream().mapToInt(Integer::intValue).toArray()));
    }
  }

  /**
   * @throws JsonException if scales or zero points are missing or wrong
   */
  static Quantization read(JsonObject json) {
    List<Float> scales = new ArrayList<>();
    for (float scale : json.array(SCALES).floats()) {
      scales.add(scale);
    }
    List<Integer> zeroPoints =
        json.optionalArray(ZERO_POINTS)
            .map(array -> Arrays.stream(array.integers()).boxed().toList())
            .orElseGet(() -> List.of(json.integer(ZERO_POINT)));
    try {
      return new Quantization(scales, zeroPoints);
    } catch (IllegalArgumentException e) {
      throw json.error(SCALES, e.getMessage());
    }
  }
}
