package liviano.formats.tfjs;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import liviano.MalformedModelException;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonException;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.json.JsonString;
import liviano.json.JsonValue;

/**
 * One operation of a TensorFlow graph.
 *
 * @param op TensorFlow's name of the operation
 * @param inputs names of the nodes it reads; {@code name:1} is a node's second output. Nodes that
 *     it only has to run after are left out
 */
public record TfNode(String name, String op, List<String> inputs, JsonObject attributes) {

  public TfNode {
    inputs = List.copyOf(inputs);
  }

  /**
   * @throws liviano.json.JsonException if a member is missing or of another kind
   */
  static TfNode read(JsonObject json) {
    List<String> inputs =
        json.optionalArray("input").map(JsonArray::strings).orElse(List.of()).stream()
            .filter(input -> !input.startsWith("^"))
            .map(input -> input.endsWith(":0") ? input.substring(0, input.length() - 2) : input)
            .toList();
    return new TfNode(
        json.string("name"),
        json.string("op"),
        inputs,
        json.optionalObject("attr").orElse(JsonObject.builder().build()));
  }

  /**
   * The name of an input.
   *
   * @throws MalformedModelException if there is none
   */
  public String input(int index) {
    if (index >= inputs.size()) {
      throw error(
          String.format(
              Locale.ROOT, "it reads %d tensors, but %d are needed", inputs.size(), index + 1));
    }
    return inputs.get(index);
  }

  /** A text, stored in the file as its bytes: numbers, or base64. */
  Optional<String> text(String attribute) {
    return attribute(
        attribute,
        value -> {
          if (value.get("s") instanceof JsonString(String base64)) {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
          }
          int[] codes = value.array("s").integers();
          return new String(codes, 0, codes.length);
        });
  }

  /** A list of integers, stored in the file as numbers or as strings. */
  Optional<int[]> integers(String attribute) {
    return attribute(
        attribute,
        value ->
            value.object("list").array("i").elements().stream()
                .mapToInt(TfNode::integer)
                .toArray());
  }

  /**
   * A setting that is true or false.
   *
   * @throws MalformedModelException if it is of another kind
   */
  public Optional<Boolean> bool(String attribute) {
    return attribute(attribute, value -> value.bool("b"));
  }

  Optional<Double> number(String attribute) {
    return attribute(attribute, value -> value.number("f"));
  }

  /** An error that names this node. */
  public MalformedModelException error(String reason) {
    return new MalformedModelException("node " + Json.quote(name) + " (" + op + "): " + reason);
  }

  private <T> Optional<T> attribute(String attribute, Function<JsonObject, T> read) {
    try {
      return attributes.optionalObject(attribute).map(read);
    } catch (JsonException | IllegalArgumentException | ArithmeticException e) {
      throw error(
          String.format(Locale.ROOT, "its setting '%s' is broken: %s", attribute, e.getMessage()));
    }
  }

  private static int integer(JsonValue value) {
    return switch (value) {
      case JsonString(String text) -> Integer.parseInt(text);
      case JsonNumber number -> Math.toIntExact(number.longValue());
      default -> throw new IllegalArgumentException("a list of numbers holds " + value.kind());
    };
  }
}
