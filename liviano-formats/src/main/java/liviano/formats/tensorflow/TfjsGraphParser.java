package liviano.formats.tensorflow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.tfjs.TfjsShards;
import liviano.json.JsonArray;
import liviano.json.JsonException;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.json.JsonString;
import liviano.json.JsonValue;
import liviano.weights.Tensor;

/** A {@code GraphDef} as TensorFlow.js writes it: JSON, the constants in shards. */
final class TfjsGraphParser {
  /** Kinds of lists that no operation here has as a setting. */
  private static final List<String> OTHER_LISTS =
      List.of("f", "b", "type", "shape", "tensor", "func");

  private TfjsGraphParser() {}

  /**
   * The graph.
   *
   * @throws JsonException if a member is missing or of another kind
   * @throws MalformedModelException if a constant has no numbers in the shards
   */
  static GraphDef parse(JsonObject topology, TfjsShards shards) {
    Map<String, ForeignConstant> constants = new HashMap<>();
    for (Tensor tensor : shards.constants().tensors()) {
      List<Integer> dims = tensor.dims().sizes().stream().map(Math::toIntExact).toList();
      constants.put(tensor.name(), new ForeignConstant(tensor.type(), dims, tensor::data));
    }
    List<GraphNode> nodes = new ArrayList<>();
    for (JsonObject json : topology.array("node").objects()) {
      nodes.add(node(json));
    }
    return GraphDef.of(nodes, constants);
  }

  private static GraphNode node(JsonObject json) {
    List<Port> inputs =
        json.optionalArray("input").map(JsonArray::strings).orElse(List.of()).stream()
            .filter(input -> !input.startsWith("^"))
            .map(Port::of)
            .toList();
    Map<String, Attribute> attributes = new HashMap<>();
    Optional<JsonObject> settings = json.optionalObject("attr");
    if (settings.isPresent()) {
      for (String name : settings.get().members().keySet()) {
        attributes.put(name, attribute(settings.get().object(name), json, name));
      }
    }
    return new GraphNode(json.string("name"), json.string("op"), inputs, attributes);
  }

  private static Attribute attribute(JsonObject value, JsonObject node, String name) {
    try {
      return attribute(value);
    } catch (JsonException | IllegalArgumentException | ArithmeticException e) {
      throw new MalformedModelException(
          "node '"
              + GraphNode.shortened(node.string("name"))
              + "': its setting '"
              + GraphNode.shortened(name)
              + "' is broken: "
              + e.getMessage());
    }
  }

  private static Attribute attribute(JsonObject value) {
    if (value.has("s")) {
      return new Attribute.Text(text(value.get("s")));
    }
    if (value.has("i")) {
      return new Attribute.Whole(whole(value.get("i")));
    }
    if (value.has("f")) {
      return value.get("f") instanceof JsonNumber
          ? new Attribute.Real((float) value.number("f"))
          : new Attribute.Other();
    }
    if (value.has("b")) {
      return new Attribute.Flag(value.bool("b"));
    }
    if (value.has("type")) {
      return new Attribute.Type(
          value.get("type") instanceof JsonString(String name)
              ? DataType.of(name)
              : DataType.of(whole(value.get("type"))));
    }
    if (value.has("shape")) {
      return new Attribute.Dims(dims(value.object("shape")));
    }
    return value.has("list") ? list(value.object("list")) : new Attribute.Other();
  }

  private static Optional<List<Long>> dims(JsonObject shape) {
    if (shape.optionalBool("unknownRank").orElse(false)) {
      return Optional.empty();
    }
    List<Long> dims = new ArrayList<>();
    for (JsonObject dim : shape.optionalArray("dim").map(JsonArray::objects).orElse(List.of())) {
      dims.add(dim.has("size") ? whole(dim.get("size")) : 0L);
    }
    return Optional.of(dims);
  }

  /** Some converters write a list of each kind, of which all but one are empty. */
  private static Attribute list(JsonObject list) {
    List<JsonValue> texts = elements(list, "s");
    List<JsonValue> wholes = elements(list, "i");
    if (!texts.isEmpty()) {
      return new Attribute.Texts(texts.stream().map(TfjsGraphParser::text).toList());
    }
    boolean others = OTHER_LISTS.stream().anyMatch(kind -> !elements(list, kind).isEmpty());
    return others
        ? new Attribute.Other()
        : new Attribute.Wholes(wholes.stream().map(TfjsGraphParser::whole).toList());
  }

  private static List<JsonValue> elements(JsonObject list, String kind) {
    return list.optionalArray(kind).map(JsonArray::elements).orElse(List.of());
  }

  /** Bytes: in base64, or as a list of numbers. */
  private static String text(JsonValue value) {
    if (value instanceof JsonString(String base64)) {
      return new String(Base64.getDecoder().decode(base64), ISO_8859_1);
    }
    int[] codes = ((JsonArray) value).integers();
    return new String(codes, 0, codes.length);
  }

  private static long whole(JsonValue value) {
    return switch (value) {
      case JsonString(String text) -> Long.parseLong(text);
      case JsonNumber number -> number.longValue();
      default -> throw new IllegalArgumentException("a number is " + value.kind());
    };
  }
}
