package liviano.model;

import java.util.List;
import java.util.Locale;
import liviano.graph.Padding;
import liviano.graph.Window;
import liviano.json.JsonArray;
import liviano.json.JsonException;
import liviano.json.JsonObject;

/** A window as JSON: pairs of a vertical and a horizontal number, and the padding. */
final class WindowJson {
  private WindowJson() {}

  static JsonObject write(Window w) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("kernel", JsonArray.ofIntegers(w.kernelH(), w.kernelW()))
            .put("stride", JsonArray.ofIntegers(w.strideH(), w.strideW()))
            .put("dilation", JsonArray.ofIntegers(w.dilationH(), w.dilationW()));
    return switch (w.padding()) {
      case Padding.Same() -> json.put("padding", "same").build();
      case Padding.Explicit(int top, int bottom, int left, int right) ->
          json.put("padding", JsonArray.ofIntegers(top, bottom, left, right)).build();
    };
  }

  /**
   * @throws JsonException if a member is missing, unknown or wrong
   */
  static Window read(JsonObject json) {
    json.requireOnly(List.of("kernel", "stride", "dilation", "padding"));
    int[] kernel = integers(json, "kernel", 2);
    int[] stride = integers(json, "stride", 2);
    int[] dilation = integers(json, "dilation", 2);
    Padding padding = padding(json);
    try {
      return new Window(
          kernel[0], kernel[1], stride[0], stride[1], dilation[0], dilation[1], padding);
    } catch (IllegalArgumentException e) {
      throw json.error(e.getMessage());
    }
  }

  private static Padding padding(JsonObject json) {
    if (json.get("padding") instanceof JsonArray) {
      int[] sides = integers(json, "padding", 4);
      try {
        return new Padding.Explicit(sides[0], sides[1], sides[2], sides[3]);
      } catch (IllegalArgumentException e) {
        throw json.error("padding", e.getMessage());
      }
    }
    if (json.string("padding").equals("same")) {
      return Padding.SAME;
    }
    throw json.error("padding", "it is neither \"same\" nor four numbers");
  }

  private static int[] integers(JsonObject json, String key, int count) {
    int[] integers = json.array(key).integers();
    if (integers.length != count) {
      throw json.error(
          key, String.format(Locale.ROOT, "%d numbers are needed, not %d", count, integers.length));
    }
    return integers;
  }
}
